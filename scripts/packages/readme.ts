import { type Package, type Problem, problem, type Rule } from "./workspace.ts";

/** The sections that are looked for, in the order in which they stand. */
const SECTIONS: readonly { readonly name: string; readonly heading: RegExp; readonly neededBy: RegExp }[] = [
  { name: "Install", heading: /^install/i, neededBy: /./ },
  {
    name: "Example",
    heading: /^(an |a |one )?(working )?(example|use|usage|quick ?start)\b/i,
    neededBy: /./,
  },
  { name: "Options", heading: /^options/i, neededBy: /^(driver|adapter)-/ },
  { name: "Errors", heading: /^errors/i, neededBy: /^(driver|adapter)-/ },
];

/**
 * A README answers in the order in which a reader asks: what is it, is it for me, how do I get it, show
 * me, what can I set, what can go wrong.
 */
export const readmeAnswersInOrder: Rule = (pkg) => {
  const text = pkg.read("README.md");
  if (text === "") return [];
  return [...opening(pkg, text), ...sections(pkg, text)];
};

function opening(pkg: Package, text: string): Problem[] {
  const [title = "", ...rest] = text.split("\n");
  const wrong: Problem[] = [];
  if (title !== `# ${pkg.manifest.name}`)
    wrong.push(inReadme(pkg, `has to begin with "# ${pkg.manifest.name}".`));
  const before = rest.join("\n").split(/^## install/im)[0] ?? "";
  const [first = ""] = before.trim().split(/\n\s*\n/);
  if (!/^(?!```)[^#<!\s][\s\S]*\.$/.test(first))
    wrong.push(inReadme(pkg, "has to say what the package is in one sentence, right after the title."));
  if (!/\bnot\b|\bno\b|n't\b/i.test(before.trim().slice(first.length)))
    wrong.push(inReadme(pkg, "has to say what the package is not, before how to install it."));
  return wrong;
}

function sections(pkg: Package, text: string): Problem[] {
  const headings = [...withoutCode(text).matchAll(/^## +(.+)$/gm)].map((match) => match[1] ?? "");
  const wrong: Problem[] = [];
  let last = -1;
  for (const { name, heading, neededBy } of SECTIONS) {
    const place = headings.findIndex((text) => heading.test(text));
    if (place === -1) {
      if (neededBy.test(pkg.folder)) wrong.push(inReadme(pkg, `lacks the section "## ${name}".`));
      continue;
    }
    if (place < last) wrong.push(inReadme(pkg, `has "## ${headings[place]}" too early: ${order()}.`));
    last = Math.max(last, place);
  }
  return wrong;
}

function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, "");
}

function order(): string {
  return `the order is ${SECTIONS.map(({ name }) => name).join(", ")}`;
}

function inReadme(pkg: Package, message: string): Problem {
  return problem(pkg, "README.md", message);
}

/**
 * Fills the code blocks of the READMEs and of the guide from files that the tests run. A marker on the line
 * before a block says which file, or which region of it:
 *
 *     <!-- file: examples/quickstart/src/main.ts -->
 *     <!-- file: examples/demo/src/conversation.ts#loop -->
 *
 * A region lies between `// #region loop` and `// #endregion` (`#` instead of `//` where that is a comment).
 * With `--check` nothing is written: it fails where a block is not what its file says, where a TypeScript
 * block has no marker, and where a marker names a file that is missing or that nothing runs. `--root DIR`
 * works on another folder than this repository.
 */
import { existsSync, globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

const PAGES = ["*.md", "packages/*/README.md", "docs/**/*.md"];
/** Blocks in these languages are code that a reader will copy, so a test has to have run it. */
const NEEDS_MARKER = new Set(["ts", "mts", "tsx", "typescript", "js", "mjs", "javascript"]);
/** Places whose files are run: examples and tests as they are, sources by the tests of their package. */
const IS_RUN = [/^examples\//, /(^|\/)test\//, /^packages\/[^/]+\/src\//, /^packages\/[^/]+\/profiles\//];
const MARKER = /^\s*<!-- file: (?<path>[^\s#]+)(?:#(?<region>[\w-]+))? -->\s*$/;
const FENCE = /^(?<indent>\s*)(?<fence>`{3,}|~{3,})\s*(?<language>[\w-]*)/;
const REGION = /^\s*(?:\/\/|#)\s*#(?<edge>region|endregion)\b\s*(?<name>[\w-]*)\s*$/;

const { values } = parseArgs({
  options: {
    check: { type: "boolean", default: false },
    root: { type: "string", default: join(import.meta.dirname, "..") },
  },
});
const problems: string[] = [];

for (const page of PAGES.flatMap((pattern) => globSync(pattern, { cwd: values.root })).sort()) {
  const text = readFileSync(join(values.root, page), "utf8");
  const synced = sync(page, text.split("\n")).join("\n");
  if (synced === text) continue;
  writeFileSync(join(values.root, page), synced);
  console.log(`${page}: filled.`);
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;

/** The page with every marked block filled; with `--check` as it was. */
function sync(page: string, lines: readonly string[]): string[] {
  const output: string[] = [];
  let marker: RegExpExecArray | null = null;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    const { indent = "", fence = "", language = "" } = FENCE.exec(line)?.groups ?? {};
    if (marker !== null && fence === "")
      problems.push(`${page}:${index}: no code block follows this marker.`);
    if (fence !== "") {
      const end = closingOf(lines, index, fence);
      const body = lines.slice(index + 1, end);
      output.push(line, ...bodyOf(`${page}:${index + 1}`, body, marker, { indent, fence, language }));
      if (end < lines.length) output.push(lines[end] ?? "");
      index = end;
    } else output.push(line);
    marker = fence === "" ? MARKER.exec(line) : null;
  }
  if (marker !== null) problems.push(`${page}:${lines.length}: no code block follows this marker.`);
  return output;
}

interface Fence {
  readonly indent: string;
  readonly fence: string;
  readonly language: string;
}

/** What belongs into one block: what its marker's file says, or what is there. */
function bodyOf(
  place: string,
  body: readonly string[],
  marker: RegExpExecArray | null,
  { indent, fence, language }: Fence,
): readonly string[] {
  const { path, region } = marker?.groups ?? {};
  if (path === undefined) {
    if (NEEDS_MARKER.has(language)) {
      problems.push(
        `${place}: this ${language} block has no marker; put <!-- file: … --> on the line before.`,
      );
    }
    return body;
  }
  const code = read(place, path, region);
  if (code === undefined) return body;
  if (code.some((line) => line.trimStart().startsWith(fence))) {
    problems.push(`${place}: ${path} holds the fence ${fence} itself; use a longer one here.`);
    return body;
  }
  const wanted = code.map((line) => (line === "" ? "" : indent + line));
  if (!values.check || wanted.join("\n") === body.join("\n")) return wanted;
  problems.push(`${place}: this block is not what ${path} says; run "pnpm generate".`);
  return body;
}

/** The lines that a marker stands for, or undefined where there is a problem with it. */
function read(place: string, path: string, region: string | undefined): readonly string[] | undefined {
  if (!existsSync(join(values.root, path))) {
    problems.push(`${place}: ${path} does not exist.`);
    return undefined;
  }
  if (path.split("/").includes("..") || !IS_RUN.some((pattern) => pattern.test(path))) {
    problems.push(`${place}: ${path} is run by no test; take a file of examples/, a test folder or a src/.`);
    return undefined;
  }
  const lines = readFileSync(join(values.root, path), "utf8").trimEnd().split("\n");
  if (region === undefined) return lines.filter((line) => !REGION.test(line));
  const found = regionOf(lines, region);
  if (found === undefined) problems.push(`${place}: ${path} has no closed region ${region}.`);
  return found;
}

/** The lines between a region's edges, without the edges of others and without common indentation. */
function regionOf(lines: readonly string[], name: string): readonly string[] | undefined {
  const found: string[] = [];
  let depth = 0;
  for (const line of lines) {
    const edge = REGION.exec(line)?.groups;
    if (depth > 0 && edge === undefined) found.push(line);
    else if (edge?.edge === "endregion" && depth > 0 && --depth === 0) return withoutIndent(found);
    else if (edge?.edge === "region" && (depth > 0 || edge.name === name)) depth++;
  }
  return undefined;
}

function withoutIndent(lines: readonly string[]): readonly string[] {
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/));
  const common = indents.length === 0 ? 0 : Math.min(...indents);
  return lines.map((line) => line.slice(common));
}

/** The index of the fence that closes the one at `start`; the end of the page where there is none. */
function closingOf(lines: readonly string[], start: number, fence: string): number {
  const closing = new RegExp(`^\\s*${fence}${fence[0]}*\\s*$`);
  const offset = lines.slice(start + 1).findIndex((line) => closing.test(line));
  return offset === -1 ? lines.length : start + 1 + offset;
}

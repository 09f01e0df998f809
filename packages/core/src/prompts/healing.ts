import type { HealingRule } from "./profile.ts";

/**
 * A text with its known flaws mended; undefined where no rule changes anything.
 *
 * @param rules patterns and replacements as Python's `re.sub` takes them, which JavaScript's are but for names
 */
export function heal(text: string, rules: readonly HealingRule[]): string | undefined {
  let healed = text;
  for (const { pattern, replacement } of rules) {
    healed = healed.replace(compilePattern(pattern), (match: string, ...rest: unknown[]) =>
      fillGroups(replacement, match, rest),
    );
  }
  return healed === text ? undefined : healed;
}

/**
 * A rule's pattern. Python's spelling of named groups, of the text's ends and of flags is understood.
 *
 * @throws SyntaxError for what is no regular expression.
 */
export function compilePattern(pattern: string): RegExp {
  const flags = /^\(\?([aimsux]+)\)/.exec(pattern);
  const letters = flags?.[1] ?? "";
  if (letters.includes("x")) throw new SyntaxError("verbose patterns cannot be used");
  const body = pattern
    .slice(flags?.[0].length ?? 0)
    .replaceAll("(?P<", "(?<")
    .replace(/\(\?P=(\w+)\)/g, "\\k<$1>")
    .replace(/\\[\s\S]/g, (escaped) => TEXT_ENDS[escaped] ?? escaped);
  const kept = [...new Set(letters)].filter((letter) => "ims".includes(letter));
  return new RegExp(body, `g${kept.join("")}`);
}

const TEXT_ENDS: Readonly<Record<string, string>> = { "\\A": "(?<![\\s\\S])", "\\Z": "(?![\\s\\S])" };
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "\\": "\\" };

/** `\1`, `\g<1>` and `\g<name>` stand for what the groups matched. */
function fillGroups(replacement: string, match: string, rest: readonly unknown[]): string {
  const last = rest.at(-1);
  const named = typeof last === "object" && last !== null ? (last as Record<string, unknown>) : {};
  return replacement.replace(/\\(?:(\d{1,2})|g<(\w+)>|([ntr\\]))/g, (_, index, name, letter) => {
    if (typeof letter === "string") return ESCAPES[letter] ?? letter;
    const group = String(index ?? name);
    if (group === "0") return match;
    const value = /^\d+$/.test(group) ? rest[Number(group) - 1] : named[group];
    return typeof value === "string" ? value : "";
  });
}

import { COLON, DASH, DOT, GREATER, isWord, NEWLINE, QUOTE, SLASH } from "./characters.ts";
import { type Decision, type Scope, textBefore } from "./decision.ts";
import { withArguments } from "./named.ts";

/** The tool's name that the text ends with. */
export function nameBefore(scope: Scope, at: number): { written: string; resolved: string } | undefined {
  const { tools } = scope.context;
  const before = textBefore(scope, at);
  const name = before.trimEnd();
  let start = name.length;
  while (start > 0 && isNameChar(name.charCodeAt(start - 1))) start--;
  const written = name.slice(start);
  if (written === "" || before.length - name.length > 4) return undefined;
  if (written === "function") return { written, resolved: written };
  const resolved = tools.resolveLoosely(written);
  return resolved === undefined ? undefined : { written: before.slice(start), resolved };
}

function isNameChar(code: number): boolean {
  return isWord(code) || code === DASH || code === DOT || code === SLASH || code === COLON;
}

/**
 * A name that begins its line, or follows a special token, and ends the text, perhaps with a line break or
 * with special tokens that no family known here has.
 */
const LINE =
  /(?:^|[\n>])((call:|functions\.)?([^\s{}<>]+)[ \t]*(?:<[|｜][^<>\s]{1,60}[|｜]>\s{0,9}|\r?\n){0,3})$/;

/**
 * `f{"x": 1}` on a line of its own, the object also on the next one, `functions.f:0{…}`, `call:f{…}`: what is
 * left of a call where a server took out the special tokens, or where they are those of an unknown family.
 * Nothing else marks it, so all arguments have to be the tool's.
 */
export function callByLine(scope: Scope, at: number): Decision | undefined {
  const { context, tail } = scope;
  const { source, tools } = context;
  const last = at > 0 ? source.text.charCodeAt(at - 1) : tail.charCodeAt(tail.length - 1);
  // 62 ends a token.
  if (!isNameChar(last) && last !== NEWLINE && last !== GREATER) return undefined;
  const isJson = source.code(source.skipSpace(at + 1)) === QUOTE;
  if (!isJson && !isNameChar(last)) return undefined;
  const match = LINE.exec(textBefore(scope, at));
  const [, line, prefix, written] = match ?? [];
  const name = tools.resolve(written ?? "");
  if (line === undefined || name === undefined) return undefined;
  if (!isJson && prefix === undefined) return undefined;
  const found = withArguments({ ...context, marked: true }, name, at, at);
  const [item] = found?.items ?? [];
  if (found === undefined || item?.ok !== true) return undefined;
  const fits = Object.keys(item.call.arguments).every((key) => tools.parameter(name, key) !== undefined);
  return fits ? { end: found.end, items: found.items, forget: line } : undefined;
}

import { type Decision, type Scope, textBefore } from "./decision.ts";
import { withArguments } from "./named.ts";
import { isWord } from "./source.ts";

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
  return isWord(code) || (code >= 45 && code <= 47) || code === 58;
}

/** A name that begins its line and ends the text, perhaps with a line break. */
const LINE = /(?:^|\n)((call:|functions\.)?([^\s{}]+)[ \t]*(?:\r?\n)?)$/;

/**
 * `f{"x": 1}` on a line of its own, the object also on the next one, `functions.f:0{…}`, `call:f{…}`: what is
 * left of a call where a server took out the special tokens. Nothing else marks it, so all arguments have to
 * be the tool's.
 */
export function callByLine(scope: Scope, at: number): Decision | undefined {
  const { context, tail } = scope;
  const { source, tools } = context;
  const last = at > 0 ? source.text.charCodeAt(at - 1) : tail.charCodeAt(tail.length - 1);
  if (!isNameChar(last) && last !== 10) return undefined;
  const isJson = source.code(source.skipSpace(at + 1)) === 34;
  if (!isJson && last === 10) return undefined;
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

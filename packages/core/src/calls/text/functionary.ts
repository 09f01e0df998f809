import { CURLY, NEWLINE } from "./characters.ts";
import { calls, type Decision, type Scope, startsLine } from "./decision.ts";
import { withArguments } from "./named.ts";

/**
 * `>>>f` and a JSON object, or the raw value of its only argument; `>>>all` and a text. Inside a line only a
 * name and an object below it are a call: Python's prompt looks much the same.
 */
export function functionaryCall(scope: Scope, at: number): Decision | undefined {
  const { context } = scope;
  const { source, tools } = context;
  const opensLine = startsLine(scope, at);
  const start = at + ">>>".length;
  let line = start;
  while (line - at < 200 && ![-1, NEWLINE, CURLY].includes(source.code(line))) line++;
  const written = source.text.slice(start, line).trimEnd();
  if (!opensLine && source.code(line) !== NEWLINE) return undefined;
  if (opensLine && written.trim() === "all") return { end: line + 1 };
  // A space or parentheses: an example of Python's prompt.
  const name = /[\s()]/.test(written) ? undefined : tools.resolve(written);
  if (name === undefined) return undefined;
  const body = source.skipSpace(line);
  const found = withArguments({ ...context, marked: true }, name, at, body);
  if (found !== undefined) return calls(found);
  const sole = opensLine ? tools.soleParameter(name) : undefined;
  if (sole === undefined) return undefined;
  const next = source.find("\n>>>", body);
  const end = next === -1 ? source.text.length : next;
  source.cutAt(end);
  const value = source.text.slice(body, end).trimEnd();
  if (value === "") return undefined;
  return { end, items: [{ ok: true, call: { name, arguments: { [sole.name]: value } } }] };
}

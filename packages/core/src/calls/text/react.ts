import { callArguments } from "./call-arguments.ts";
import {
  BACKTICK,
  COLON,
  CURLY,
  DASH,
  DOT,
  isDigit,
  isWord,
  ROUND,
  SPACE,
  SQUARE,
  STAR,
} from "./characters.ts";
import { coerce } from "./coerce.ts";
import { fenceAt } from "./fences.ts";
import { argumentsOf, type Context, call, type Found, failure } from "./found.ts";
import { objectCall } from "./object-call.ts";
import { pythonicCall } from "./pythonic.ts";
import { Source } from "./source.ts";
import { NOTHING, ValueReader } from "./values.ts";

/** `Action: NAME`, then `Action Input:` with JSON, or with a text that is the tool's only argument. */
export function reactCall(context: Context, start: number): Found | undefined {
  const { source, tools } = context;
  const label = labelEnd(source, "Action", start);
  if (label === undefined) return undefined;
  const line = lineEnd(source, label);
  const inLine = inlineInput(context, label, line);
  if (inLine !== undefined) return inLine;
  const written = trimMarks(source.text.slice(label, line));
  const isFence = fenceAt(source, label) !== undefined;
  const name = isFence || written.length > 200 ? undefined : tools.resolve(written);
  if (name === undefined) return undefined;
  const next = source.skipSpace(line);
  const input = labelEnd(source, "Action Input", next) ?? labelEnd(source, "Action_Input", next);
  if (input === undefined) {
    if (source.reachedEnd) source.cut = true;
    return tools.parameters(name).some(({ required }) => required)
      ? undefined
      : { items: [call(name, {})], end: line };
  }
  let at = source.skipSpace(input);
  const fence = fenceAt(source, at);
  if (fence !== undefined) at = source.skipSpace(fence.content);
  else if (source.code(at) === BACKTICK && source.code(at + 1) === CURLY) at++;
  if (source.code(at) === CURLY) {
    const found = objectCall(context, name, written, start, at);
    const closing = fence === undefined ? undefined : fenceAt(source, source.skipSpace(found.end));
    if (closing !== undefined) return { ...found, end: closing.run };
    return source.code(at - 1) === BACKTICK && source.code(found.end) === BACKTICK
      ? { ...found, end: found.end + 1 }
      : found;
  }
  const end = lineEnd(source, at);
  source.cutAt(end);
  const text = source.text.slice(at, end).trim();
  const raw = source.text.slice(start, end);
  const args = argumentsOf(text.startsWith('"') || text === "" ? text : undefined);
  if (args !== undefined && (text !== "" || tools.soleParameter(name) === undefined)) {
    if (Object.keys(args).length > 0 || /^(?:|""|None|null|none)$/.test(text))
      return { items: [call(name, args)], end };
  }
  const named = keywords(text, name, context);
  if (named !== undefined) return { items: [call(name, named)], end };
  const sole = tools.soleParameter(name);
  if (sole === undefined || text === "") {
    const none = tools.parameters(name).length === 0 || /^(?:none|n\/a|null|-)?$/i.test(text);
    if (none && sole === undefined) return { items: [call(name, {})], end };
    return { items: [failure(name, "its input should be a JSON object", raw)], end };
  }
  const unquoted = /^"(.*)"$|^'(.*)'$/s.exec(text);
  return { items: [call(name, { [sole.name]: coerce(unquoted?.[1] ?? unquoted?.[2] ?? text, sole) })], end };
}

/** `f[input]`, `f({…})` or `f(x=1)`: the input in the line of its action. */
function inlineInput(context: Context, start: number, line: number): Found | undefined {
  const { source, tools } = context;
  let bracket = start;
  while (isWord(source.code(bracket)) || source.code(bracket) === DOT || source.code(bracket) === DASH)
    bracket++;
  const name = bracket === start ? undefined : tools.resolve(source.text.slice(start, bracket));
  if (name === undefined) return undefined;
  if (source.code(bracket) === ROUND) {
    const found = pythonicCall({ ...context, marked: true }, start);
    return found?.items.every(({ ok }) => ok) ? found : undefined;
  }
  if (source.code(bracket) !== SQUARE) return undefined;
  const input = source.text.slice(bracket + 1, line);
  const length = input.lastIndexOf("]");
  if (length === -1) return undefined;
  const close = bracket + 1 + length;
  const text = input.slice(0, length).trim();
  const value = text.startsWith("{") ? ValueReader.whole(new Source(text)) : NOTHING;
  const args = value === NOTHING ? keywords(text, name, context) : argumentsOf(value);
  if (args !== undefined) return { items: [call(name, args)], end: close + 1 };
  const sole = tools.soleParameter(name);
  if (sole === undefined || text === "") return undefined;
  return { items: [call(name, { [sole.name]: coerce(text, sole) })], end: close + 1 };
}

/** `x="a", y=1`, all of them the tool's. */
function keywords(text: string, tool: string, { tools }: Context): Record<string, unknown> | undefined {
  const reader = new ValueReader(new Source(`(${text})`), 0);
  const args = /^\w+\s*=/.test(text) ? callArguments(reader) : NOTHING;
  if (args === NOTHING || args.placed.length > 0 || reader.position <= text.length) return undefined;
  const keys = Object.keys(args.named);
  return keys.every((key) => tools.parameter(tool, key) !== undefined) ? args.named : undefined;
}

/** Where a label that a colon follows ends; models set it in bold now and then. */
function labelEnd(source: Source, label: string, start: number): number | undefined {
  let i = start;
  while (source.code(i) === STAR) i++;
  if (!source.startsWith(label, i)) return undefined;
  i += label.length;
  // Some number their steps.
  while (source.code(i) === STAR || source.code(i) === SPACE || isDigit(source.code(i))) i++;
  if (source.code(i) !== COLON) return undefined;
  i++;
  while (source.code(i) === STAR || source.code(i) === SPACE) i++;
  return i;
}

function lineEnd(source: Source, from: number): number {
  const at = source.find("\n", from);
  return at === -1 ? source.text.length : at;
}

function trimMarks(text: string): string {
  return text.trim().replace(/^[`*["']+|[`*\]"'.]+$/g, "");
}

import { isRecord } from "../../record.ts";
import type { ReadItem } from "../reading.ts";
import { callArguments } from "./call-arguments.ts";
import { COMMA, DASH, DOT, isWord, ROUND, ROUND_END, SQUARE_END } from "./characters.ts";
import {
  append,
  brokenAt,
  type Context,
  call,
  type Found,
  failure,
  resolveName,
  unknownTool,
} from "./found.ts";
import type { Source } from "./source.ts";
import { NOTHING, ValueReader } from "./values.ts";

/** A name as it stands before an opening parenthesis. */
function callableAt(source: Source, start: number): { name: string; end: number } | undefined {
  let i = start;
  for (let code = source.code(i); isWord(code) || code === DOT || code === DASH; code = source.code(i)) {
    if (i - start > 200) return undefined;
    i++;
  }
  return i === start ? undefined : { name: source.text.slice(start, i), end: i };
}

/** `[f(x=1), g(y="a")]`. Without a marker all names have to be known, and all arguments to be named. */
export function pythonicList(context: Context, start: number): Found | undefined {
  const { source } = context;
  const items: ReadItem[] = [];
  let i = start + 1;
  for (;;) {
    i = source.skipSpace(i);
    const code = source.code(i);
    if (code === COMMA) i++;
    else if (code === SQUARE_END) return items.length === 0 ? undefined : { items, end: i + 1 };
    else if (items.length > 0 && !isWord(code)) {
      source.cutAt(i);
      return { items, end: i };
    } else {
      const read = pythonicCall(context, i);
      if (read === undefined) return undefined;
      if (read.items.length === 0) return { items: [], end: read.end };
      append(items, read.items);
      i = read.end;
    }
  }
}

/** `f(x=1)`. */
export function pythonicCall(context: Context, start: number): Found | undefined {
  const { source, tools, marked } = context;
  const callable = callableAt(source, start);
  if (callable === undefined || source.code(callable.end) !== ROUND) return undefined;
  if (marked && callable.name === "print" && tools.resolve("print") === undefined) {
    const inner = pythonicCall(context, source.skipSpace(callable.end + 1));
    if (inner === undefined) return undefined;
    const close = source.skipSpace(inner.end);
    return { items: inner.items, end: source.code(close) === ROUND_END ? close + 1 : inner.end };
  }
  const name = resolveName(context, callable.name);
  if (name === undefined && !marked) return undefined;
  const reader = new ValueReader(source, callable.end);
  const args = callArguments(reader);
  const end = Math.max(reader.position, callable.end + 1);
  const raw = source.text.slice(start, end);
  if (args === NOTHING || reader.truncated) {
    if (name === undefined) return undefined;
    if (reader.elided && !marked) return { items: [], end };
    return {
      items: [failure(name, brokenAt("its arguments are", raw, reader.problem), raw)],
      end,
    };
  }
  if (name === undefined) return { items: [unknownTool(callable.name, raw)], end };
  if (args.placed.length > 0 && !place(args.placed, args.named, name, context)) {
    // Without a marker it is text, and has been looked at.
    const items = marked ? [failure(name, "its arguments should be given by name", raw)] : [];
    return { items, end };
  }
  return { items: [call(name, args.named)], end };
}

/** Gives arguments without names those of the parameters in their order. */
function place(
  placed: readonly unknown[],
  named: Record<string, unknown>,
  tool: string,
  { tools, marked }: Context,
): boolean {
  const parameters = tools.parameters(tool);
  const [only] = placed;
  if (placed.length === 1 && isRecord(only) && Object.keys(only).every((key) => tools.parameter(tool, key))) {
    Object.assign(named, only);
    return true;
  }
  if (!marked || placed.length > parameters.length) return false;
  for (const [index, value] of placed.entries()) named[parameters[index]?.name ?? ""] = value;
  return true;
}

import {
  COLON,
  CURLY,
  DASH,
  DOT,
  EQUALS,
  isDigit,
  isSpace,
  isWord,
  QUOTE,
  ROUND,
  SLASH,
} from "./characters.ts";
import { fenceAt } from "./fences.ts";
import { type Context, call, type Found, resolveName } from "./found.ts";
import { isKeyTag, keyValueCall } from "./key-values.ts";
import { objectCall } from "./object-call.ts";
import { isCallTag, taggedCall } from "./parameters.ts";
import { pythonicCall } from "./pythonic.ts";
import { tagAt } from "./tags.ts";
import { tokenAt } from "./tokens.ts";

const LONGEST_NAME = 200;

/**
 * A name, and its arguments in whatever form the family gives them: `f{"x": 1}`, `f[ARGS]{…}`,
 * `function<sep>f` and a fence, `functions.f:0<begin>{…}`, `f<arg_key>…`, `f(x=1)`, `call:f{x:1}`,
 * `assistant to=functions.f json {…}`.
 */
export function namedCall(context: Context, start: number): Found | undefined {
  const { source } = context;
  let at = start;
  let written = "";
  let joined = false;
  for (let words = 0; words < 6; words++) {
    const end = nameEnd(context, at);
    if (end === at) return undefined;
    const word = source.text.slice(at, end);
    const next = source.skipSpace(end);
    if (source.code(end) === ROUND) return pythonicCall(context, at);
    if (word === "assistant" || word === "to" || word === "json" || word === "tool_call") {
      // Words of a header, not names; `to=` is followed by one.
      at = source.code(end) === EQUALS ? end + 1 : next;
      if (source.code(at) === CURLY && written !== "") return withArguments(context, written, start, at);
      continue;
    }
    if (word === "call" && source.code(end) === COLON) {
      at = end + 1;
      continue;
    }
    if (word === "function" && tokenAt(source, next)?.token.role === "join") {
      at = source.skipSpace(tokenAt(source, next)?.end ?? next);
      const tag = tagAt(source, at);
      if (isCallTag(tag)) return taggedCall(context, at);
      continue;
    }
    if (written !== "") return undefined;
    written = word;
    at = next;
    // What stands between the name and its arguments.
    for (let joins = 0; joins < 4; joins++) {
      const token = tokenAt(source, at);
      if (token === undefined || (token.token.role !== "join" && token.token.role !== "drop")) break;
      joined = true;
      at = source.skipSpace(token.end);
      if (token.token.text === "[call_id]") at = source.skipSpace(nameEnd(context, at));
    }
    const fence = fenceAt(source, at);
    if (fence !== undefined) {
      const found = withArguments(context, written, start, source.skipSpace(fence.content));
      if (found === undefined) return undefined;
      const closing = fenceAt(source, source.skipSpace(found.end));
      source.cutAt(source.skipSpace(closing?.start ?? found.end));
      return closing === undefined ? found : { items: found.items, end: closing.run };
    }
    if (source.code(at) === CURLY || source.code(at) === QUOTE)
      return withArguments(context, written, start, at);
    if (isKeyTag(context, at)) return keyValueCall(context, written, start, at);
    if (isWord(source.code(at)) && source.startsWith("json", at)) continue;
    if (!context.marked) return undefined;
    // A name alone is a call without arguments where a marker ends it.
    const name = context.tools.resolve(written);
    const closes = tokenAt(source, at)?.token.role === "close";
    if (!closes && source.reachedEnd) source.cut = true;
    return name !== undefined && (closes || joined) ? { items: [call(name, {})], end: at } : undefined;
  }
  return undefined;
}

function nameEnd({ source }: Context, start: number): number {
  let i = start;
  for (; i - start < LONGEST_NAME; i++) {
    const code = source.code(i);
    const inName = isWord(code) || code === DOT || code === DASH || code === SLASH;
    // An index follows a name after a colon.
    const index = code === COLON && i > start && isDigit(source.code(i + 1));
    if (!inName && !index) break;
    if (isSpace(code)) break;
  }
  return i;
}

/** The JSON arguments of a call by name. */
export function withArguments(
  context: Context,
  written: string,
  start: number,
  at: number,
): Found | undefined {
  const { source } = context;
  if (source.code(at) !== CURLY && source.code(at) !== QUOTE) return undefined;
  const name = resolveName(context, written);
  if (name === undefined && !context.marked) return undefined;
  return objectCall(context, name, written, start, at);
}

import type { ReadItem } from "../reading.ts";
import { harmonyMessage, openedChannel } from "./channels.ts";
import {
  APOSTROPHE,
  COMMA,
  CURLY,
  CURLY_END,
  isWord,
  LESS,
  QUOTE,
  SEMICOLON,
  SQUARE,
  SQUARE_END,
} from "./characters.ts";
import { coerce } from "./coerce.ts";
import { callsIn } from "./envelope.ts";
import { type Fence, fenceAt } from "./fences.ts";
import { append, type Context, type Found, resolveName } from "./found.ts";
import { jsonCalls } from "./json-call.ts";
import { spacedCall } from "./key-values.ts";
import { namedCall } from "./named.ts";
import { callByNameTag, isCallTag, taggedCall } from "./parameters.ts";
import { pythonicList } from "./pythonic.ts";
import { reactCall } from "./react.ts";
import type { Source } from "./source.ts";
import { isKeyAt } from "./string-ends.ts";
import { tagAt } from "./tags.ts";
import { headerEnd, tokenAt } from "./tokens.ts";
import { toolTagCall } from "./tool-tags.ts";
import { NOTHING, ValueReader } from "./values.ts";
import { yamlMapping } from "./yaml.ts";

/** GigaChat's name for the part of an answer that is a call. */
const SPELT_OUT = "function call";
/** How a call begins whose opening brace is missing. */
const FIELDS = /^["']?(?:name|tool|tool_name|function|arguments|parameters)\b/;

/** One call, or one list of calls, that begins at this index. */
function itemAt(context: Context, at: number): Found | undefined {
  const { source, marked } = context;
  const code = source.code(at);
  if (source.startsWith("functools", at)) {
    const list = source.skipSpace(at + "functools".length);
    return source.code(list) === SQUARE ? itemAt({ ...context, marked: true }, list) : undefined;
  }
  if (source.startsWith("to=", at) || tokenAt(source, at)?.token.role === "harmony") {
    const message = harmonyMessage({ ...context, marked: true }, at);
    return message?.kind === "calls" ? message.found : undefined;
  }
  if (tokenAt(source, at)?.token.role === "channel") {
    const opened = openedChannel({ ...context, marked: true }, at);
    return opened?.kind === "calls" ? opened.found : undefined;
  }
  if (code === CURLY || (code === SQUARE && !isWord(source.code(source.skipSpace(at + 1))))) {
    const verdict = jsonCalls(context, at);
    return typeof verdict === "string" ? undefined : verdict;
  }
  if (code === SQUARE) return pythonicList(context, at);
  if (marked && startsField(source, at)) return yamlCall(context, at) ?? unbraced(context, at);
  if (code === LESS) {
    const tagged = taggedCall({ ...context, marked: true }, at);
    if (tagged !== undefined || !marked) return tagged;
    return toolTagCall(context, at) ?? callByNameTag(context, at, at);
  }
  return marked && isWord(code) ? (namedCall(context, at) ?? spacedCall(context, at)) : undefined;
}

/** `"name": "f", "arguments": {…}`: a call whose opening brace is missing. */
function unbraced(context: Context, start: number): Found | undefined {
  const { source } = context;
  const reader = new ValueReader(source, start);
  const value = reader.fields();
  const end = Math.max(reader.position, start + 1);
  if (value === NOTHING || reader.truncated) return undefined;
  const items = callsIn(value, context, source.text.slice(start, end));
  return items === undefined ? undefined : { items, end };
}

/** The same as lines of YAML: `name: f` and `arguments:`, up to the next tag. */
function yamlCall(context: Context, start: number): Found | undefined {
  const { source, tools } = context;
  const close = source.find("\n<", start);
  const end = close === -1 ? source.text.length : close;
  source.cutAt(end);
  const raw = source.text.slice(start, end);
  const name = resolveName(context, /^name: *(\S+)/.exec(raw)?.[1] ?? "");
  if (name === undefined) return undefined;
  const value = yamlMapping(raw, (word, key) =>
    key === "name" ? word : coerce(word, key === undefined ? undefined : tools.parameter(name, key)),
  );
  const items = callsIn(value, context, raw);
  return items === undefined ? undefined : { items, end };
}

function startsField(source: Source, at: number): boolean {
  const code = source.code(at);
  if (code !== QUOTE && code !== APOSTROPHE && !isWord(code)) return false;
  if (!isKeyAt(source, at)) return false;
  return FIELDS.test(source.text.slice(at, at + 40));
}

/**
 * A region that a marker opened: calls, and the markers between them, until something follows that is
 * neither. Whatever the wrapper, what is in it decides how it is read. Without any call in it the end says
 * how far the text was looked at.
 */
export function regionAt(context: Context, start: number): Found {
  const { source } = context;
  let marked: Context = { ...context, marked: true };
  const items: ReadItem[] = [];
  let at = start;
  for (;;) {
    const here = at;
    at = source.skipSpace(at);
    const code = source.code(at);
    if (code === -1) return { items, end: at };
    const closes = code === CURLY_END || code === SQUARE_END;
    if (code === COMMA || code === SEMICOLON || (items.length > 0 && closes)) {
      at++;
      continue;
    }
    const token = tokenAt(source, at);
    if (token !== undefined) {
      const { role, escaped } = token.token;
      if (role === "close") {
        at = token.end;
        // A call tag's own end tag may be followed by more calls of the same wrapper.
        if (items.length > 0 && !continues(context, at)) return { items, end: at };
        continue;
      }
      if (role !== "open" && role !== "drop" && role !== "join") return { items, end: here };
      if (escaped) marked = { ...marked, escaped };
      at = token.end;
      continue;
    }
    const fence = fenceAt(source, at);
    if (fence !== undefined) {
      at = fence.content;
      continue;
    }
    if (source.startsWith(SPELT_OUT, at)) {
      at += SPELT_OUT.length;
      continue;
    }
    const found = itemAt(marked, at);
    if (found === undefined || found.end <= at) return { items, end: items.length === 0 ? at : here };
    append(items, found.items);
    at = found.end;
    if (found.items.length === 0) {
      // What could not be read ends with its line.
      const line = source.find("\n", at);
      if (line === -1) return { items, end: source.text.length };
      at = line;
    }
  }
}

/** Does another marker follow, so that the region goes on? */
function continues({ source }: Context, at: number): boolean {
  const token = tokenAt(source, source.skipSpace(at));
  if (token !== undefined) return token.token.role === "open" || token.token.role === "close";
  return isCallTag(tagAt(source, source.skipSpace(at)));
}

/**
 * Calls that are all there is in a code block, or between backticks that stand alone on their line: models
 * wrap calls in them. A block with anything else in it is an example, and undefined is returned.
 */
export function fencedCalls(
  context: Context,
  fence: Fence,
  closes: (at: number) => number | undefined,
): Found | undefined {
  const { source } = context;
  const items: ReadItem[] = [];
  let marked = /^tool[_-]?(?:code|calls?)$/.test(fence.language);
  let at = fence.content;
  for (;;) {
    at = source.skipSpace(at);
    const code = source.code(at);
    if (code === COMMA || code === SEMICOLON) {
      at++;
      continue;
    }
    if (marked && source.startsWith("import ", at)) {
      const line = source.find("\n", at);
      at = line === -1 ? source.text.length : line;
      continue;
    }
    const end = closes(at);
    if (end !== undefined) return items.length === 0 ? undefined : { items, end };
    const token = tokenAt(source, at);
    if (token !== undefined && ["open", "close", "join", "drop", "header"].includes(token.token.role)) {
      marked = token.token.role === "open" || marked;
      at = token.token.role === "header" ? headerEnd(source, token.end) : token.end;
      continue;
    }
    if (marked && source.startsWith(SPELT_OUT, at)) {
      at += SPELT_OUT.length;
      continue;
    }
    const thought = thoughtEnd(context, at);
    if (thought !== undefined) {
      at = thought;
      continue;
    }
    const scope = { ...context, marked };
    const found = itemAt(scope, at) ?? reactCall(scope, at);
    const tag = found === undefined ? tagAt(source, at) : undefined;
    if (tag?.attributes === "") {
      // A tag around the calls, whatever its word.
      at = tag.end;
      continue;
    }
    if (
      found === undefined ||
      found.items.length === 0 ||
      found.end <= at ||
      found.items.some(isForeign(context))
    ) {
      return undefined;
    }
    append(items, found.items);
    at = found.end;
  }
}

/** The end of reasoning, or of a header, that begins here. */
function thoughtEnd(context: Context, at: number): number | undefined {
  const { source } = context;
  const here = tokenAt(source, at);
  if (here === undefined) return undefined;
  const { token, end } = here;
  if (token.role === "reason") {
    const ends = token.ends.map((literal) => ({ at: source.find(literal, end), literal }));
    const first = ends.find((one) => one.at !== -1);
    return first === undefined ? undefined : first.at + first.literal.length;
  }
  const channel = token.role === "channel" ? openedChannel(context, at) : undefined;
  const read = token.role === "harmony" ? harmonyMessage({ ...context, marked: true }, at) : channel;
  return read === undefined || read.kind === "calls" ? undefined : read.end;
}

/** Names a tool that is not there: in a code block it is an example. */
function isForeign({ tools }: Context): (item: ReadItem) => boolean {
  return (item) =>
    !item.ok && (item.failure.name === undefined || tools.resolve(item.failure.name) === undefined);
}

import { CURLY } from "./characters.ts";
import { coerce, takesList } from "./coerce.ts";
import {
  argumentsOf,
  brokenAt,
  type Context,
  call,
  type Found,
  failure,
  resolveName,
  unknownTool,
} from "./found.ts";
import { setOwn } from "./literals.ts";
import { objectCall } from "./object-call.ts";
import type { Source } from "./source.ts";
import { attribute, type Tag, tagAt } from "./tags.ts";
import { NOTHING, ValueReader } from "./values.ts";

const CALL_TAGS: ReadonlySet<string> = new Set(["function", "invoke"]);
/** Tags that wrap a call, and which some models give its name or its parts. */
const WRAPPER_TAGS: ReadonlySet<string> = new Set(["tool_call", "tool_use", "call", "tool"]);
const PARAMETER_TAGS: ReadonlySet<string> = new Set(["parameter", "param", "arg", "argument"]);
const ARGUMENT_TAGS: ReadonlySet<string> = new Set(["parameters", "arguments", "args", "input"]);

/** Is this the tag that begins a call, as `<function=NAME>` or `<invoke name="NAME">`? */
export function isCallTag(tag: Tag | undefined): tag is Tag {
  return tag !== undefined && !tag.closing && (CALL_TAGS.has(tag.local) || WRAPPER_TAGS.has(tag.local));
}

/**
 * A call between tags: its parameters in tags of their own, or its arguments as one JSON object.
 * `<function=f><parameter=x>1</parameter></function>`
 */
export function taggedCall(context: Context, start: number): Found | undefined {
  const { source } = context;
  const opening = tagAt(source, start);
  if (!isCallTag(opening)) return undefined;
  const body = source.skipSpace(opening.end);
  if (opening.value === undefined) return callByNameTag(context, start, body, opening.word);
  if (opening.value === "") return { items: [], end: after(source, `</${opening.word}>`, opening.end) };
  const name = resolveName(context, opening.raw ?? "") ?? resolveName(context, opening.value);
  if (source.code(body) === CURLY) return jsonBody(context, opening, name, body);
  const tagged = parameterTags(context, name, opening, body);
  // Without tags of parameters there may be tags of the parameters' own names.
  const read = tagged.end === body ? childTags(context, name, body) : tagged;
  if (read.end === body && WRAPPER_TAGS.has(opening.local)) return undefined;
  return finish(read, name, opening.value, source.text.slice(start, read.end));
}

/** Parameters so far, and where they end; `cut` where the text ends inside a value. */
export interface Parameters {
  readonly args: Record<string, unknown>;
  readonly end: number;
  readonly cut: boolean;
}

export function finish(read: Parameters, name: string | undefined, written: string, raw: string): Found {
  if (name === undefined) return { items: [unknownTool(written, raw)], end: read.end };
  if (read.cut) return { items: [failure(name, brokenAt("an argument is", raw), raw)], end: read.end };
  return { items: [call(name, read.args)], end: read.end };
}

function parameterTags(context: Context, tool: string | undefined, opening: Tag, start: number): Parameters {
  const { source } = context;
  const args: Record<string, unknown> = {};
  let i = start;
  for (;;) {
    i = source.skipSpace(i);
    const tag = tagAt(source, i);
    if (tag === undefined) {
      source.cutAt(i);
      return { args, end: i, cut: false };
    }
    if (tag.closing) {
      if (CALL_TAGS.has(tag.local)) return { args, end: tag.end, cut: false };
      if (!PARAMETER_TAGS.has(tag.local)) return { args, end: i, cut: false };
      i = tag.end;
      continue;
    }
    const key = tool !== undefined && context.tools.parameter(tool, tag.raw ?? "") ? tag.raw : tag.value;
    if (!PARAMETER_TAGS.has(tag.local) || key === undefined) return { args, end: i, cut: false };
    const value = valueEnd(source, tag.end, {
      close: `</${tag.word}>`,
      next: [`<${tag.word}=`, `<${tag.word} `],
      outer: `</${opening.word}>`,
      again: [`<${opening.word}=`, `<${opening.word} `],
    });
    if (value === undefined) return { args, end: source.text.length, cut: true };
    const text = source.text.slice(tag.end, value.end);
    add(context, args, tool, key, text, attribute(tag.attributes, "string"));
    i = value.next;
  }
}

/** Where a value between tags may end. */
interface Ends {
  readonly close: string;
  readonly next: readonly string[];
  readonly outer: string;
  readonly again: readonly string[];
}

/**
 * The end of a value: its closing tag, or where that one is missing the next thing that cannot belong to
 * the value any more. What looks like the end of the whole call belongs to the value when the value's own
 * closing tag follows before another call begins.
 */
export function valueEnd(
  source: Source,
  from: number,
  ends: Ends,
): { end: number; next: number } | undefined {
  const close = source.find(ends.close, from);
  const next = nearest(source, ends.next, from);
  if (next !== -1 && (close === -1 || next < close)) return { end: next, next };
  const outer = source.find(ends.outer, from);
  if (outer !== -1 && (close === -1 || outer < close)) {
    const again = nearest(source, ends.again, outer);
    if (close === -1 || (again !== -1 && again < close)) return { end: outer, next: outer };
  }
  return close === -1 ? undefined : { end: close, next: close + ends.close.length };
}

function nearest(source: Source, literals: readonly string[], from: number): number {
  let best = -1;
  for (const literal of literals) {
    const at = source.find(literal, from);
    if (at !== -1 && (best === -1 || at < best)) best = at;
  }
  return best;
}

/** Adds a value as its parameter's schema wants it; a key that repeats makes a list where one is wanted. */
export function add(
  context: Context,
  args: Record<string, unknown>,
  tool: string | undefined,
  key: string,
  text: string,
  isString?: string,
): void {
  const parameter = tool === undefined ? undefined : context.tools.parameter(tool, key);
  // Where the type is written with the value, a line break at one end alone is the value's own.
  const kept = isString === "true" && /^\r?\n/.test(text) !== /\r?\n$/.test(text);
  const stripped = kept ? text : text.replace(/^\r?\n/, "").replace(/\r?\n$/, "");
  const plain = context.escaped ? unescapeXml(stripped) : stripped;
  const value = isString === "true" ? plain : coerce(plain, isString === "false" ? undefined : parameter);
  if (takesList(parameter) && !Array.isArray(value) && Object.hasOwn(args, key)) {
    const before = args[key];
    setOwn(args, key, [...(Array.isArray(before) ? (before as unknown[]) : [before]), value]);
  } else setOwn(args, key, value);
}

function jsonBody(context: Context, opening: Tag, name: string | undefined, start: number): Found {
  const { source } = context;
  const found = objectCall(context, name, opening.value ?? "", opening.start, start);
  const next = source.skipSpace(found.end);
  const closing = tagAt(source, next);
  source.cutAt(next);
  const isOwn = closing?.closing === true && CALL_TAGS.has(closing.local);
  return isOwn ? { ...found, end: closing.end } : found;
}

/**
 * `<tool_name>f</tool_name><parameters><x>1</x></parameters>`, and the tag that wraps it.
 *
 * @param wrapper the word of that tag, where there is one
 */
export function callByNameTag(
  context: Context,
  start: number,
  body: number,
  wrapper?: string,
): Found | undefined {
  const { source } = context;
  const tag = tagAt(source, body);
  if (tag === undefined || tag.closing || !/^(?:tool_name|name|tool)$/.test(tag.local)) return undefined;
  const close = source.find(`</${tag.word}>`, tag.end);
  if (close === -1 || close - tag.end > 256) return undefined;
  const written = source.text.slice(tag.end, close).trim();
  const name = resolveName(context, written);
  const afterName = source.skipSpace(close + tag.word.length + 3);
  const outer = tagAt(source, start) ?? tag;
  const read = argumentTag(context, name, afterName) ?? parameterTags(context, name, outer, afterName);
  const closing = tagAt(source, source.skipSpace(read.end));
  const end = closing?.closing === true && closing.word === wrapper ? closing.end : read.end;
  return finish({ ...read, end }, name, written, source.text.slice(start, end));
}

/** `<parameters>…</parameters>` with tags or JSON in it. */
function argumentTag(context: Context, tool: string | undefined, start: number): Parameters | undefined {
  const { source } = context;
  const tag = tagAt(source, start);
  if (tag === undefined || tag.closing || !ARGUMENT_TAGS.has(tag.local)) return undefined;
  const inner = source.skipSpace(tag.end);
  let read: Parameters;
  if (source.code(inner) === CURLY) {
    const reader = new ValueReader(source, inner);
    const value = reader.value();
    const args = value === NOTHING ? undefined : argumentsOf(value);
    read = { args: args ?? {}, end: Math.max(reader.position, inner + 1), cut: args === undefined };
  } else read = childTags(context, tool, inner);
  const closing = tagAt(source, source.skipSpace(read.end));
  return closing?.closing === true && closing.word === tag.word ? { ...read, end: closing.end } : read;
}

/** `<x>1</x><y>2</y>`, up to the first thing that is no such pair. */
export function childTags(context: Context, tool: string | undefined, start: number): Parameters {
  const { source } = context;
  const args: Record<string, unknown> = {};
  let i = start;
  for (;;) {
    const at = source.skipSpace(i);
    const tag = tagAt(source, at);
    source.cutAt(at);
    if (tag === undefined || tag.closing || tag.attributes !== "") return { args, end: at, cut: false };
    const closing = `</${tag.word}>`;
    const close = source.find(closing, tag.end);
    if (close === -1) return { args, end: at, cut: true };
    add(context, args, tool, tag.word, source.text.slice(tag.end, close));
    i = close + closing.length;
  }
}

function after(source: Source, literal: string, from: number): number {
  const at = source.find(literal, from);
  return at === -1 ? from : at + literal.length;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w{2,4}));/g, (whole, decimal, hex, name) => {
    if (typeof name === "string") return ENTITIES[name] ?? whole;
    const code = typeof decimal === "string" ? Number(decimal) : Number.parseInt(String(hex), 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

import { CURLY, LESS, NEWLINE } from "./characters.ts";
import { coerce } from "./coerce.ts";
import { type Context, call, type Found, failure, resolveName, unknownTool } from "./found.ts";
import { setOwn } from "./literals.ts";
import { objectCall } from "./object-call.ts";
import type { Source } from "./source.ts";
import { attribute } from "./tags.ts";

/** What a header announces: a call that was read, reasoning that ends there, or text that follows. */
export type Channel =
  | { readonly kind: "calls"; readonly found: Found }
  | { readonly kind: "reasoning" | "text"; readonly end: number };

const LONGEST_HEADER = 400;

/**
 * A message of the harmony format from its header on:
 * `<|channel|>commentary to=functions.f <|constrain|>json<|message|>{…}<|call|>`; the recipient may also
 * stand before the channel. Undefined where no header is.
 */
export function harmonyMessage(context: Context, start: number): Channel | undefined {
  const { source } = context;
  const read = headerAt(source, start);
  if (read === undefined) return undefined;
  const { header, body, whole } = read;
  const written = /\bto=([^\s<{]{1,200})/.exec(header)?.[1];
  // Without the token that ends it, a header is one only if what it addresses is there.
  if (!whole && (written === undefined || context.tools.resolve(written) === undefined)) return undefined;
  if (written !== undefined && written !== "user" && written !== "assistant") {
    return { kind: "calls", found: addressed(context, written, start, body) };
  }
  if (/<\|channel\|>\s*analysis/.test(header)) return { kind: "reasoning", end: messageEnd(source, body) };
  return { kind: "text", end: body };
}

interface Header {
  readonly header: string;
  /** Where the message begins. */
  readonly body: number;
  /** It ended with its token, and not with the object that follows. */
  readonly whole: boolean;
}

/** The header ends with `<|message|>`, which some servers leave out before an object. */
function headerAt(source: Source, start: number): Header | undefined {
  for (let i = start; i - start < LONGEST_HEADER; i++) {
    const code = source.code(i);
    if (code === -1) return undefined;
    const header = source.text.slice(start, i);
    if (code === LESS && source.startsWith("<|message|>", i)) {
      return { header, body: i + "<|message|>".length, whole: true };
    }
    if (code !== CURLY && code !== NEWLINE) continue;
    const body = source.skipSpace(i);
    return source.code(body) === CURLY ? { header, body, whole: false } : undefined;
  }
  return undefined;
}

function addressed(context: Context, written: string, start: number, body: number): Found {
  const { source, tools } = context;
  const name = resolveName(context, written);
  const at = source.skipSpace(body);
  if (source.code(at) !== CURLY) {
    const end = messageEnd(source, body);
    source.cutAt(end);
    const text = source.text.slice(body, end).trim();
    const raw = source.text.slice(start, end);
    if (name === undefined) return { items: [unknownTool(written, raw)], end };
    const sole = tools.soleParameter(name);
    if (text === "") return { items: [call(name, {})], end };
    if (sole === undefined)
      return { items: [failure(name, "its arguments should be a JSON object", raw)], end };
    return { items: [call(name, { [sole.name]: coerce(text, sole) })], end };
  }
  return objectCall(context, name, written, start, at);
}

function messageEnd(source: Source, from: number): number {
  const ends = ["<|end|>", "<|start|>", "<|channel|>", "<|call|>", "<|return|>"].map((token) =>
    source.find(token, from),
  );
  return Math.min(...ends.map((at) => (at === -1 ? source.text.length : at)));
}

/**
 * `<|open|>call tool="f" index="1"<|sep|>`, then its arguments in the same manner, and `<|close|>call<|sep|>`.
 * Other things that are opened and closed are headers around text.
 */
export function openedChannel(context: Context, start: number): Channel | undefined {
  const { source } = context;
  const header = openedHeader(source, start);
  if (header === undefined) return undefined;
  if (!header.opens || header.word !== "call") {
    if (!header.opens || !/^(?:think|thinking|reasoning|analysis)$/.test(header.word))
      return { kind: "text", end: header.end };
    const close = source.find(`<|close|>${header.word}<|sep|>`, header.end);
    return { kind: "reasoning", end: close === -1 ? source.text.length : close };
  }
  const written = attribute(header.attributes, "tool") ?? attribute(header.attributes, "name") ?? "";
  const name = resolveName(context, written);
  const args: Record<string, unknown> = {};
  let i = header.end;
  let cut = false;
  for (;;) {
    i = source.skipSpace(i);
    const argument = openedHeader(source, i);
    if (argument === undefined) {
      if (source.reachedEnd) source.cut = true;
      break;
    }
    if (!argument.opens) {
      i = argument.end;
      if (argument.word === "call") break;
      continue;
    }
    const key = attribute(argument.attributes, "key");
    if (argument.word !== "argument" || key === undefined) break;
    const closing = "<|close|>argument<|sep|>";
    const close = source.find(closing, argument.end);
    if (close === -1) {
      cut = true;
      i = source.text.length;
      break;
    }
    const text = source.text.slice(argument.end, close);
    const isString = attribute(argument.attributes, "type") === "string";
    setOwn(args, key, isString ? text : coerce(text, undefined));
    i = close + closing.length;
  }
  const raw = source.text.slice(start, i);
  if (name === undefined) return { kind: "calls", found: { items: [unknownTool(written, raw)], end: i } };
  const item = cut ? failure(name, "the text ends inside an argument", raw) : call(name, args);
  return { kind: "calls", found: { items: [item], end: i } };
}

function openedHeader(
  source: Source,
  start: number,
): { opens: boolean; word: string; attributes: string; end: number } | undefined {
  const opens = source.startsWith("<|open|>", start);
  if (!opens && !source.startsWith("<|close|>", start)) return undefined;
  const from = start + (opens ? 8 : 9);
  for (let i = from; i - from < LONGEST_HEADER; i++) {
    const code = source.code(i);
    if (code === -1) return undefined;
    if (code === LESS) {
      if (!source.startsWith("<|sep|>", i)) return undefined;
      const text = source.text.slice(from, i);
      const word = /^\w*/.exec(text)?.[0] ?? "";
      return { opens, word, attributes: text.slice(word.length), end: i + 7 };
    }
  }
  return undefined;
}

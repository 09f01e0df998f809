import { isRecord } from "../../record.ts";
import {
  APOSTROPHE,
  BACKSLASH,
  COLON,
  CURLY,
  CURLY_END,
  DASH,
  DOT,
  EQUALS,
  HASH,
  isWord,
  NEWLINE,
  QUOTE,
  SLASH,
  SQUARE,
  SQUARE_END,
  STAR,
} from "./characters.ts";
import { ARGUMENT_KEYS, callsIn, NAME_KEYS, OPENING_KEYS, WRAPPER_KEYS } from "./envelope.ts";
import { brokenAt, type Context, type Found, failure, resolveName } from "./found.ts";
import type { Source } from "./source.ts";
import { NOTHING, ValueReader } from "./values.ts";

/** Calls, or text that was read in vain up to an end, or how JSON that is no call is to be passed over. */
export type JsonVerdict = Found | "answer" | "text";

/**
 * Calls in a JSON object or list that begins here. `"answer"` means that it is JSON of another kind, to be
 * passed over as a whole so that nothing inside it is taken for a call; `"text"` that it is none at all.
 */
export function jsonCalls(context: Context, start: number): JsonVerdict {
  const { source } = context;
  const head = headOf(context, start);
  if (!context.marked && head.kind !== "call") return head.kind;
  const reader = new ValueReader(source, start);
  const value = reader.value();
  const end = Math.max(reader.position, start + 1);
  const raw = source.text.slice(start, end);
  // A form is shown, not filled in.
  if (reader.elided && !context.marked) return "text";
  if (value === NOTHING || reader.truncated) {
    const name = head.name ?? nameIn(raw, context);
    const meant = name !== undefined && (context.marked || ARGUMENT_KEYS.some((key) => raw.includes(key)));
    if (!meant) return { items: [], end };
    return { items: [failure(name, brokenAt("its JSON is", raw, reader.problem), raw)], end };
  }
  const items = callsIn(value, context, raw);
  const last = Array.isArray(value) ? (value as unknown[]).at(-1) : value;
  if (items !== undefined && reader.stopped && source.code(end) === -1 && isNameOnly(last)) {
    // The text ends after the name: more was to come.
    return { items: [...items.slice(0, -1), failure(head.name, "the text ends too soon", raw)], end };
  }
  if (items === undefined) return context.marked ? { items: [], end } : "answer";
  return { items, end };
}

interface Head {
  readonly kind: "call" | "answer" | "text";
  readonly name?: string;
}

/** Looks at the first key, and at its value where that is a name: most JSON is told apart by these alone. */
function headOf(context: Context, start: number): Head {
  const { source } = context;
  let brackets = 0;
  let i = start;
  while (source.code(i) === SQUARE || source.code(i) === CURLY) {
    if (brackets++ > 3) return { kind: "text" };
    i = skipBlank(source, i + 1);
  }
  const key = wordAt(source, i);
  if (key === undefined) {
    const code = source.code(i);
    return { kind: code === CURLY_END || code === SQUARE_END || code === QUOTE ? "answer" : "text" };
  }
  i = skipBlank(source, key.end);
  const colon = source.code(i);
  if (colon !== COLON && colon !== EQUALS && colon !== -1) {
    return { kind: key.quoted && source.code(start) === SQUARE ? "answer" : "text" };
  }
  const word = /^[A-Z]/.test(key.word) ? key.word.toLowerCase() : key.word;
  const isName = NAME_KEYS.includes(word) || context.tools.nameKeys.includes(key.word);
  if (!isName && !OPENING_KEYS.has(word)) {
    // A list of calls, each in an object whose key is the tool's name.
    if (source.code(start) === SQUARE && brackets === 2 && context.tools.resolve(key.word) !== undefined) {
      return { kind: "call" };
    }
    return { kind: key.quoted ? "answer" : "text" };
  }
  if (!isName) return { kind: "call" };
  i = skipBlank(source, i + 1);
  if (source.code(i) === CURLY && WRAPPER_KEYS.includes(word)) return { kind: "call" };
  const value = wordAt(source, i);
  const name = value === undefined ? undefined : resolveName(context, value.word);
  if (name !== undefined) return { kind: "call", name };
  // The name of the whole wrapper says nothing of the calls in it.
  if (value !== undefined && /parallel$/.test(value.word)) return { kind: "call" };
  return { kind: key.quoted ? "answer" : "text" };
}

/** A call's name, and nothing of its arguments. */
function isNameOnly(value: unknown): boolean {
  const has = (key: string): boolean => isRecord(value) && Object.hasOwn(value, key);
  return NAME_KEYS.some(has) && ![...ARGUMENT_KEYS, ...WRAPPER_KEYS].some(has);
}

/** A short string in quotes, or a bare word. */
function wordAt(source: Source, start: number): { word: string; end: number; quoted: boolean } | undefined {
  const quote = source.code(start);
  const quoted = quote === QUOTE || quote === APOSTROPHE || (quote >= 0x2018 && quote <= 0x201e);
  let i = quoted ? start + 1 : start;
  const first = i;
  for (; i - first < 200; i++) {
    const code = source.code(i);
    if (code === -1 || code === NEWLINE) break;
    if (quoted) {
      if (code === BACKSLASH) i++;
      else if (code === quote || (quote > 0x2000 && (code === QUOTE || (code >= 0x2018 && code <= 0x201e)))) {
        const word = source.text.slice(first, i).replaceAll('\\"', '"');
        return { word, end: i + 1, quoted };
      }
    } else if (!isWord(code) && code !== DOT && code !== DASH) break;
  }
  return quoted || i === first ? undefined : { word: source.text.slice(first, i), end: i, quoted };
}

/** White space and comments, which are short here. */
function skipBlank(source: Source, start: number): number {
  let i = source.skipSpace(start);
  while (source.code(i) === SLASH || source.code(i) === HASH) {
    const end = source.code(i + 1) === STAR ? source.find("*/", i) + 1 : source.find("\n", i);
    if (end <= i) return i;
    i = source.skipSpace(end + 1);
  }
  return i;
}

/** The tool that broken JSON names. */
function nameIn(raw: string, context: Context): string | undefined {
  const written = /["'](?:name|tool|tool_name|function)["']\s*:\s*["']([^"'\n]{1,128})["']/.exec(raw)?.[1];
  return written === undefined ? undefined : resolveName(context, written);
}

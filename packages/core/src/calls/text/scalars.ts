import {
  BACKSLASH,
  BACKTICK,
  COMMA,
  CURLY,
  CURLY_END,
  isSpace,
  LESS,
  NEWLINE,
  QUOTE,
  ROUND,
  ROUND_END,
  SEMICOLON,
  SLASH,
  SQUARE,
  SQUARE_END,
} from "./characters.ts";
import type { Cursor } from "./cursor.ts";
import { decodeEscapes, toNumber } from "./literals.ts";
import { LONGEST_KEY, QUOTE_TOKENS, QUOTES, WORDS } from "./signs.ts";
import { endsString, isKeyAt } from "./string-ends.ts";

/** A string from its opening quote on; three of them hold line breaks as they are. */
export function readString(cursor: Cursor, quote: number, isKey: boolean, isRaw = false): unknown {
  const { source } = cursor;
  const { text } = source;
  const closing = QUOTES.get(quote) ?? [quote];
  const start = cursor.position + 1;
  if (!isKey && text.charCodeAt(start) === quote && text.charCodeAt(start + 1) === quote) {
    const end = source.find(text.slice(start - 1, start + 2), start + 2);
    if (end !== -1) {
      cursor.position = end + 3;
      return text.slice(start + 2, end);
    }
  }
  const first = closing[0] as number;
  let escaped = false;
  for (let i = start; ; i++) {
    const code = text.charCodeAt(i);
    if (code === BACKSLASH) {
      escaped = true;
      i++;
    } else if (code === first || closing.includes(code)) {
      if (!endsString(source, cursor.open, i + 1, isKey)) continue;
      cursor.position = i + 1;
      const raw = text.slice(start, i);
      return escaped && !isRaw ? decodeEscapes(raw) : raw;
    } else if (isKey && (code === NEWLINE || i - start > LONGEST_KEY * 4)) {
      cursor.position = i;
      return cursor.fail("a key has no closing quote");
    } else if (i >= text.length) {
      cursor.position = text.length;
      return cursor.cut("the text ends inside a string");
    }
  }
}

/** A string between tokens that stand for quotes. */
export function readDelimited(cursor: Cursor): string | undefined {
  const { source } = cursor;
  const token = QUOTE_TOKENS.find((quote) => source.startsWith(quote, cursor.position));
  if (token === undefined) return undefined;
  const start = cursor.position + token.length;
  const end = source.find(token, start);
  if (end === -1) {
    cursor.position = source.text.length;
    cursor.cut("the text ends inside a string");
    return undefined;
  }
  cursor.position = end + token.length;
  return source.text.slice(start, end);
}

/** What a word without quotes does not go on with. */
const ENDS: ReadonlySet<number> = new Set([
  ...[COMMA, CURLY_END, SQUARE_END, ROUND_END, NEWLINE, LESS, BACKTICK, CURLY, SQUARE, ROUND, QUOTE],
  ...[SEMICOLON, -1],
]);

/** A number, a constant, or a word without quotes. */
export function readWord(cursor: Cursor): unknown {
  const { source } = cursor;
  const start = cursor.position;
  let i = start;
  // After a literal another key may follow without the comma.
  let spaced = false;
  for (; ; i++) {
    const code = source.code(i);
    if (ENDS.has(code)) break;
    if (!spaced && isSpace(code)) {
      spaced = true;
      if (
        cursor.open.at(-1) === CURLY &&
        isLiteral(source.text.slice(start, i)) &&
        isKeyAt(source, source.skipSpace(i))
      )
        break;
    }
    if (code === SLASH && isSpace(source.code(i - 1)) && source.code(i + 1) === SLASH) break;
  }
  let end = i;
  while (end > start && isSpace(source.text.charCodeAt(end - 1))) end--;
  cursor.position = end;
  const word = source.text.slice(start, end);
  if (word === "") return cursor.fail("there is no value");
  if (WORDS.has(word)) return WORDS.get(word);
  const number = toNumber(word);
  if (number !== undefined) return number;
  if (isEllipsis(word)) return cursor.elide();
  // Without anything around it a word is prose.
  return cursor.open.length === 0 ? cursor.fail("there is no value") : word;
}

function isLiteral(word: string): boolean {
  return WORDS.has(word) || toNumber(word) !== undefined;
}

/** Dots in place of something that a text does not care to write. */
export function isEllipsis(word: string): boolean {
  return word === "..." || word === "…";
}

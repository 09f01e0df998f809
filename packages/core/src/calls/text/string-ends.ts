import {
  BACKSLASH,
  BACKTICK,
  BAR,
  COLON,
  COMMA,
  CURLY,
  CURLY_END,
  DASH,
  EQUALS,
  HASH,
  isDigit,
  isSpace,
  isWord,
  LESS,
  NEWLINE,
  ROUND,
  ROUND_END,
  SEMICOLON,
  SLASH,
  SQUARE,
  SQUARE_END,
  STAR,
  WIDE_BAR,
} from "./characters.ts";
import { isDelimiter, isKeyChar, LONGEST_KEY, QUOTES, WORDS } from "./signs.ts";
import type { Source } from "./source.ts";

/** Does a quote before this index end its string, or is it one that should have been escaped? */
export function endsString(source: Source, open: readonly number[], index: number, isKey: boolean): boolean {
  const at = source.skipSpace(index);
  const code = source.code(at);
  if (isKey) return code === COLON || code === EQUALS || code === -1;
  switch (code) {
    case -1:
    case HASH:
      return true;
    case COMMA:
      return continues(source, open, source.skipSpace(at + 1));
    case CURLY_END:
    case SQUARE_END:
    case ROUND_END:
      return closesWell(source, open, at);
    case LESS:
      return isMarker(source, at);
    case BACKTICK:
      return source.startsWith("```", at);
    case SQUARE:
      return source.startsWith("[TOOL_CALLS]", at) || endsBefore(source, open, index, at);
    case SLASH: {
      const next = source.code(at + 1);
      return next === SLASH || next === STAR;
    }
    default:
      return endsBefore(source, open, index, at);
  }
}

/** Does a string end before something that usually follows no string? */
function endsBefore(source: Source, open: readonly number[], index: number, at: number): boolean {
  const code = source.code(at);
  if (open.length === 0) return true;
  // A comma is missing: another key follows, or in a list another string.
  if (open.at(-1) === CURLY && (QUOTES.has(code) || at > index) && isKeyAt(source, at)) return true;
  if (open.at(-1) !== CURLY && QUOTES.has(code) && at > index) return true;
  // Or all closing brackets are, and other text goes on below.
  return !QUOTES.has(code) && source.text.slice(index, at).includes("\n");
}

/** A closing tag, or a special token. */
function isMarker(source: Source, at: number): boolean {
  const next = source.code(at + 1);
  return next === SLASH || next === BAR || next === WIDE_BAR || next === -1;
}

/** May what follows a comma belong to the brackets around it? */
function continues(source: Source, open: readonly number[], at: number): boolean {
  const code = source.code(at);
  if (code === -1 || code === CURLY || code === SQUARE || code === SLASH || code === HASH) return true;
  if (code === CURLY_END || code === SQUARE_END || code === ROUND_END || code === COMMA) return true;
  if (code === BACKTICK) return source.startsWith("```", at);
  const around = open.at(-1);
  if (around === CURLY || around === ROUND) {
    if (around === ROUND && QUOTES.has(code)) return true;
    return code === LESS ? isDelimiter(source, at) || isMarker(source, at) : isKeyAt(source, at);
  }
  if (QUOTES.has(code) || code === DASH || isDigit(code) || code === LESS) return true;
  let end = at;
  while (isWord(source.code(end)) && end - at < 10) end++;
  return WORDS.has(source.text.slice(at, end));
}

/** A quoted or bare key and its colon. */
export function isKeyAt(source: Source, at: number): boolean {
  const code = source.code(at);
  let i = at;
  const closing = QUOTES.get(code);
  if (closing !== undefined) {
    i++;
    while (i - at < LONGEST_KEY && !closing.includes(source.code(i))) {
      if (source.code(i) === NEWLINE || source.code(i) === -1) return source.code(i) === -1;
      i += source.code(i) === BACKSLASH ? 2 : 1;
    }
    i++;
  } else {
    while (i - at < LONGEST_KEY && isKeyChar(source.code(i))) i++;
    if (i === at) return false;
  }
  const next = source.code(source.skipSpace(i));
  return next === COLON || next === EQUALS || next === -1;
}

/** A run of closing brackets that ends everything, or that something follows which may. */
function closesWell(source: Source, open: readonly number[], index: number): boolean {
  let left = open.length;
  let i = index;
  for (;;) {
    const code = source.code(i);
    if (code === CURLY_END || code === SQUARE_END || code === ROUND_END) {
      left--;
      if (left <= 0) return true;
    } else if (!isSpace(code)) {
      // A comma is missing after the brackets, and another key follows.
      if (open[left - 1] === CURLY && isKeyAt(source, i)) return true;
      // The last brackets are missing, and other text goes on below.
      if (!QUOTES.has(code) && source.text.slice(index, i).includes("\n")) return true;
      return (
        code === -1 ||
        code === COMMA ||
        code === LESS ||
        code === BACKTICK ||
        code === SEMICOLON ||
        code === CURLY ||
        code === SQUARE
      );
    }
    i++;
  }
}

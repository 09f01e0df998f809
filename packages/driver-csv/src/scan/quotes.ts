import type { ScanRules } from "./rules.ts";

const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;
const BACKSLASH = 92;
/** No position. */
const NEVER = -1;

/** The position of the quote that opens a field at `from`, or -1. */
export function openingQuote(
  bytes: Buffer,
  from: number,
  quote: number,
  spaces: boolean,
  delimiter: number,
): number {
  let i = from;
  if (spaces) while (isBlank(bytes[i], delimiter)) i++;
  return bytes[i] === quote ? i : NEVER;
}

export const UNCLOSED = -1;
const UNDECIDED = -2;

/** What {@link closingQuote} found on its way: one object, because the hot loop makes none. */
export const closing = { escaped: false, stray: 0 };

/**
 * The quote that closes the field whose content begins at `from`. A quote followed by neither delimiter, line end
 * nor quote is literal where one on the same line does close the field (`"say "hi" to her",`), and closes it itself
 * where none does.
 */
export function closingQuote(
  bytes: Buffer,
  from: number,
  to: number,
  final: boolean,
  rules: ScanRules,
): number {
  const { quote, backslash } = rules;
  closing.escaped = false;
  closing.stray = 0;
  let i = from;
  for (;;) {
    while (i < to) {
      const c = bytes[i];
      if (c === quote || (c === BACKSLASH && backslash)) break;
      i++;
    }
    if (i >= to) return UNCLOSED;
    if (bytes[i] !== quote) {
      if (i + 1 >= to && !final) return UNDECIDED;
      const next = bytes[i + 1];
      if (next === quote || next === BACKSLASH) closing.escaped = true;
      i += next === quote || next === BACKSLASH ? 2 : 1;
      continue;
    }
    const place = closes(bytes, i + 1, to, final, rules);
    if (place === CLOSED) return i;
    if (place === UNDECIDED) return UNDECIDED;
    if (bytes[i + 1] === quote) {
      closing.escaped = true;
      i += 2;
      continue;
    }
    const literal = isLiteral(bytes, i + 1, to, final, rules);
    if (literal === UNDECIDED) return UNDECIDED;
    if (literal === 0) return i;
    closing.stray++;
    i++;
  }
}

const CLOSED = 1;

/** Whether what follows a quote lets it close a field. */
function closes(bytes: Buffer, after: number, to: number, final: boolean, rules: ScanRules): number {
  const { delimiter, spacesAroundQuotes } = rules;
  let i = after;
  if (spacesAroundQuotes) while (i < to && isBlank(bytes[i], delimiter)) i++;
  if (i >= to) return final ? CLOSED : UNDECIDED;
  const c = bytes[i];
  if (c === delimiter || c === LF) return CLOSED;
  if (c === CR) {
    if (rules.loneCr) return CLOSED;
    if (i + 1 >= to) return final ? CLOSED : UNDECIDED;
    return bytes[i + 1] === LF ? CLOSED : 0;
  }
  return 0;
}

/** Whether a quote further on in the same line closes the field, before one that may open another. */
function isLiteral(bytes: Buffer, from: number, to: number, final: boolean, rules: ScanRules): number {
  const { quote, delimiter } = rules;
  let i = from;
  while (i < to) {
    const c = bytes[i];
    if (c === LF || c === CR) return 0;
    if (c === quote) {
      if (bytes[i - 1] === delimiter) return 0;
      const place = closes(bytes, i + 1, to, final, rules);
      if (place !== 0) return place;
      if (bytes[i + 1] === quote) i++;
    }
    i++;
  }
  return final ? 0 : UNDECIDED;
}

/** A space or tab that is no delimiter. */
export function isBlank(byte: number | undefined, delimiter: number): boolean {
  return (byte === SPACE || byte === TAB) && byte !== delimiter;
}

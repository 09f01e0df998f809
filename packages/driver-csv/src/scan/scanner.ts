import { type Batch, BROKEN, ESCAPED, MOST_ROWS, PLAIN, QUOTED } from "./batch.ts";
import { scanFixedWidth } from "./fixed-width.ts";
import type { ScanRules } from "./rules.ts";

const LF = 10;
const CR = 13;
const SPACE = 32;
const TAB = 9;
const BACKSLASH = 92;

/** What {@link scanRecords} needs beside the bytes. */
export interface ScanTask {
  readonly rules: ScanRules;
  /** How many fields of a record are stored, counted from its first. */
  readonly keep: number;
  /** Count also the fields that are not stored; else `counts` may say `keep` where there are more. */
  readonly countAll: boolean;
}

/**
 * Finds the records that begin in `[from, until)` and end within the bytes, as many as fit the batch.
 *
 * `final` says that nothing follows the bytes: the last record needs no line end then.
 *
 * @returns where the first record begins that is not in the batch. With an empty batch it is `from` when the
 * first record is longer than the bytes there are.
 */
export function scanRecords(
  batch: Batch,
  bytes: Buffer,
  from: number,
  until: number,
  final: boolean,
  task: ScanTask,
): number {
  batch.bytes = bytes;
  batch.rows = 0;
  batch.unterminated = -1;
  const { rules, keep } = task;
  if (rules.widths !== undefined) return scanFixedWidth(batch, from, until, final, rules, rules.widths);
  const { delimiter, loneCr, keepBlank, comment, spacesAroundQuotes } = rules;
  const { first, counts, at } = batch;
  let { starts, ends, kinds } = batch;
  let capacity = starts.length;
  kinds.fill(PLAIN);
  const to = bytes.length;
  const spaces = spacesAroundQuotes && rules.quote >= 0;
  const cr = loneCr ? CR : LF;
  const commentByte = comment[0] ?? NEVER;
  // Where the next quote is decides which records can be read without a thought of quotes.
  let nextQuote = rules.quote < 0 ? to : found(bytes.indexOf(rules.quote, from), to);
  // Past the last field that is wanted, the line's end can be searched for at the speed of memory.
  const skips = !task.countAll && !(loneCr && bytes.includes(CR, from));
  // Most bytes of most files are above every byte that means something: one comparison decides them.
  const highest = Math.max(delimiter, CR);
  let rows = 0;
  let field = 0;
  let i = from;

  const stopAt = Math.min(until, to);

  records: while (i < stopAt && rows < MOST_ROWS) {
    const begin = i;
    const lead = bytes[i] as number;
    if (lead <= highest) {
      if ((lead === LF || lead === CR) && !keepBlank) {
        const next = afterBlank(bytes, i, to, final, loneCr);
        if (next < 0) break;
        if (next > i) {
          batch.skipped++;
          i = next;
          continue;
        }
      }
      if (lead === commentByte && startsWith(bytes, i, to, comment)) {
        const next = afterLine(bytes, i, loneCr);
        if (!final && (next < 0 || (next === to && bytes[next - 1] === CR))) break;
        i = next < 0 ? to : next;
        batch.skipped++;
        continue;
      }
    }
    if (nextQuote < i) nextQuote = found(bytes.indexOf(rules.quote, i), to);
    const recordFields = field;
    let count = 0;
    for (;;) {
      let start = i;
      let end = i;
      let kind = PLAIN;
      let stop = NEVER;
      const opening =
        i < nextQuote && !spaces ? NEVER : openingQuote(bytes, i, rules.quote, spacesAroundQuotes, delimiter);
      if (opening === NEVER) {
        while (i < to) {
          const c = bytes[i] as number;
          if (c <= highest && (c === delimiter || c === LF || c === cr)) {
            stop = c;
            break;
          }
          i++;
        }
        end = i;
        if (!loneCr && stop !== delimiter && end > start && bytes[end - 1] === CR) end--;
      } else {
        start = opening + 1;
        const close = closingQuote(bytes, start, to, final, rules);
        if (close < 0) {
          if (final && close === UNCLOSED) batch.unterminated = opening;
          i = begin;
          break records;
        }
        end = close;
        kind = closing.escaped ? ESCAPED : QUOTED;
        batch.strayQuotes += closing.stray;
        i = close + 1;
        if (spacesAroundQuotes) while (i < to && isBlank(bytes[i], delimiter)) i++;
        if (!loneCr && bytes[i] === CR && (bytes[i + 1] === LF || i + 1 === to)) i++;
        stop = i < to ? (bytes[i] as number) : NEVER;
        if (stop !== NEVER && stop !== delimiter && stop !== LF && stop !== cr) {
          // More follows the closing quote: the field goes on to the delimiter.
          while (i < to) {
            stop = bytes[i] as number;
            if (stop === delimiter || stop === LF || stop === cr) break;
            i++;
          }
          if (i === to) stop = NEVER;
          end = !loneCr && stop !== delimiter && bytes[i - 1] === CR ? i - 1 : i;
          kind = BROKEN;
          batch.strayQuotes++;
        }
      }
      if (stop === NEVER && !final) {
        i = begin;
        break records;
      }
      if (count < keep) {
        if (field === capacity) {
          if (rows > 0) {
            i = begin;
            break records;
          }
          batch.grow();
          ({ starts, ends, kinds } = batch);
          capacity = starts.length;
        }
        starts[field] = start;
        ends[field] = end;
        if (kind !== PLAIN) kinds[field] = kind;
        field++;
      }
      count++;
      i++;
      if (stop !== delimiter) break;
      if (count >= keep && skips) {
        const line = bytes.indexOf(LF, i);
        if (nextQuote < i) nextQuote = found(bytes.indexOf(rules.quote, i), to);
        if (nextQuote < line || (line < 0 && nextQuote < to)) continue;
        if (line < 0 && !final) {
          i = begin;
          break records;
        }
        i = line < 0 ? to : line + 1;
        stop = LF;
        break;
      }
    }
    if (i > to) i = to;
    else if (bytes[i - 1] === CR && loneCr) {
      if (i < to) {
        if (bytes[i] === LF) i++;
      } else if (!final) {
        i = begin;
        break;
      }
    }
    if (count === 1 && lead <= SPACE && !keepBlank && isWhite(bytes, begin, i)) {
      field = recordFields;
      batch.skipped++;
      continue;
    }
    first[rows] = recordFields;
    counts[rows] = count;
    at[rows] = begin;
    rows++;
  }
  batch.rows = rows;
  return i;
}

/** No byte and no position. */
const NEVER = -1;

function found(position: number, otherwise: number): number {
  return position < 0 ? otherwise : position;
}

/** The position of the quote that opens a field at `from`, or -1. */
function openingQuote(
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

const UNCLOSED = -1;
const UNDECIDED = -2;

/** What {@link closingQuote} found on its way: one object, because the hot loop makes none. */
const closing = { escaped: false, stray: 0 };

/**
 * The quote that closes the field whose content begins at `from`. A quote followed by neither delimiter, line end
 * nor quote is literal where one on the same line does close the field (`"say "hi" to her",`), and closes it itself
 * where none does.
 */
function closingQuote(bytes: Buffer, from: number, to: number, final: boolean, rules: ScanRules): number {
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
      const place = closes(bytes, i + 1, to, final, rules);
      if (place !== 0) return place;
      if (bytes[i + 1] === quote) i++;
      else if (bytes[i - 1] === delimiter) return 0;
    }
    i++;
  }
  return final ? 0 : UNDECIDED;
}

/** The position after a blank line; `from` where a CR is data; -1 where more bytes have to decide. */
function afterBlank(bytes: Buffer, from: number, to: number, final: boolean, loneCr: boolean): number {
  if (bytes[from] === LF) return from + 1;
  if (from + 1 >= to) return final ? from + 1 : -1;
  if (bytes[from + 1] === LF) return from + 2;
  return loneCr ? from + 1 : from;
}

/** The position after the end of the line; -1 where it does not end. */
export function afterLine(bytes: Buffer, from: number, loneCr: boolean): number {
  const end = bytes.indexOf(LF, from) + 1 || -1;
  if (!loneCr) return end;
  const cr = (end < 0 ? bytes : bytes.subarray(0, end)).indexOf(CR, from);
  if (cr < 0) return end;
  return cr + 2 === end ? end : cr + 1;
}

function startsWith(bytes: Buffer, from: number, to: number, prefix: Uint8Array): boolean {
  if (from + prefix.length > to) return false;
  for (let k = 0; k < prefix.length; k++) if (bytes[from + k] !== prefix[k]) return false;
  return true;
}

function isBlank(byte: number | undefined, delimiter: number): boolean {
  return (byte === SPACE || byte === TAB) && byte !== delimiter;
}

/** Nothing but white space, or the end-of-file mark that old systems leave behind. */
function isWhite(bytes: Buffer, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const c = bytes[i] as number;
    if (c > SPACE || (c < SPACE && c !== TAB && c !== LF && c !== CR && c !== 0x1a)) return false;
  }
  return true;
}

import { type Batch, BROKEN, ESCAPED, MOST_ROWS, PLAIN, QUOTED } from "./batch.ts";
import { scanFixedWidth } from "./fixed-width.ts";
import { afterBlank, afterLine, isWhite, startsWith } from "./lines.ts";
import { closing, closingQuote, isBlank, openingQuote, UNCLOSED } from "./quotes.ts";
import type { ScanRules } from "./rules.ts";

const LF = 10;
const CR = 13;
const SPACE = 32;
/** No byte and no position. */
const NEVER = -1;
const DIGITS = 48;
const HIGH_BITS = 0x80808080 | 0;
const ONES = 0x01010101;
/** Four line ends. */
const LINE_ENDS = 0x0a0a0a0a;
/** So many bytes are looked at here before the runtime is asked to search for a line's end: a call has its price. */
const NEAR = 96;

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
  const to = bytes.length;
  // The same bytes are come back to for one batch after the other: the search for a CR is not done again.
  if (batch.bytes !== bytes || batch.nextCr < from) batch.nextCr = found(bytes.indexOf(CR, from), to);
  batch.bytes = bytes;
  batch.rows = 0;
  batch.unterminated = -1;
  const { rules, keep } = task;
  if (rules.widths !== undefined) return scanFixedWidth(batch, from, until, final, rules, rules.widths);
  const { delimiter, quote, loneCr, keepBlank, comment, spacesAroundQuotes } = rules;
  const { first, counts, at } = batch;
  let { starts, ends, kinds } = batch;
  let capacity = starts.length;
  kinds.fill(PLAIN);
  const stopAt = Math.min(until, to);
  const spaces = spacesAroundQuotes && quote >= 0;
  const cr = loneCr ? CR : LF;
  const commentByte = comment[0] ?? NEVER;
  // Where the next quote is decides which fields can be read without a thought of quotes.
  let nextQuote = quote < 0 ? to : found(bytes.indexOf(quote, from), to);
  // Past the last field that is wanted, the line's end can be searched for at the speed of memory.
  const skips = !task.countAll && !spaces && (!loneCr || batch.nextCr === to);
  // Most bytes of most files are above every byte that means something: one comparison decides them, and where not
  // even digits are below, one subtraction decides four of them.
  const highest = Math.max(delimiter, CR, quote);
  const lastWord = highest < DIGITS ? to - 4 : NEVER;
  const above = (highest + 1) * 0x01010101;
  const words = new DataView(bytes.buffer, bytes.byteOffset, to);
  let rows = 0;
  let field = 0;
  let i = from;

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
    const recordFields = field;
    let count = 0;
    let stop = NEVER;
    /** Where the field begins that `i` is in. */
    let start = i;
    fields: for (;;) {
      let valueStart = start;
      let end = i;
      let kind = PLAIN;
      if (nextQuote < i) nextQuote = found(bytes.indexOf(quote, i), to);
      const opening = spaces
        ? openingQuote(bytes, start, quote, true, delimiter)
        : start === nextQuote && start < to
          ? start
          : NEVER;
      if (opening === NEVER) {
        const limit = spaces ? to : nextQuote;
        if (skips && count >= keep) {
          const near = Math.min(i + NEAR, limit);
          const nearWord = Math.min(near, to) - 4;
          while (i <= nearWord) {
            const word = words.getInt32(i, true) ^ LINE_ENDS;
            const zero = (word - ONES) & ~word & HIGH_BITS;
            if (zero !== 0) break;
            i += 4;
          }
          while (i < near && bytes[i] !== LF) i++;
          if (i === near && i < limit) i = Math.min(found(bytes.indexOf(LF, i), to), limit);
        } else {
          // Fields of a plain kind that are wanted and have room: nothing but their delimiters has to be looked for.
          const room = spaces ? 0 : Math.min(keep - count, capacity - field) - 1;
          if (room > 0) {
            const full = field + room;
            const before = field;
            const safe = Math.min(limit - 4, lastWord);
            while (i <= safe && field < full) {
              const word = words.getInt32(i, true);
              const low = (word - above) & ~word & HIGH_BITS;
              if (low === 0) {
                i += 4;
                continue;
              }
              const shift = (31 - Math.clz32(low & -low)) & 24;
              i += shift >> 3;
              const c = (word >>> shift) & 0xff;
              if (c === delimiter) {
                starts[field] = start;
                ends[field] = i;
                field++;
                start = ++i;
              } else if (c === LF || c === cr) break;
              else i++;
            }
            count += field - before;
          }
          while (i < limit) {
            if (i <= lastWord) {
              const word = words.getInt32(i, true);
              const low = (word - above) & ~word & HIGH_BITS;
              if (low === 0) {
                i += 4;
                continue;
              }
              i += (31 - Math.clz32(low & -low)) >> 3;
            }
            const c = bytes[i] as number;
            if (c > highest) i++;
            else if (c === delimiter) {
              if (count < keep) {
                if (field === capacity) break;
                starts[field] = start;
                ends[field] = i;
                field++;
              }
              count++;
              start = ++i;
              if (spaces || (skips && count >= keep)) continue fields;
            } else if (c === LF || c === cr || i === limit) break;
            else i++;
          }
        }
        if (i < to && i === limit) {
          // A quote: it opens the field that begins with it, and is nothing special elsewhere.
          if (i > begin && bytes[i - 1] === delimiter) start = i;
          else if (i > start) i++;
          continue;
        }
        stop = i < to ? (bytes[i] as number) : NEVER;
        valueStart = start;
        end = !loneCr && i > start && bytes[i - 1] === CR ? i - 1 : i;
      } else {
        valueStart = opening + 1;
        const close = closingQuote(bytes, valueStart, to, final, rules);
        if (close < 0) {
          if (final && close === UNCLOSED) batch.unterminated = opening;
          i = begin;
          break records;
        }
        end = close;
        kind = closing.escaped ? ESCAPED : QUOTED;
        batch.strayQuotes += closing.stray;
        i = close + 1;
        if (spaces) while (i < to && isBlank(bytes[i], delimiter)) i++;
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
        starts[field] = valueStart;
        ends[field] = end;
        if (kind !== PLAIN) kinds[field] = kind;
        field++;
      }
      count++;
      if (stop === NEVER) break;
      i++;
      if (stop !== delimiter) break;
      start = i;
    }
    if (stop === CR && loneCr) {
      if (i < to) {
        if (bytes[i] === LF) i++;
      } else if (!final) {
        i = begin;
        break;
      }
    }
    if (lead <= SPACE && !keepBlank && isWhite(bytes, begin, i, delimiter)) {
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

function found(position: number, otherwise: number): number {
  return position < 0 ? otherwise : position;
}

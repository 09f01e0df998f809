import type { ScanEncoding } from "../scan/field-text.ts";
import type { ScanRules } from "../scan/rules.ts";
import { type Dialect, type DialectOptions, scanRules } from "./dialect.ts";
import { isHeaderOfTypes } from "./header.ts";
import { leadingLines } from "./leading-lines.ts";
import { readSample, type SampleReading, usualLength } from "./sample-reading.ts";
import { valueType } from "./types.ts";

/** The parts of a dialect that decide where fields and records end. */
export type Shape = Pick<
  Dialect,
  "delimiter" | "quote" | "escape" | "spacesAroundQuotes" | "comment" | "loneCr" | "keepBlankLines" | "widths"
>;

export interface Candidate {
  readonly shape: Shape;
  readonly reading: SampleReading;
  /** Fields of a record. */
  readonly width: number;
  /** Records before the table. */
  readonly lead: number;
  /** From 0 to 1: how well the records fit each other. */
  readonly fit: number;
  /** The same, less what stray quotes speak against it. */
  readonly score: number;
}

/** In the order of preference. The last ones are rare, or common in plain text, so they have to fit without exception. */
const DELIMITERS = [",", "\t", ";", "|", "\x1f", "\x01", "^", "~", ":", " "];
const RARE = new Set(["^", "~", ":", " "]);
const IN_TEXT = new Set([":", " "]);
const CR = 13;
const LF = 10;
const OTHERS = /[,;\t|]/;
/** A file of one column fits by itself; a delimiter has to fit better than this. */
const ONE_COLUMN = 0.25;

/** The shape that fits the sample best, among those that the options leave open. */
export function bestCandidate(
  sample: Buffer,
  from: number,
  isWhole: boolean,
  encoding: ScanEncoding,
  options: DialectOptions,
  comment: string | null,
): Candidate {
  const base: Shape = {
    delimiter: "",
    quote: '"',
    escape: '"',
    spacesAroundQuotes: options.spacesAroundQuotes ?? false,
    comment,
    loneCr: options.loneCr ?? true,
    keepBlankLines: options.keepBlankLines ?? false,
    widths: options.widths ?? null,
  };
  const has = (text: string): boolean => sample.includes(text);
  const hasBothEnds = hasLoneCr(sample, from) && sample.includes(LF, from);
  const rate = (shape: Shape): Candidate => judge(shape, sample, from, isWhole, encoding);
  const quotes = options.quote === undefined ? ['"', ...(has("'") ? ["'"] : [])] : [options.quote];
  const delimiters =
    options.delimiter === undefined ? DELIMITERS.filter((delimiter) => has(delimiter)) : [options.delimiter];
  let best: Candidate | undefined;
  for (const delimiter of delimiters) {
    let fitWithout = 0;
    for (const quote of quotes) {
      const usual = options.escape ?? quote ?? '"';
      let found = rate({ ...base, delimiter, quote, escape: usual });
      if (quote !== null && options.escape === undefined && has(`\\${quote}`)) {
        const other = rate({ ...found.shape, escape: "\\" });
        const { strayQuotes } = other.reading;
        if (
          other.score > found.score ||
          (other.score === found.score && strayQuotes < found.reading.strayQuotes)
        )
          found = other;
      }
      if (options.loneCr === undefined && hasBothEnds) {
        const other = rate({ ...found.shape, loneCr: false });
        if (other.width === found.width && other.score > found.score) found = other;
      }
      if (quote !== null && options.spacesAroundQuotes === undefined && hasSpaced(sample, delimiter, quote)) {
        const other = rate({ ...found.shape, spacesAroundQuotes: true });
        const isQuoting = other.reading.quotedFields > found.reading.quotedFields;
        if (other.score > found.score || (other.score === found.score && isQuoting)) found = other;
      }
      if (options.quote === undefined && delimiter === "\t" && misusesQuotes(found)) {
        const other = rate({ ...base, delimiter, quote: null, escape: '"' });
        if (other.fit > found.fit) found = other;
      }
      // An apostrophe is a quote only where it is used like one, or where it holds a record together.
      const isNeeded = isClean(found) && found.fit > fitWithout;
      if (quote === "'" && options.quote === undefined && !usesQuotes(found) && !isNeeded) continue;
      fitWithout = found.fit;
      if (best === undefined || found.score > best.score) best = found;
    }
  }
  if (options.delimiter === undefined && (best === undefined || best.score < ONE_COLUMN)) {
    const quote = options.quote === undefined ? '"' : options.quote;
    best = rate({ ...base, delimiter: "", quote, escape: options.escape ?? '"' });
    if (quote !== null && options.escape === undefined && has(`\\${quote}`)) {
      const other = rate({ ...best.shape, escape: "\\" });
      const isBetter = best.reading.isUnterminated || best.reading.strayQuotes > other.reading.strayQuotes;
      if (isBetter && !other.reading.isUnterminated) best = other;
    }
  }
  const chosen = best ?? rate(base);
  if (chosen.width > 1 || options.keepBlankLines !== undefined) return chosen;
  return rate({ ...chosen.shape, keepBlankLines: true });
}

function judge(
  shape: Shape,
  sample: Buffer,
  from: number,
  isWhole: boolean,
  encoding: ScanEncoding,
): Candidate {
  const rules: ScanRules = scanRules(shape);
  const reading = readSample(sample, from, isWhole, rules, encoding);
  const { rows } = reading;
  const lead = leadingLines(reading, sample);
  const table = lead === 0 ? rows : rows.slice(lead);
  const width = usualLength(table);
  if (width < 2) return { shape, reading, width: Math.max(width, 1), lead: 0, fit: 0, score: 0 };
  const fitting = table.filter(({ length }) => length === width).length / table.length;
  const isFirst = table[0]?.length === width;
  let score = (fitting + (isFirst ? 0.5 : 0)) / 1.5;
  const fewest = IN_TEXT.has(shape.delimiter) ? 3 : 2;
  if (RARE.has(shape.delimiter) && (fitting < 0.95 || !isFirst || table.length < fewest || lead > 0))
    score = 0;
  const isQuoting = reading.quotedFields >= rows.length / 2 && reading.strayQuotes === 0;
  if ((isProse(table, shape.delimiter) && !isQuoting) || (lead === 1 && isOneColumn(table, shape.delimiter)))
    score = 0;
  score *= 0.4 + 0.6 * cleanShare(table, shape.delimiter);
  if (RARE.has(shape.delimiter)) score *= 0.55;
  if (lead > 0) score *= 0.9;
  if (reading.isUnterminated) score *= 0.6;
  // Of two that fit alike the one that finds more columns explains more.
  const fit = score * (1 - 0.02 / width);
  return {
    shape,
    reading,
    width,
    lead,
    fit,
    score: fit * (1 - 0.3 * Math.min(1, reading.strayQuotes / rows.length)),
  };
}

/** How many values look like values, and not like two of them with another delimiter between. */
function cleanShare(rows: readonly (readonly string[])[], delimiter: string): number {
  let clean = 0;
  let all = 0;
  for (const row of rows.slice(0, 100)) {
    for (const value of row) {
      all++;
      if (!OTHERS.test(value) || /^[+-]?\d+,\d+$/.test(value)) clean++;
      else if (value.includes(", ") || (delimiter === "," && value.includes(","))) clean += 0.8;
    }
  }
  return all === 0 ? 0 : clean / all;
}

function hasSpaced(sample: Buffer, delimiter: string, quote: string): boolean {
  if (delimiter === "" || delimiter === " ") return false;
  return sample.includes(`${delimiter} ${quote}`) || sample.includes(`${quote} ${delimiter}`);
}

/** A CR that no LF follows: it ends a record, or it is a stray character in one where others end with LF. */
function hasLoneCr(sample: Buffer, from: number): boolean {
  for (let at = sample.indexOf(CR, from); at >= 0; at = sample.indexOf(CR, at + 1)) {
    if (at + 1 < sample.length && sample[at + 1] !== LF) return true;
  }
  return false;
}

/** Quotes that open nothing, or nothing that fits: in a file with tabs they may well be plain characters. */
function misusesQuotes({ fit, reading }: Candidate): boolean {
  return fit < 0.9 && (reading.isUnterminated || reading.strayQuotes > 0);
}

function usesQuotes({ reading }: Candidate): boolean {
  return reading.quotedFields >= reading.rows.length / 4 && isClean({ reading });
}

/** There are quotes, and each of them opens or closes a field. */
function isClean({ reading }: Pick<Candidate, "reading">): boolean {
  return reading.quotedFields > 0 && reading.strayQuotes === 0 && !reading.isUnterminated;
}

/** Numbers with decimal commas, or words with a comma and a blank between them, under one name are no table under a title. */
function isOneColumn(rows: readonly (readonly string[])[], delimiter: string): boolean {
  if (delimiter !== ",") return false;
  if (rows.every((row) => /^[+-]?\d+,\d+$/.test(row.join(",")))) return true;
  const isSpaced = rows.every((row) => row.slice(1).every((value) => /^ \S/.test(value)));
  return isSpaced && !isHeaderOfTypes(rows[0] ?? [], rows.slice(1));
}

/** A clock's time in a row that was split at colons. */
function hasTime(row: readonly string[]): boolean {
  return row.some(
    (part, index) => /^[0-5]\d(?!\d)/.test(part) && /(?<!\d)(?:[01]?\d|2[0-3])$/.test(row[index - 1] ?? ""),
  );
}

/** Words with single spaces between them, clock times, and names with a colon and a blank before a value, fall into as many parts in every line and are no tables. */
function isProse(rows: readonly (readonly string[])[], delimiter: string): boolean {
  const data = rows.slice(1);
  if (delimiter === ":") {
    if (rows.every((row) => row.slice(1).every((value) => value.startsWith(" ")))) return true;
    const isNamed = rows[0]?.every((part) => /^\s*\p{L}/u.test(part)) === true;
    return !isNamed && data.every(hasTime);
  }
  if (delimiter !== " ") return false;
  const values = data.flat();
  const typed = values.filter((value) => !["text", "empty"].includes(valueType(value, ".")));
  return values.includes("") || typed.length * 3 < values.length;
}

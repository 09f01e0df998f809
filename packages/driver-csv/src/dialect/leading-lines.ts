import { isHeaderOfTypes, isNothing, looksLikeHeader } from "./header.ts";
import { type SampleReading, usualLength } from "./sample-reading.ts";
import { guessDecimal, valueType } from "./types.ts";

type Rows = SampleReading["rows"];

const MOST_TITLES = 20;

/** How many lines with fewer fields stand before the table: titles, dates, sources, an account and its number. */
export function leadingLines({ rows, at }: SampleReading, sample: Buffer): number {
  return titles(rows) || block(rows, (row) => isAfterBlank(sample, at[row] ?? 0)) || shorterLines(rows);
}

/** Lines of one field. */
function titles(rows: Rows): number {
  const lead = rows.findIndex(({ length }) => length > 1);
  return lead > 0 && fit(rows.slice(lead)) ? lead : 0;
}

/** Lines before a blank line that a header follows: of fewer fields, or words that make no table by themselves. */
function block(rows: Rows, isAfterBlank: (row: number) => boolean): number {
  for (let row = 1; row < Math.min(rows.length, MOST_TITLES); row++) {
    if (!isAfterBlank(row) || !fit(rows.slice(row))) continue;
    const lines = rows.slice(0, row);
    const [first = [], ...rest] = rows.slice(row);
    const isShorter = lines.every(({ length }) => length < first.length);
    if (isShorter && looksLikeHeader(first, rest, guessDecimal(rest.flat()))) return row;
    if (areWords(lines, first.length) && areNames(first) && rest.length > 1 && isHeaderOfTypes(first, rest)) {
      return row;
    }
  }
  return 0;
}

/** A record under a header and a blank line may begin with words, too; but names do not come twice. */
function areNames(values: readonly string[]): boolean {
  return new Set(values).size === values.length && !values.some(isNothing);
}

function areWords(lines: Rows, width: number): boolean {
  if (lines.length > 1 && lines.some(({ length }) => length === width)) return false;
  return lines.flat().every((value) => ["text", "empty"].includes(valueType(value, ".")));
}

/** Lines of few fields, and right after them a record that is a header without doubt. */
function shorterLines(rows: Rows): number {
  const width = usualLength(rows);
  const first = rows.findIndex(({ length }) => length >= width);
  if (width < 2 || first <= 0 || first > MOST_TITLES) return 0;
  return isHeaderOfTypes(rows[first] ?? [], rows.slice(first + 1)) ? first : 0;
}

function fit(rows: Rows): boolean {
  const width = usualLength(rows);
  const fitting = rows.filter(({ length }) => length === width).length;
  return width > 1 && rows.length > 1 && fitting >= rows.length * 0.8;
}

/** Whether a blank line stands before a record. */
export function isAfterBlank(sample: Buffer, at: number): boolean {
  const before = sample.toString("latin1", Math.max(0, at - 4), at);
  return /\n\r?\n$|\r\r$/.test(before);
}

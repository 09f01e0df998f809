import { readSample, usualLength } from "../dialect/sample-reading.ts";
import type { ScanEncoding } from "../scan/field-text.ts";
import type { ScanRules } from "../scan/rules.ts";

/**
 * Where a record may well begin in bytes from the middle of a file: after the first line end from which on the next
 * records have the table's width. -1 where none does. It is a guess, and whoever builds on it has to check it.
 */
export function guessRecordStart(
  bytes: Buffer,
  width: number,
  rules: ScanRules,
  encoding: ScanEncoding,
  isEnd: boolean,
): number {
  let at = 0;
  for (let attempt = 0; attempt < 40; attempt++) {
    const lf = bytes.indexOf(10, at) + 1;
    const line = lf > 0 ? lf : bytes.indexOf(13, at) + 1;
    if (line <= 0 || line >= bytes.length) return -1;
    const { rows } = readSample(bytes, line, isEnd, rules, encoding, 8);
    if (rows.length > 0 && rows.every((row) => row.length === width) && usualLength(rows) === width)
      return line;
    at = line;
  }
  return -1;
}

import { Batch } from "../scan/batch.ts";
import { FieldText, type ScanEncoding } from "../scan/field-text.ts";
import type { ScanRules } from "../scan/rules.ts";
import { scanRecords } from "../scan/scanner.ts";

/** A sample read by some rules. */
export interface SampleReading {
  /** The records as texts; the first few hundred. */
  readonly rows: readonly (readonly string[])[];
  /** Where each of them begins in the sample. */
  readonly at: readonly number[];
  /** Where the record after the last of them begins. */
  readonly end: number;
  readonly quotedFields: number;
  readonly strayQuotes: number;
  /** A quote is opened and not closed within the sample, although the sample should hold its end. */
  readonly isUnterminated: boolean;
}

const MOST_RECORDS = 200;
/** Samples are read one after the other, so that one batch does for all. */
let sharedBatch: Batch | undefined;

export function readSample(
  sample: Buffer,
  from: number,
  isWhole: boolean,
  rules: ScanRules,
  encoding: ScanEncoding,
  most: number = MOST_RECORDS,
): SampleReading {
  sharedBatch ??= new Batch();
  const batch = sharedBatch;
  batch.reset();
  const text = new FieldText(rules, encoding);
  const task = { rules, keep: Number.POSITIVE_INFINITY, countAll: true };
  const rows: string[][] = [];
  const at: number[] = [];
  let next = from;
  let quotedFields = 0;
  while (rows.length < most) {
    const after = scanRecords(batch, sample, next, sample.length, isWhole, task);
    if (batch.rows === 0) {
      next = after;
      break;
    }
    for (let row = 0; row < batch.rows && rows.length < most; row++) {
      at.push(batch.at[row] as number);
      rows.push(text.row(batch, row));
      const first = batch.first[row] as number;
      const end = first + (batch.counts[row] as number);
      for (let field = first; field < end; field++) if ((batch.kinds[field] as number) > 0) quotedFields++;
      next = row + 1 < batch.rows ? (batch.at[row + 1] as number) : after;
    }
  }
  const left = sample.length - next;
  const isUnterminated =
    batch.unterminated >= 0 || (rows.length < most && !isWhole && left > sample.length / 2);
  return { rows, at, end: next, quotedFields, strayQuotes: batch.strayQuotes, isUnterminated };
}

/** The length that most rows have; of two the one that the first row has, else the larger one. */
export function usualLength(rows: readonly (readonly string[])[]): number {
  const tally = new Map<number, number>();
  for (const { length } of rows) tally.set(length, (tally.get(length) ?? 0) + 1);
  const first = rows[0]?.length;
  let best = 0;
  let most = 0;
  for (const [length, count] of tally) {
    const isBetter =
      count > most || (count === most && best !== first && (length === first || length > best));
    if (isBetter) [best, most] = [length, count];
  }
  return best;
}

import type { ScanEncoding } from "../scan/field-text.ts";
import type { Candidate } from "./candidates.ts";
import { scanRules } from "./dialect.ts";
import { looksLikeHeader } from "./header.ts";
import { readSample } from "./sample-reading.ts";

/** `#` where some lines begin with it and others do not. */
export function guessComment(sample: Buffer, from: number): string | null {
  const text = sample.toString("latin1", from);
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== "");
  const comments = lines.filter((line) => line.startsWith("#")).length;
  return comments > 0 && comments < lines.length && (comments <= lines.length / 2 || comments <= 50)
    ? "#"
    : null;
}

/** Lines that begin with `#` and have all the fields of a record are records, unless they stand before the table. */
export function withoutFalseComments(found: Candidate, without: Candidate, comment: string): Candidate {
  if (found.width < 2)
    return without.reading.rows.slice(1).some(([value]) => /^#\S/.test(value ?? "")) &&
      !/^#/.test(without.reading.rows[0]?.[0] ?? "")
      ? without
      : found;
  const { rows } = without.reading;
  const first = rows.findIndex((row) => row.length === found.width && !row[0]?.startsWith(comment));
  const later = rows
    .slice(first + 1)
    .filter((row) => row[0]?.startsWith(comment) && !row[0].startsWith(`${comment} `));
  const fitting = later.filter((row) => row.length === found.width);
  return fitting.length > 0 && fitting.length === later.length && first === 0 ? without : found;
}

/** A header that begins with `#`, such as `#id,name`: the line right before the data, with as many fields. */
export function hiddenHeader(
  found: Candidate,
  sample: Buffer,
  from: number,
  isWhole: boolean,
  encoding: ScanEncoding,
  dataAt: number,
): { names: readonly string[]; at: number } | undefined {
  if (found.width < 2) return undefined;
  const plain = readSample(sample, from, isWhole, scanRules({ ...found.shape, comment: null }), encoding, 60);
  const index = plain.at.indexOf(dataAt) - 1;
  const line = plain.rows[index];
  const next = plain.rows[index + 1];
  if (line === undefined || next === undefined || line.length !== found.width) return undefined;
  if (!line[0]?.startsWith("#") || line.some((name) => name.trim() === "")) return undefined;
  const rest = found.reading.rows.slice(1);
  if (looksLikeHeader(next, rest, ".") && (rest.length > 0 || !/^#\S/.test(line[0]))) return undefined;
  return { names: line, at: plain.at[index] ?? dataAt };
}

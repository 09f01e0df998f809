import type { Candidate } from "./candidates.ts";
import { isDelimiter } from "./dialect.ts";
import { looksLikeHeader } from "./header.ts";
import { isAfterBlank } from "./leading-lines.ts";
import { commonType, valueType } from "./types.ts";

/** Excel's `sep=;`, alone in the first line. */
export function separatorLine(sample: Buffer, from: number): { delimiter: string; end: number } | undefined {
  const line = sample.toString("latin1", from, Math.min(sample.length, from + 12));
  const match = /^"?sep=([\s\S])"?(?:\r\n|\n|\r|$)/i.exec(line);
  if (match?.[1] === undefined || !isDelimiter(match[1])) return undefined;
  return { delimiter: match[1], end: from + match[0].length };
}

/** The index of the table's first record: past titles, and past lines that spreadsheets fill up with delimiters. */
export function tableBegin(found: Candidate, sample: Buffer): number {
  const { rows, at } = found.reading;
  const { width } = found;
  if (width < 2) return found.lead;
  let begin = found.lead;
  for (let index = begin; index < Math.min(rows.length - 1, 20); index++) {
    const row = rows[index] ?? [];
    const next = rows[index + 1] ?? [];
    const filled = row.filter((value) => value.trim() !== "").length;
    const isSparse = row.length >= width && width > 2 && filled <= 1;
    const isShort = row.length < width && next.length >= width && isAfterBlank(sample, at[index + 1] ?? 0);
    const rest = rows
      .slice(index + 1)
      .filter((other) => other.filter((value) => value.trim() !== "").length > 1);
    if (isRecord(row, rest)) break;
    if (!isSparse && !isShort) {
      if (filled * 2 > width || row.length !== width) break;
      continue;
    }
    if (rest.length > 0) begin = index + 1;
  }
  return begin;
}

/** A line with values like those below it is a record with gaps, and one that begins with a gap a header with gaps, unless a header comes after it. */
function isRecord(row: readonly string[], rest: readonly (readonly string[])[]): boolean {
  const [next = [], ...records] = rest;
  if (rest.length === 0 || looksLikeHeader(next, records, ".")) return false;
  // A title stands at the left.
  if (row[0]?.trim() === "" && row.some((value) => value.trim() !== "")) return true;
  // One word without a header after it is the name of the first column.
  if (/^\S+$/.test(row[0] ?? "")) return true;
  return row.every((value, column) => {
    const type = valueType(value, ".");
    const below = rest.map((other) => valueType(other[column] ?? "", ".")).reduce(commonType, "empty");
    return type === "empty" || type === below;
  });
}

import type { Candidate } from "./candidates.ts";
import { isDelimiter } from "./dialect.ts";
import { isHeaderOfTypes } from "./header.ts";

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
  let begin = Math.max(found.lead, shorterLines(rows, width));
  for (let index = begin; index < Math.min(rows.length - 1, 20); index++) {
    const row = rows[index] ?? [];
    const next = rows[index + 1] ?? [];
    const filled = row.filter((value) => value.trim() !== "").length;
    const isSparse = row.length >= width && width > 2 && filled <= 1;
    const isShort =
      row.length < width && next.length >= width && isFollowedByBlank(sample, at[index + 1] ?? 0);
    if (!isSparse && !isShort) {
      if (filled * 2 > width || row.length !== width) break;
      continue;
    }
    const rest = rows
      .slice(index + 1)
      .filter((other) => other.filter((value) => value.trim() !== "").length > 1);
    if (rest.length > 0) begin = index + 1;
  }
  return begin;
}

/** Lines with fewer fields than the table, before a record that is a header without doubt. */
function shorterLines(rows: readonly (readonly string[])[], width: number): number {
  const first = rows.findIndex((row) => row.length >= width);
  if (first <= 0 || first > MOST_TITLES) return 0;
  return isHeaderOfTypes(rows[first] ?? [], rows.slice(first + 1)) ? first : 0;
}

const MOST_TITLES = 20;

function isFollowedByBlank(sample: Buffer, at: number): boolean {
  const before = sample.toString("latin1", Math.max(0, at - 4), at);
  return /\n\r?\n$|\r\r$/.test(before);
}

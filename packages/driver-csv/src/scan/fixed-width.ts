import { type Batch, MOST_ROWS, PLAIN } from "./batch.ts";
import { afterLine } from "./lines.ts";
import type { ScanRules } from "./rules.ts";

const LF = 10;
const CR = 13;
const SPACE = 32;

/**
 * Records whose fields have fixed widths. Widths count characters, so bytes that go on with a UTF-8 character are
 * not counted. The spaces that fill a field up are not part of it; what stands behind the last field belongs to it.
 */
export function scanFixedWidth(
  batch: Batch,
  from: number,
  until: number,
  final: boolean,
  rules: ScanRules,
  widths: readonly number[],
): number {
  const { bytes } = batch;
  const to = bytes.length;
  let rows = 0;
  let field = 0;
  let i = from;
  while (i < Math.min(until, to) && rows < MOST_ROWS) {
    let next = afterLine(bytes, i, rules.loneCr);
    if (next < 0 || (next === to && bytes[to - 1] === CR)) {
      if (!final) break;
      if (next < 0) next = to;
    }
    let end = next;
    while (end > i && (bytes[end - 1] === LF || bytes[end - 1] === CR)) end--;
    const isComment = rules.comment.length > 0 && bytes.indexOf(rules.comment, i) === i;
    if (trimmedEnd(bytes, i, end) === i || isComment) {
      batch.skipped++;
      i = next;
      continue;
    }
    while (field + widths.length > batch.starts.length) batch.grow();
    batch.first[rows] = field;
    batch.counts[rows] = widths.length;
    batch.at[rows] = i;
    let start = i;
    for (let w = 0; w < widths.length; w++) {
      const last = w === widths.length - 1;
      const stop = last ? end : afterCharacters(bytes, start, end, widths[w] ?? 0);
      let inner = start;
      while (inner < stop && bytes[inner] === SPACE) inner++;
      batch.starts[field] = inner;
      batch.ends[field] = trimmedEnd(bytes, inner, stop);
      batch.kinds[field] = PLAIN;
      field++;
      start = stop;
    }
    rows++;
    i = next;
  }
  batch.rows = rows;
  return i;
}

function afterCharacters(bytes: Buffer, from: number, to: number, count: number): number {
  let i = from;
  for (let n = 0; n < count && i < to; n++) {
    i++;
    while (i < to && ((bytes[i] as number) & 0xc0) === 0x80) i++;
  }
  return i;
}

function trimmedEnd(bytes: Buffer, from: number, to: number): number {
  let end = to;
  while (end > from && bytes[end - 1] === SPACE) end--;
  return end;
}

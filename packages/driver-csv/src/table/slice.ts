import type { Call } from "./call.ts";
import type { CombinedTable } from "./combined-table.ts";
import type { Row } from "./open-table.ts";
import { type Projection, projectedFields, projectedRow } from "./project.ts";

/**
 * Records from a number on, until `take` returns false. The way starts at the nearest place that is known; what is
 * learned on it is kept for the next slice.
 */
export async function readSlice(
  call: Call,
  table: CombinedTable,
  shown: Projection,
  start: number,
  keepsSurplus: boolean,
  take: (row: Row) => boolean,
): Promise<void> {
  let before = 0;
  for (const [part, { file, index }] of table.parts.entries()) {
    if (index.total !== undefined && before + index.total <= start) {
      before += index.total;
      continue;
    }
    const fields = projectedFields(table, part, shown);
    const { dialect, columns } = file.info;
    const text = file.text();
    const from = index.before(Math.max(0, start - before));
    let number = from?.row ?? 0;
    const scan = {
      signal: call.signal,
      onBatch: (rows: number, bytes: number) => call.scanned(table, rows, bytes),
      ...(from === undefined ? {} : { start: from.offset }),
    };
    for await (const { batch, base } of file.scan(scan)) {
      for (let row = 0; row < batch.rows; row++, number++) {
        if ((number & 1023) === 0) index.note(number, base + (batch.at[row] as number));
        if (before + number < start) continue;
        const values = projectedRow(batch, row, fields, text);
        const count = (batch.counts[row] as number) - (dialect.trailingDelimiter ? 1 : 0);
        if (keepsSurplus && table.parts.length === 1) {
          const first = batch.first[row] as number;
          for (let field = columns.length; field < count; field++) values.push(text.at(batch, first + field));
        }
        if (!take(values)) return;
      }
    }
    index.total = number;
    before += number;
  }
}

/** Different numbers below `total`, in order; the same for the same seed. */
export function sampledRows(total: number, wanted: number, seed: number): number[] {
  if (wanted >= total) return Array.from({ length: total }, (_, row) => row);
  let state = (seed ^ 0x9e3779b9) >>> 0;
  const random = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const chosen = new Set<number>();
  while (chosen.size < wanted) chosen.add(Math.floor(random() * total));
  return [...chosen].sort((a, b) => a - b);
}

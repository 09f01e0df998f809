import type { Batch } from "../scan/batch.ts";
import type { FieldText } from "../scan/field-text.ts";
import type { CombinedTable } from "./combined-table.ts";
import type { Row } from "./open-table.ts";

/** The columns that a result has. */
export interface Projection {
  readonly names: readonly string[];
  /** The places of these columns in the table. */
  readonly places: readonly number[];
}

export function projection(
  table: Pick<CombinedTable, "columns" | "slot">,
  columns: readonly string[] | undefined,
): Projection {
  if (columns === undefined) {
    return { names: table.columns.map(({ name }) => name), places: table.columns.map((_, place) => place) };
  }
  return { names: columns, places: columns.map((name) => table.slot(name)) };
}

/** The field of each of the projection's columns in one file. */
export function projectedFields(table: CombinedTable, part: number, { places }: Projection): Int32Array {
  const fields = table.fields(part);
  return Int32Array.from(places, (place) => fields[place] ?? -1);
}

/** A record's values of these fields, null where one is missing. */
export function projectedRow(batch: Batch, row: number, fields: Int32Array, text: FieldText): Row {
  const first = batch.first[row] as number;
  const count = batch.counts[row] as number;
  const values: Row = new Array<string | null>(fields.length);
  for (let k = 0; k < fields.length; k++) {
    const field = fields[k] as number;
    values[k] = field >= 0 && field < count ? text.at(batch, first + field) : null;
  }
  return values;
}

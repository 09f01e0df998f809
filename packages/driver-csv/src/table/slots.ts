import type { ColumnType } from "../dialect/types.ts";
import type { ColumnLookup } from "../reduce/condition.ts";
import type { CombinedTable } from "./combined-table.ts";

/**
 * The columns that a plan looks at, each with a slot: a scan need not find the ends of fields behind the last of them.
 */
export class Slots implements ColumnLookup {
  readonly #table: CombinedTable;
  readonly #columns: number[] = [];

  constructor(table: CombinedTable) {
    this.#table = table;
  }

  slot(name: string): number {
    const column = this.#table.slot(name);
    const known = this.#columns.indexOf(column);
    return known >= 0 ? known : this.#columns.push(column) - 1;
  }

  get decimal(): "." | "," {
    return this.#table.decimal;
  }

  type(name: string): ColumnType {
    return this.#table.type(name);
  }

  /** The field of each slot in one of the table's files. */
  fields(part: number): Int32Array {
    const all = this.#table.fields(part);
    return Int32Array.from(this.#columns, (column) => all[column] ?? -1);
  }
}

import { type ColumnType, commonType } from "../dialect/types.ts";
import type { ColumnLookup } from "../reduce/condition.ts";
import type { RowIndex } from "./row-index.ts";
import type { TableFile } from "./table-file.ts";
import type { Column } from "./table-info.ts";
import { unknownColumn } from "./unknown.ts";

/** One file of a table, open. */
export interface Part {
  readonly file: TableFile;
  readonly index: RowIndex;
}

/**
 * The files of a table as one: the columns of the first, in its order, and then those that others add. A file that
 * does not have a column has no values in it.
 */
export class CombinedTable implements ColumnLookup {
  readonly name: string;
  readonly parts: readonly Part[];
  readonly columns: readonly Column[];
  readonly #places = new Map<string, number>();
  readonly #fields: readonly Int32Array[];

  constructor(name: string, parts: readonly Part[]) {
    this.name = name;
    this.parts = parts;
    const columns: Column[] = [];
    for (const { file } of parts) {
      for (const { name: column, type } of file.info.columns) {
        const place = this.#places.get(column);
        const known = place === undefined ? undefined : columns[place];
        if (place === undefined || known === undefined) {
          this.#places.set(column, columns.length);
          columns.push({ name: column, type });
        } else columns[place] = { name: column, type: commonType(known.type, type) };
      }
    }
    this.columns = columns;
    this.#fields = parts.map(({ file }) => {
      const own = new Map(file.info.columns.map((column, field) => [column.name, field]));
      return Int32Array.from(columns, (column) => own.get(column.name) ?? -1);
    });
  }

  /** The field of each column in one of the files; -1 for those that it does not have. */
  fields(part: number): Int32Array {
    return this.#fields[part] ?? new Int32Array(0);
  }

  slot(name: string): number {
    const place = this.#places.get(name);
    if (place !== undefined) return place;
    throw unknownColumn(this.name, name, this.columns);
  }

  type(name: string): ColumnType {
    return this.columns[this.slot(name)]?.type ?? "text";
  }

  /** The decimal mark of the first file: a condition is written once for all of them. */
  get decimal(): "." | "," {
    return this.parts[0]?.file.info.dialect.decimal ?? ".";
  }

  /** Bytes of all files; undefined where one is compressed. */
  get size(): number | undefined {
    let total = 0;
    for (const { file } of this.parts) {
      if (file.source.size === undefined) return undefined;
      total += file.source.size;
    }
    return total;
  }
}

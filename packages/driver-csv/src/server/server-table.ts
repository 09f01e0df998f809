import type { EngineTable, TableEnginePort } from "@mcs/core/ports";
import type { ColumnType } from "../dialect/types.ts";
import type { ColumnSql, SqlColumns, SqlDialect } from "../engine/dialect.ts";
import { CsvError } from "../errors.ts";
import { namesLike, shownName } from "../table/names-like.ts";
import type { Column } from "../table/table-info.ts";
import { unknownColumn } from "../table/unknown.ts";
import { CLICKHOUSE, clickhouseColumn, columnType } from "./clickhouse-sql.ts";

/** A table of a server with its columns. */
export class ServerTable implements SqlColumns {
  readonly entry: EngineTable;
  readonly columns: readonly Column[];
  readonly dialect: SqlDialect = CLICKHOUSE;
  /** The mark that conditions write numbers with. */
  readonly decimal = ".";
  readonly #types: readonly string[];

  constructor(entry: EngineTable, columns: readonly { readonly name: string; readonly type: string }[]) {
    this.entry = entry;
    this.#types = columns.map(({ type }) => type);
    this.columns = columns.map(({ name, type }) => ({ name, type: columnType(type) }));
  }

  get name(): string {
    return this.entry.name;
  }

  /** The table in a statement. */
  get sql(): string {
    return this.dialect.identifier(this.name);
  }

  slot(name: string): number {
    const place = this.columns.findIndex((column) => column.name === name);
    if (place < 0) throw unknownColumn(this.name, name, this.columns);
    return place;
  }

  type(name: string): ColumnType {
    return this.columns[this.slot(name)]?.type ?? "text";
  }

  /** Whether the values of a column are floating-point numbers, which a server adds up as such. */
  isRounded(name: string): boolean {
    return /Float/.test(this.#types[this.slot(name)] ?? "");
  }

  column(name: string): ColumnSql {
    return clickhouseColumn(name, this.#types[this.slot(name)] ?? "String");
  }
}

/**
 * Finds a table by its name.
 *
 * @throws CsvError `"table_not_found"`
 */
export async function openServerTable(
  server: TableEnginePort,
  name: string,
  signal: AbortSignal,
): Promise<ServerTable> {
  const tables = await server.tables({ signal });
  const entry = tables.find((table) => table.name === name);
  if (entry === undefined) {
    const names = tables.map((table) => table.name);
    throw new CsvError("table_not_found", `There is no table ${shownName(name)}.`, {
      remedy: `list_tables says which there are, such as ${namesLike(name, names, 5)}.`,
    });
  }
  const { columns } = await server.query(`SELECT * FROM ${CLICKHOUSE.identifier(name)} LIMIT 0`, { signal });
  return new ServerTable(entry, columns);
}

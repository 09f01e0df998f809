export type { Dialect, DialectOptions } from "./dialect/dialect.ts";
export type { ColumnType } from "./dialect/types.ts";
export { CsvError, type CsvErrorCode } from "./errors.ts";
export { type OpenTableOptions, openTable, type Row, type Table } from "./table/open-table.ts";
export type { Column } from "./table/table-info.ts";

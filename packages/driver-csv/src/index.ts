export type { Dialect, DialectOptions } from "./dialect/dialect.ts";
export type { ColumnType } from "./dialect/types.ts";
export { CsvDriver } from "./driver.ts";
export { CsvError, type CsvErrorCode } from "./errors.ts";
export type {
  ChartOptions,
  CsvDriverOptions,
  CsvOptions,
  EngineOptions,
  NamedTable,
  Progress,
} from "./options.ts";
export type { HttpSourceOptions } from "./source/http-source.ts";
export { type OpenTableOptions, openTable, type Row, type Table } from "./table/open-table.ts";
export type { Column } from "./table/table-info.ts";
export { CsvToolDriver } from "./tool-driver.ts";

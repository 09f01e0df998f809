export { ClickHouseAdapter } from "./clickhouse-adapter.ts";
export { ClickHouseError, type ClickHouseErrorCode } from "./errors.ts";
export type { ClickHouseAdapterOptions } from "./options.ts";

/** A column of an engine's table. */
export interface EngineColumn {
  readonly name: string;
  /** As the engine writes it, such as `"Nullable(Decimal(18, 2))"`. */
  readonly type: string;
}

/** A table as an engine lists it. */
export interface EngineTable {
  /** As SQL names it, without quotes; never one of another database. */
  readonly name: string;
  /** Undefined where the engine does not keep count, as of a view. */
  readonly rows: number | undefined;
  /** On its disks, compressed; undefined where the engine does not say. */
  readonly bytes: number | undefined;
  /** SQL of the order in which the rows lie, such as `"day, id"`; undefined where there is none. */
  readonly order: string | undefined;
}

/** What ends a query, and how much of a result is accepted: never more than the adapter was told. */
export interface EngineLimits {
  readonly signal?: AbortSignal;
  /** Milliseconds for the query. The engine is told, too. @defaultValue the adapter's */
  readonly timeoutMs?: number;
  /** More rows are an error. @defaultValue the adapter's */
  readonly maxRows?: number;
  /** A larger result is an error. @defaultValue the adapter's */
  readonly maxBytes?: number;
}

/**
 * A value of a result: a number where a double holds it with all of its digits, else the digits as text. Dates and
 * times are text as ISO 8601 writes them, with a blank or a `T`; `"nan"`, `"inf"` and `"-inf"` stand for what JSON
 * has no number for; lists, maps and tuples are JSON as text.
 */
export type EngineValue = string | number | boolean | null;

/** A whole result: one that does not fit the limits is an error instead. */
export interface EngineResult {
  readonly columns: readonly EngineColumn[];
  readonly rows: readonly (readonly EngineValue[])[];
}

/**
 * A database that answers SELECT statements, as drivers of tables need it.
 *
 * Every method rejects with an `McsError`: `"aborted"`, `"timeout"`, `"limit_exceeded"`, `"closed"`,
 * `"missing_credential"`, `"engine_unreachable"` where nobody answers, `"engine_refused"` where the engine does not let
 * the statement be run, and `"engine_failed"` with what it says of a statement that is wrong.
 */
export interface TableEnginePort {
  /** The adapter's name in bindings, such as `"clickhouse"`. It also says which SQL is understood. */
  readonly adapter: string;
  /** The tables that may be read, in the order of their names. */
  tables(limits?: EngineLimits): Promise<readonly EngineTable[]>;
  /** Runs one statement, which can change nothing, whatever it says. Values stand in it as escaped literals. */
  query(sql: string, limits?: EngineLimits): Promise<EngineResult>;
  /** Closes connections; calls under way are ended. */
  close(): Promise<void>;
}

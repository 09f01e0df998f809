/** What goes to the engine's process and comes back: plain data. */

/** One query, with all that the process may touch. */
export interface EngineJob {
  /** The model's statement. */
  readonly sql: string;
  /** Statements of ours that make the tables, run before the lock. */
  readonly views: readonly string[];
  /** The files that may be read; nothing else on the machine can be. */
  readonly files: readonly string[];
  readonly offset: number;
  readonly limit: number;
  readonly maxValueLength: number;
  readonly maxResultLength: number;
}

/** What the process is started with. */
export interface EngineLimits {
  readonly memoryBytes: number;
  readonly threads: number;
  /** A private folder for what does not fit the memory. */
  readonly folder: string;
  readonly diskBytes: number;
}

export type ToEngine =
  | { readonly type: "limits"; readonly limits: EngineLimits }
  | { readonly type: "parse"; readonly sql: string }
  | { readonly type: "run"; readonly job: EngineJob };

export type EngineCell =
  | string
  | number
  | boolean
  | null
  | readonly unknown[]
  | { readonly [key: string]: unknown };

export interface EngineRows {
  readonly columns: readonly string[];
  /** The engine's names of the columns' types. */
  readonly types: readonly string[];
  readonly rows: readonly (readonly EngineCell[])[];
  /** How many rows follow; undefined where there are more than were counted. */
  readonly leftOut: number | undefined;
  readonly cutValues: number;
}

export type FromEngine =
  | { readonly type: "parsed"; readonly tables: readonly string[] }
  | ({ readonly type: "rows" } & EngineRows)
  /** The statement is not one that may run. */
  | { readonly type: "refused"; readonly message: string; readonly remedy: string }
  | { readonly type: "failed"; readonly message: string };

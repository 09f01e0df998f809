import type { Batch } from "../scan/batch.ts";
import { CountReducer } from "./count.ts";
import { GroupReducer } from "./group.ts";
import type { Predicate, ValueAccess } from "./predicate.ts";
import { ProfileReducer } from "./profile.ts";

/** How a measure compares values: chosen by the column's type, once, so that no value decides for itself. */
export type Order = "number" | "text";

export type MeasureOp =
  | "count"
  | "sum"
  | "avg"
  | "min"
  | "max"
  | "distinct"
  | "approx_distinct"
  | "percentile"
  | "approx_percentile";

export interface Measure {
  readonly op: MeasureOp;
  /** The column; -1 for `count` of records. */
  readonly slot: number;
  readonly order: Order;
}

/** What is to be worked out over all records of a table, as plain data: it is sent to workers. Columns are slots. */
export type Plan =
  | { readonly kind: "count"; readonly where?: Predicate }
  | { readonly kind: "profile"; readonly orders: readonly Order[] }
  | {
      readonly kind: "group";
      readonly keys: readonly number[];
      readonly measures: readonly Measure[];
      readonly where?: Predicate;
      /** Bytes for groups and what they hold. */
      readonly maxMemoryBytes: number;
    };

/** Works a plan out, a batch at a time. */
export interface Reducer<State = unknown> {
  consume(batch: Batch, base: number): void;
  /** What was worked out so far, as plain data. */
  state(): State;
}

/** How plans are worked out, and how two results become one: the second is of records behind those of the first. */
export function createReducer(plan: Plan, access: ValueAccess): Reducer {
  if (plan.kind === "count") return new CountReducer(plan, access);
  return plan.kind === "profile" ? new ProfileReducer(plan, access) : new GroupReducer(plan, access);
}

/** How many fields of a record a plan looks at, from the first. */
export function fieldsNeeded(fields: Int32Array): number {
  return fields.reduce((most, field) => Math.max(most, field + 1), 0);
}

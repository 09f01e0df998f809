import type { ToolArguments } from "@mcs/core";
import type { MeasureOp } from "../reduce/plan.ts";

export const OPS: readonly MeasureOp[] = [
  "count",
  "sum",
  "avg",
  "min",
  "max",
  "distinct",
  "approx_distinct",
  "percentile",
  "approx_percentile",
];

/** A measure as a model writes it. */
export interface Asked {
  readonly op: MeasureOp;
  readonly column?: string;
  readonly percent?: number;
  readonly as?: string;
}

/** What a measure is called in a result. */
export function nameOf({ op, column, percent, as }: Asked): string {
  if (as !== undefined) return as;
  const what = percent === undefined ? op : `${op}_${percent}`;
  return column === undefined ? what : `${what}(${column})`;
}

/** The measures of a call of `aggregate`. */
export function askedOf(args: ToolArguments): readonly Asked[] {
  return (args.measures ?? [{ op: "count" }]) as readonly Asked[];
}

import {
  Distinct,
  Estimates,
  type MeasureColumn,
  Numbers,
  Present,
  Sketches,
  Texts,
  Values,
} from "./measure-columns.ts";
import type { Measure, MeasureOp } from "./plan.ts";
import type { ValueAccess } from "./predicate.ts";

/** What has to be collected for a measure. Measures of one kind and column share it. */
export type Collection =
  | "numbers"
  | "texts"
  | "present"
  | "values"
  | "distinct"
  | "distinct_estimate"
  | "sketch";

export function collectionOf({ op, order }: Measure): Collection {
  const kinds: Record<Exclude<MeasureOp, "min" | "max">, Collection> = {
    count: "present",
    sum: "numbers",
    avg: "numbers",
    distinct: "distinct",
    approx_distinct: "distinct_estimate",
    percentile: "values",
    approx_percentile: "sketch",
  };
  if (op === "min" || op === "max") return order === "number" ? "numbers" : "texts";
  return kinds[op];
}

/** The collections that measures need, each once: in the same order wherever the same measures are given. */
export function collections(measures: readonly Measure[]): Array<{ kind: Collection; slot: number }> {
  const all = new Map<string, { kind: Collection; slot: number }>();
  for (const measure of measures) {
    const kind = collectionOf(measure);
    if (measure.slot >= 0) all.set(`${kind} ${measure.slot}`, { kind, slot: measure.slot });
  }
  return [...all.values()];
}

export function measureColumns(measures: readonly Measure[], access: ValueAccess): readonly MeasureColumn[] {
  return collections(measures).map(({ kind, slot }) => {
    const field = access.fields[slot] ?? -1;
    if (kind === "numbers") return new Numbers(field, access);
    if (kind === "texts") return new Texts(field, access);
    if (kind === "present") return new Present(field);
    if (kind === "values") return new Values(field, access);
    if (kind === "sketch") return new Sketches(field, access);
    return kind === "distinct" ? new Distinct(field, access) : new Estimates(field, access);
  });
}

import { exactJson } from "../reduce/decimal-sum.ts";
import { DistinctEstimate } from "../reduce/distinct-estimate.ts";
import type { GroupState } from "../reduce/group.ts";
import { collectionOf, collections } from "../reduce/measures.ts";
import type { Extremes } from "../reduce/merge-entries.ts";
import { type NumberState, sumOf } from "../reduce/number-stats.ts";
import type { Measure } from "../reduce/plan.ts";
import { QuantileSketch } from "../reduce/quantile-sketch.ts";
import { type Asked, nameOf } from "./asked-measure.ts";

export type Cell = string | number | null;

/** What was collected, as the values of measures. */
export class MeasuredCells {
  readonly #measures: readonly Measure[];
  readonly #state: GroupState;
  readonly #places: ReadonlyMap<string, number>;

  /** Measures that have too many digits for a number of JSON. */
  readonly #rounded = new Set<number>();

  constructor(measures: readonly Measure[], state: GroupState) {
    this.#measures = measures;
    this.#state = state;
    this.#places = new Map(collections(measures).map(({ kind, slot }, place) => [`${kind} ${slot}`, place]));
  }

  of({ op, percent = 0 }: Asked, index: number, group: number): Cell {
    const measure = this.#measures[index] as Measure;
    if (measure.slot < 0) return this.#state.counts[group] ?? 0;
    const entry = this.#entry(measure, group);
    switch (op) {
      case "count":
        return entry as number;
      case "sum": {
        const numbers = entry as NumberState;
        return numbers.count === 0 ? null : exactJson(sumOf(numbers).text());
      }
      case "avg": {
        const numbers = entry as NumberState;
        return numbers.count === 0 ? null : sumOf(numbers).number() / numbers.count;
      }
      case "min":
      case "max": {
        if (measure.order === "text") return (entry as Extremes)[op === "min" ? 0 : 1] ?? null;
        const value = (entry as NumberState)[op];
        return value === undefined ? null : exactJson(value);
      }
      case "distinct":
        return (entry as readonly string[]).length;
      case "approx_distinct":
        return entry === undefined ? 0 : new DistinctEstimate(entry as Uint8Array).estimate();
      case "percentile": {
        const value = quantile(entry as Float64Array, percent / 100);
        if (value !== null && Math.abs(value) > Number.MAX_SAFE_INTEGER) this.#rounded.add(index);
        return value;
      }
      case "approx_percentile":
        return new QuantileSketch(entry as Map<number, number>).quantile(percent / 100) ?? null;
    }
  }

  notes(asked: readonly Asked[]): string[] {
    const notes = new Set<string>();
    for (const index of this.#rounded) notes.add(`${nameOf(asked[index] as Asked)} is rounded to 16 digits.`);
    this.#measures.forEach((measure, index) => {
      const { column = "", op } = asked[index] as Asked;
      if (op.startsWith("approx_"))
        notes.add(`${nameOf(asked[index] as Asked)} is right to about one per cent.`);
      if (measure.slot < 0 || collectionOf(measure) !== "numbers") return;
      let others = 0;
      let exact = true;
      this.#state.counts.forEach((_, group) => {
        const numbers = this.#entry(measure, group) as NumberState;
        others += numbers.others;
        exact &&= numbers.sum.isExact;
      });
      if (others > 0) notes.add(`${others} values of ${column} are no numbers and were left out.`);
      if (!exact) notes.add(`Some values of ${column} have exponents: its sum is rounded.`);
    });
    return [...notes];
  }

  #entry(measure: Measure, group: number): unknown {
    const place = this.#places.get(`${collectionOf(measure)} ${measure.slot}`) ?? -1;
    return (this.#state.columns[place] as readonly unknown[] | undefined)?.[group];
  }
}

/** Between the two nearest values, as spreadsheets and most databases do it. */
function quantile(values: Float64Array, share: number): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted();
  const place = (sorted.length - 1) * share;
  const low = Math.floor(place);
  const lower = sorted[low] as number;
  const upper = sorted[Math.min(low + 1, sorted.length - 1)] as number;
  return lower + (upper - lower) * (place - low);
}

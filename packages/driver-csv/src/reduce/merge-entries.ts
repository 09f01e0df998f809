import { DistinctEstimate } from "./distinct-estimate.ts";
import type { Collection } from "./measures.ts";
import { mergeNumbers, type NumberState } from "./number-stats.ts";
import { QuantileSketch } from "./quantile-sketch.ts";

/** Two entries of one collection as one. */
export function mergeEntries(kind: Collection, one: unknown, other: unknown): unknown {
  switch (kind) {
    case "numbers":
      return mergeNumbers(one as NumberState, other as NumberState);
    case "present":
      return (one as number) + (other as number);
    case "texts":
      return mergeTexts(one as Extremes, other as Extremes);
    case "values":
      return joined(one as Float64Array, other as Float64Array);
    case "distinct":
      return [...new Set([...(one as string[]), ...(other as string[])])];
    case "sketch": {
      const sketch = new QuantileSketch(one as Map<number, number>);
      sketch.merge(other as Map<number, number>);
      return sketch.buckets;
    }
    case "distinct_estimate": {
      if (one === undefined || other === undefined) return one ?? other;
      const estimate = new DistinctEstimate(one as Uint8Array);
      estimate.merge(other as Uint8Array);
      return estimate.registers;
    }
  }
}

export type Extremes = readonly [string | undefined, string | undefined];

function mergeTexts([min, max]: Extremes, [otherMin, otherMax]: Extremes): Extremes {
  const below = (a: string, b: string): boolean => Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0;
  return [
    min === undefined || (otherMin !== undefined && below(otherMin, min)) ? otherMin : min,
    max === undefined || (otherMax !== undefined && below(max, otherMax)) ? otherMax : max,
  ];
}

function joined(one: Float64Array, other: Float64Array): Float64Array {
  const all = new Float64Array(one.length + other.length);
  all.set(one);
  all.set(other, one.length);
  return all;
}

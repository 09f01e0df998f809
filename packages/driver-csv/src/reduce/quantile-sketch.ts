/** Neighbouring buckets differ by two per cent, so that the middle of one is at most one per cent off. */
const GROWTH = Math.log(1.02);

/** Counts of numbers by magnitude: percentiles to one per cent of their value, in little memory for any number of them. */
export class QuantileSketch {
  readonly buckets: Map<number, number>;
  count = 0;

  constructor(buckets: Iterable<readonly [number, number]> = []) {
    this.buckets = new Map(buckets);
    for (const count of this.buckets.values()) this.count += count;
  }

  add(value: number): void {
    const bucket = bucketOf(value);
    this.buckets.set(bucket, (this.buckets.get(bucket) ?? 0) + 1);
    this.count++;
  }

  merge(other: Iterable<readonly [number, number]>): void {
    for (const [bucket, count] of other) {
      this.buckets.set(bucket, (this.buckets.get(bucket) ?? 0) + count);
      this.count += count;
    }
  }

  /** @param share from 0 to 1 */
  quantile(share: number): number | undefined {
    let left = share * (this.count - 1);
    for (const bucket of [...this.buckets.keys()].sort((a, b) => a - b)) {
      left -= this.buckets.get(bucket) ?? 0;
      if (left < 0) return middleOf(bucket);
    }
    return undefined;
  }
}

/** Values nearer to 0 than this are 0. */
const SMALLEST = 1e-9;
const OFFSET = 1 - Math.floor(Math.log(SMALLEST) / GROWTH);

function bucketOf(value: number): number {
  const size = Math.abs(value);
  if (size < SMALLEST) return 0;
  const bucket = Math.floor(Math.log(size) / GROWTH) + OFFSET;
  return value < 0 ? -bucket : bucket;
}

function middleOf(bucket: number): number {
  if (bucket === 0) return 0;
  const size = Math.exp((Math.abs(bucket) - OFFSET + 0.5) * GROWTH);
  return Number((bucket < 0 ? -size : size).toPrecision(4));
}

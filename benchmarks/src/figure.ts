/** One line of a benchmark's outcome. Absolute values belong to a machine and a moment; the ratio travels. */
export interface Figure {
  readonly name: string;
  /** This project's value; the smaller one is the better one unless `target` begins with `>=`. */
  readonly ours: number;
  readonly peer: number;
  readonly unit: string;
  /** Ours over the peer's. */
  readonly ratio: number;
  /** What the ratio has to be, such as `<= 1.05`; empty where it is only shown. */
  readonly target: string;
  readonly ok: boolean;
}

/** Both values of something that was measured. */
export interface Pair {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  readonly peer: number;
}

/** For what costs: the ratio may not be above `limit`. */
export function atMost(limit: number, pair: Pair): Figure {
  return figure(pair, `<= ${limit}`, (ratio) => ratio <= limit);
}

/** For what is gained: the ratio may not be below `limit`. */
export function atLeast(limit: number, pair: Pair): Figure {
  return figure(pair, `>= ${limit}`, (ratio) => ratio >= limit);
}

/** For comparison only. */
export function shown(pair: Pair): Figure {
  return figure(pair, "", () => true);
}

function figure({ name, unit, ours, peer }: Pair, target: string, meets: (ratio: number) => boolean): Figure {
  const ratio = Math.round((ours / peer) * 1000) / 1000;
  return { name, unit, ours, peer, ratio, target, ok: meets(ratio) };
}

/** The middle one of the values; NaN of none. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}

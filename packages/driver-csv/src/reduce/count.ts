import type { Batch } from "../scan/batch.ts";
import type { Plan, Reducer } from "./plan.ts";
import { predicateTest, type Test, type ValueAccess } from "./predicate.ts";

export interface CountState {
  rows: number;
  /** Records that fit the condition; all where there is none. */
  matched: number;
  /** Pairs of a record's number and its offset, from the first record on. */
  places: number[];
}

/** A place is noted after so many records: a slice reads no more than that to find its first one. */
const EVERY = 1024;

/** Counts records, and notes where some of them begin. */
export class CountReducer implements Reducer<CountState> {
  readonly #state: CountState = { rows: 0, matched: 0, places: [] };
  readonly #test: Test | undefined;

  constructor({ where }: Extract<Plan, { kind: "count" }>, access: ValueAccess) {
    this.#test = where === undefined ? undefined : predicateTest(where, access);
  }

  consume(batch: Batch, base: number): void {
    const state = this.#state;
    for (let row = 0; row < batch.rows; row += EVERY) {
      state.places.push(state.rows + row, base + (batch.at[row] as number));
    }
    state.rows += batch.rows;
    const test = this.#test;
    if (test === undefined) state.matched += batch.rows;
    else for (let row = 0; row < batch.rows; row++) if (test(batch, row)) state.matched++;
  }

  state(): CountState {
    return this.#state;
  }
}

export function mergeCounts(first: CountState, second: CountState): CountState {
  const places = first.places;
  for (let i = 0; i < second.places.length; i += 2) {
    places.push((second.places[i] as number) + first.rows, second.places[i + 1] as number);
  }
  return { rows: first.rows + second.rows, matched: first.matched + second.matched, places };
}

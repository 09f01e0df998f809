import type { Batch } from "../scan/batch.ts";
import { DistinctEstimate } from "./distinct-estimate.ts";
import { hashBytes } from "./key-table.ts";
import { mergeNumbers, type NumberState, NumberStats } from "./number-stats.ts";
import type { Plan, Reducer } from "./plan.ts";
import { isNull, type ValueAccess } from "./predicate.ts";
import { TextExtremes } from "./text-extremes.ts";

/** What was seen of a column. */
export interface ColumnProfile {
  readonly present: number;
  /** Registers of a `DistinctEstimate`. */
  readonly distinct: Uint8Array;
  /** For columns that are compared as numbers. */
  readonly numbers: NumberState | undefined;
  readonly min: string | undefined;
  readonly max: string | undefined;
}

export interface ProfileState {
  readonly rows: number;
  /** Records with another number of fields than the table has columns. */
  readonly columns: readonly ColumnProfile[];
}

/** Counts, ranges and distinct values of columns. */
export class ProfileReducer implements Reducer<ProfileState> {
  #rows = 0;
  readonly #columns: readonly ColumnReducer[];

  constructor({ orders }: Extract<Plan, { kind: "profile" }>, access: ValueAccess) {
    this.#columns = orders.map(
      (order, slot) => new ColumnReducer(access.fields[slot] ?? -1, order === "number", access),
    );
  }

  consume(batch: Batch): void {
    this.#rows += batch.rows;
    for (const column of this.#columns) column.consume(batch);
  }

  state(): ProfileState {
    return { rows: this.#rows, columns: this.#columns.map((column) => column.state()) };
  }
}

class ColumnReducer {
  readonly #field: number;
  readonly #access: ValueAccess;
  readonly #numbers: NumberStats | undefined;
  readonly #texts = new TextExtremes();
  readonly #distinct = new DistinctEstimate();
  #present = 0;

  constructor(field: number, isNumber: boolean, access: ValueAccess) {
    this.#field = field;
    this.#access = access;
    this.#numbers = isNumber ? new NumberStats(access.text, access.decimalMark) : undefined;
  }

  consume(batch: Batch): void {
    const { first, counts, starts, ends, kinds } = batch;
    const column = this.#field;
    if (column < 0) return;
    for (let row = 0; row < batch.rows; row++) {
      const field = column < (counts[row] as number) ? (first[row] as number) + column : -1;
      if (isNull(batch, field)) continue;
      this.#present++;
      let { bytes } = batch;
      let from = starts[field] as number;
      let to = ends[field] as number;
      if ((kinds[field] as number) >= 2) {
        bytes = this.#access.text.bytes(batch, field);
        from = 0;
        to = bytes.length;
      }
      this.#distinct.add(hashBytes(bytes, from, to));
      if (this.#numbers === undefined) this.#texts.add(0, bytes, from, to);
      else this.#numbers.addBytes(0, bytes, from, to);
    }
  }

  state(): ColumnProfile {
    const numbers = this.#numbers?.state(0);
    const decoded = (bytes: Buffer | undefined): string | undefined =>
      bytes === undefined ? undefined : this.#access.text.decode(bytes, 0, bytes.length);
    return {
      present: this.#present,
      distinct: this.#distinct.registers,
      numbers,
      min: numbers === undefined ? decoded(this.#texts.min(0)) : numbers.min,
      max: numbers === undefined ? decoded(this.#texts.max(0)) : numbers.max,
    };
  }
}

export function mergeProfiles(one: ProfileState, other: ProfileState): ProfileState {
  return {
    rows: one.rows + other.rows,
    columns: one.columns.map((column, index) => {
      const more = other.columns[index] as ColumnProfile;
      const distinct = new DistinctEstimate(column.distinct);
      distinct.merge(more.distinct);
      const numbers =
        column.numbers === undefined || more.numbers === undefined
          ? undefined
          : mergeNumbers(column.numbers, more.numbers);
      return {
        present: column.present + more.present,
        distinct: distinct.registers,
        numbers,
        min: numbers === undefined ? extreme(column.min, more.min, -1) : numbers.min,
        max: numbers === undefined ? extreme(column.max, more.max, 1) : numbers.max,
      };
    }),
  };
}

function extreme(one: string | undefined, other: string | undefined, sign: 1 | -1): string | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Buffer.compare(Buffer.from(other), Buffer.from(one)) * sign > 0 ? other : one;
}

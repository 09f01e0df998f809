import type { Batch } from "../scan/batch.ts";
import type { FieldText } from "../scan/field-text.ts";
import { numberText, parsed, parseNumber } from "../scan/number.ts";
import { compareDigits } from "./compare-digits.ts";
import { DecimalSum, type DecimalSumState } from "./decimal-sum.ts";

/** What is known of the numbers of one group, as plain data. */
export interface NumberState {
  /** Values that are numbers. */
  readonly count: number;
  /** Values that are there and are no numbers. */
  readonly others: number;
  readonly sum: DecimalSumState;
  /** As they stand in the file, with a decimal point; undefined where there is no number. */
  readonly min: string | undefined;
  readonly max: string | undefined;
}

/** Scales that have a cell of their own in each group; numbers with more decimals take the slow way. */
const SCALES = 6;
const LARGEST = Number.MAX_SAFE_INTEGER;

/** Count, sum, minimum and maximum of numbers, for many groups, from one reading of each number. */
export class NumberStats {
  #counts: Float64Array = new Float64Array(16);
  #others: Float64Array = new Float64Array(16);
  #mins: Float64Array = new Float64Array(16).fill(Number.POSITIVE_INFINITY);
  #maxs: Float64Array = new Float64Array(16).fill(Number.NEGATIVE_INFINITY);
  #cells: Float64Array = new Float64Array(16 * SCALES);
  readonly #rest = new Map<number, DecimalSum>();
  readonly #minTexts: string[] = [];
  readonly #maxTexts: string[] = [];
  readonly #text: FieldText;
  readonly #mark: number;

  constructor(text: FieldText, decimalMark: number) {
    this.#text = text;
    this.#mark = decimalMark;
  }

  /** Bytes that a group takes. */
  static readonly groupBytes = 8 * (4 + SCALES) + 64;

  /** Takes in a value that is there. */
  add(group: number, batch: Batch, field: number): void {
    if ((batch.kinds[field] as number) < 2) {
      this.addBytes(group, batch.bytes, batch.starts[field] as number, batch.ends[field] as number);
    } else {
      const bytes = this.#text.bytes(batch, field);
      this.addBytes(group, bytes, 0, bytes.length);
    }
  }

  addBytes(group: number, bytes: Buffer, from: number, to: number): void {
    if (group >= this.#counts.length) this.#grow(group);
    const value = parseNumber(bytes, from, to, this.#mark);
    if (Number.isNaN(value)) {
      (this.#others[group] as number)++;
      return;
    }
    (this.#counts[group] as number)++;
    const { scale, mantissa } = parsed;
    if (scale < SCALES && parsed.digits <= 15 && !parsed.exponent) {
      const cell = group * SCALES + scale;
      const sum = (this.#cells[cell] as number) + mantissa;
      if (sum <= LARGEST && sum >= -LARGEST) this.#cells[cell] = sum;
      else this.#slow(group).addParsed(value, bytes, from, to, this.#mark);
    } else this.#slow(group).addParsed(value, bytes, from, to, this.#mark);
    const isLong = parsed.digits > 15;
    if (value < (this.#mins[group] as number) || (isLong && value === this.#mins[group])) {
      this.#minTexts[group] = smaller(
        this.#minTexts[group],
        this.#written(bytes, from, to),
        value < (this.#mins[group] as number),
      );
      this.#mins[group] = value;
    }
    if (value > (this.#maxs[group] as number) || (isLong && value === this.#maxs[group])) {
      this.#maxTexts[group] = larger(
        this.#maxTexts[group],
        this.#written(bytes, from, to),
        value > (this.#maxs[group] as number),
      );
      this.#maxs[group] = value;
    }
  }

  state(group: number): NumberState {
    const sum = new DecimalSum();
    if (group < this.#counts.length) {
      const cells = [...this.#cells.subarray(group * SCALES, (group + 1) * SCALES)];
      sum.merge({ sums: cells, carried: [], inexact: 0, isExact: true });
    }
    const rest = this.#rest.get(group);
    if (rest !== undefined) sum.merge(rest.state());
    return {
      count: this.#counts[group] ?? 0,
      others: this.#others[group] ?? 0,
      sum: sum.state(),
      min: this.#minTexts[group],
      max: this.#maxTexts[group],
    };
  }

  #slow(group: number): DecimalSum {
    let sum = this.#rest.get(group);
    if (sum === undefined) {
      sum = new DecimalSum();
      this.#rest.set(group, sum);
    }
    return sum;
  }

  #written(bytes: Buffer, from: number, to: number): string {
    return numberText(bytes, from, to, this.#mark);
  }

  #grow(group: number): void {
    const length = Math.max(this.#counts.length * 2, group + 1);
    this.#counts = resized(this.#counts, length, 0);
    this.#others = resized(this.#others, length, 0);
    this.#mins = resized(this.#mins, length, Number.POSITIVE_INFINITY);
    this.#maxs = resized(this.#maxs, length, Number.NEGATIVE_INFINITY);
    this.#cells = resized(this.#cells, length * SCALES, 0);
  }
}

export function mergeNumbers(one: NumberState, other: NumberState): NumberState {
  const sum = new DecimalSum();
  sum.merge(one.sum);
  sum.merge(other.sum);
  return {
    count: one.count + other.count,
    others: one.others + other.others,
    sum: sum.state(),
    min: other.min === undefined ? one.min : smaller(one.min, other.min, false),
    max: other.max === undefined ? one.max : larger(one.max, other.max, false),
  };
}

export function sumOf({ sum }: NumberState): DecimalSum {
  const total = new DecimalSum();
  total.merge(sum);
  return total;
}

function smaller(known: string | undefined, other: string, isSmaller: boolean): string {
  return known === undefined || isSmaller || compareDigits(other, known) < 0 ? other : known;
}

function larger(known: string | undefined, other: string, isLarger: boolean): string {
  return known === undefined || isLarger || compareDigits(other, known) > 0 ? other : known;
}

function resized(from: Float64Array, length: number, fill: number): Float64Array {
  const to = new Float64Array(length).fill(fill, from.length);
  to.set(from);
  return to;
}

import { memoryCap } from "../errors.ts";
import { compareDigits } from "../reduce/compare-digits.ts";
import { compareText } from "../reduce/compare-text.ts";
import type { Row } from "../table/open-table.ts";

/** One of the columns that decide an order. */
export interface SortKey {
  readonly column: string;
  readonly descending?: boolean;
  readonly as?: "number" | "text";
}

/** A number with more digits than a double holds. */
interface LongNumber {
  readonly value: number;
  readonly digits: string;
}

/** What is compared; null comes last. */
export type Value = number | LongNumber | string | null;

interface Kept {
  readonly values: readonly Value[];
  readonly row: Row;
}

/** The first rows of an order: never more than twice as many as are wanted. */
export class FirstRows {
  readonly #limit: number;
  readonly #signs: readonly number[];
  readonly #maxMemoryBytes: number;
  #kept: Kept[] = [];
  #worst: readonly Value[] | undefined;
  #bytes = 0;

  constructor(limit: number, by: readonly SortKey[], maxMemoryBytes: number) {
    this.#limit = limit;
    this.#signs = by.map(({ descending }) => (descending === true ? -1 : 1));
    this.#maxMemoryBytes = maxMemoryBytes;
  }

  /** Whether a record may be among the first, as far as is known. */
  isAmong(values: readonly Value[]): boolean {
    return this.#worst === undefined || this.#compare(values, this.#worst) < 0;
  }

  add(kept: Kept): void {
    this.#kept.push(kept);
    for (const value of kept.row) this.#bytes += 16 + (value?.length ?? 0);
    if (this.#kept.length < this.#limit * 2) return;
    this.#kept = this.rows();
    this.#worst = this.#kept.at(-1)?.values;
    this.#bytes = 0;
    for (const { row } of this.#kept) for (const value of row) this.#bytes += 16 + (value?.length ?? 0);
    if (this.#bytes > this.#maxMemoryBytes) {
      throw memoryCap("Sorting", "Ask for fewer rows or columns, or use the SQL engine.");
    }
  }

  rows(): Kept[] {
    return this.#kept.toSorted((a, b) => this.#compare(a.values, b.values)).slice(0, this.#limit);
  }

  #compare(one: readonly Value[], other: readonly Value[]): number {
    for (const [index, sign] of this.#signs.entries()) {
      const a = one[index] ?? null;
      const b = other[index] ?? null;
      if (a === b) continue;
      if (a === null || b === null) return a === null ? 1 : -1;
      const difference =
        typeof a === "string" || typeof b === "string"
          ? compareText(String(a), String(b))
          : compareNumbers(a, b);
      if (difference !== 0) return sign * difference;
    }
    return 0;
  }
}

function compareNumbers(one: number | LongNumber, other: number | LongNumber): number {
  if (typeof one === "number" && typeof other === "number") return one - other;
  return compareDigits(digitsOf(one), digitsOf(other));
}

function digitsOf(number: number | LongNumber): string {
  return typeof number === "number" ? String(number) : number.digits;
}

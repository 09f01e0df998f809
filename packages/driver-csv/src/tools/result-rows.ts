import type { Settings } from "../options.ts";

/** Collects the rows of a result within its limits, and counts what they cost. */
export class ResultRows<Cell extends string | number | null = string | null> {
  readonly rows: Cell[][] = [];
  /** Values that were longer than a result may have them. */
  cutValues = 0;
  readonly #limit: number;
  readonly #maxValue: number;
  #left: number;

  constructor(limit: number, { maxValueLength, maxResultLength, maxRows }: Settings) {
    this.#limit = Math.min(limit, maxRows);
    this.#maxValue = maxValueLength;
    this.#left = maxResultLength;
  }

  get isFull(): boolean {
    return this.rows.length >= this.#limit || this.#left <= 0;
  }

  add(row: readonly Cell[]): void {
    const shown = row.map((value) => this.#cut(value));
    for (const value of shown) this.#left -= 3 + String(value).length;
    this.rows.push(shown);
  }

  /** Remarks on the rows, where there is something to say. */
  notes(): string[] {
    if (this.cutValues === 0) return [];
    return [
      `${this.cutValues} values are longer than ${this.#maxValue} characters and were cut; "…" marks them.`,
    ];
  }

  #cut(value: Cell): Cell {
    if (typeof value !== "string" || value.length <= this.#maxValue) return value;
    this.cutValues++;
    return `${value.slice(0, this.#maxValue)}…` as Cell;
  }
}

/** A page's place in a table, as an opaque text. */
export interface Place {
  readonly part: number;
  readonly offset: number;
  /** Version of the file that the offset is of. */
  readonly version: string | undefined;
}

export function cursorOf(place: Place): string {
  return Buffer.from(JSON.stringify([place.part, place.offset, place.version ?? null])).toString("base64url");
}

/** Undefined for a text that is no cursor. */
export function placeOf(cursor: string): Place | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString());
    if (!Array.isArray(value)) return undefined;
    const [part, offset, version] = value as readonly unknown[];
    if (!Number.isSafeInteger(part) || !Number.isSafeInteger(offset)) return undefined;
    if (Number(part) < 0 || Number(offset) < 0) return undefined;
    return {
      part: Number(part),
      offset: Number(offset),
      version: typeof version === "string" ? version : undefined,
    };
  } catch {
    return undefined;
  }
}

import type { Batch } from "../scan/batch.ts";
import { DistinctEstimate } from "./distinct-estimate.ts";
import { hashBytes, KeyTable } from "./key-table.ts";
import { type NumberState, NumberStats } from "./number-stats.ts";
import { isNull, numberAt, type ValueAccess } from "./predicate.ts";
import { QuantileSketch } from "./quantile-sketch.ts";
import { TextExtremes } from "./text-extremes.ts";

/** What is collected of one column for all groups. Each kind serves several measures with one look at a value. */
export interface MeasureColumn {
  consume(batch: Batch, groups: Int32Array): void;
  /** About how much memory it takes. */
  bytes(groups: number): number;
  /** Plain data: an entry for each group. */
  state(groups: number): unknown;
}

/** Calls `add` for each value that is there, of records in a group. */
abstract class Collected implements MeasureColumn {
  readonly #field: number;

  constructor(field: number) {
    this.#field = field;
  }

  consume(batch: Batch, groups: Int32Array): void {
    const column = this.#field;
    if (column < 0) return;
    const { first, counts } = batch;
    for (let row = 0; row < batch.rows; row++) {
      const group = groups[row] as number;
      if (group < 0 || column >= (counts[row] as number)) continue;
      const field = (first[row] as number) + column;
      if (!isNull(batch, field)) this.add(group, batch, field);
    }
  }

  protected abstract add(group: number, batch: Batch, field: number): void;
  abstract bytes(groups: number): number;
  abstract state(groups: number): unknown;
}

export class Numbers extends Collected {
  readonly #stats: NumberStats;

  constructor(field: number, access: ValueAccess) {
    super(field);
    this.#stats = new NumberStats(access.text, access.decimalMark);
  }

  protected override add(group: number, batch: Batch, field: number): void {
    this.#stats.add(group, batch, field);
  }

  override bytes(groups: number): number {
    return groups * NumberStats.groupBytes;
  }

  override state(groups: number): NumberState[] {
    return Array.from({ length: groups }, (_, group) => this.#stats.state(group));
  }
}

export class Texts extends Collected {
  readonly #extremes = new TextExtremes();
  readonly #access: ValueAccess;

  constructor(field: number, access: ValueAccess) {
    super(field);
    this.#access = access;
  }

  protected override add(group: number, batch: Batch, field: number): void {
    const bytes = this.#access.text.bytes(batch, field);
    this.#extremes.add(group, bytes, 0, bytes.length);
  }

  override bytes(groups: number): number {
    return groups * 200;
  }

  override state(groups: number): Array<readonly [string | undefined, string | undefined]> {
    const { text } = this.#access;
    const decoded = (bytes: Buffer | undefined): string | undefined =>
      bytes === undefined ? undefined : text.decode(bytes, 0, bytes.length);
    return Array.from({ length: groups }, (_, group) => [
      decoded(this.#extremes.min(group)),
      decoded(this.#extremes.max(group)),
    ]);
  }
}

export class Present extends Collected {
  readonly #counts: number[] = [];

  protected override add(group: number): void {
    this.#counts[group] = (this.#counts[group] ?? 0) + 1;
  }

  override bytes(groups: number): number {
    return groups * 8;
  }

  override state(groups: number): number[] {
    return Array.from({ length: groups }, (_, group) => this.#counts[group] ?? 0);
  }
}

/** Calls `addNumber` for each value that is a number. */
abstract class CollectedNumbers extends Collected {
  readonly #access: ValueAccess;

  constructor(field: number, access: ValueAccess) {
    super(field);
    this.#access = access;
  }

  protected override add(group: number, batch: Batch, field: number): void {
    const value = numberAt(batch, field, this.#access.text, this.#access.decimalMark);
    if (!Number.isNaN(value)) this.addNumber(group, value);
  }

  protected abstract addNumber(group: number, value: number): void;
}

export class Values extends CollectedNumbers {
  readonly #values: number[][] = [];
  #count = 0;

  protected override addNumber(group: number, value: number): void {
    const known = this.#values[group];
    if (known === undefined) this.#values[group] = [value];
    else known.push(value);
    this.#count++;
  }

  override bytes(groups: number): number {
    return this.#count * 12 + groups * 50;
  }

  override state(groups: number): Float64Array[] {
    return Array.from({ length: groups }, (_, group) => Float64Array.from(this.#values[group] ?? []));
  }
}

export class Sketches extends CollectedNumbers {
  readonly #sketches: QuantileSketch[] = [];

  protected override addNumber(group: number, value: number): void {
    let sketch = this.#sketches[group];
    if (sketch === undefined) this.#sketches[group] = sketch = new QuantileSketch();
    sketch.add(value);
  }

  override bytes(groups: number): number {
    return groups * 2000;
  }

  override state(groups: number): Array<ReadonlyMap<number, number>> {
    return Array.from(
      { length: groups },
      (_, group) => this.#sketches[group]?.buckets ?? new Map<number, number>(),
    );
  }
}

/** Different values of each group: a group and a value make a key, and new keys are counted. */
export class Distinct extends Collected {
  readonly #table = new KeyTable();
  readonly #access: ValueAccess;
  #scratch: Buffer = Buffer.alloc(1024);

  constructor(field: number, access: ValueAccess) {
    super(field);
    this.#access = access;
  }

  protected override add(group: number, batch: Batch, field: number): void {
    const bytes = this.#access.text.bytes(batch, field);
    if (bytes.length + 4 > this.#scratch.length) this.#scratch = Buffer.alloc(bytes.length * 2);
    this.#scratch.writeUInt32LE(group, 0);
    this.#scratch.set(bytes, 4);
    this.#table.number(this.#scratch, 0, bytes.length + 4);
  }

  override bytes(): number {
    return this.#table.bytes;
  }

  override state(groups: number): string[][] {
    const values = Array.from({ length: groups }, (): string[] => []);
    for (let number = 0; number < this.#table.size; number++) {
      const key = this.#table.key(number);
      values[key.readUInt32LE(0)]?.push(this.#access.text.decode(key, 4, key.length));
    }
    return values;
  }
}

export class Estimates extends Collected {
  readonly #estimates: DistinctEstimate[] = [];
  readonly #access: ValueAccess;

  constructor(field: number, access: ValueAccess) {
    super(field);
    this.#access = access;
  }

  protected override add(group: number, batch: Batch, field: number): void {
    let estimate = this.#estimates[group];
    if (estimate === undefined) this.#estimates[group] = estimate = new DistinctEstimate();
    const bytes = this.#access.text.bytes(batch, field);
    estimate.add(hashBytes(bytes, 0, bytes.length));
  }

  override bytes(groups: number): number {
    return groups * 16_500;
  }

  override state(groups: number): Array<Uint8Array | undefined> {
    return Array.from({ length: groups }, (_, group) => this.#estimates[group]?.registers);
  }
}

import type { Batch } from "../scan/batch.ts";
import { KeyTable } from "./key-table.ts";
import { fieldOf, type ValueAccess } from "./predicate.ts";

/** So many of the first key bytes make a length of each part; the largest stands for a missing value. */
const LENGTH_BYTES = 4;
const MISSING = 0xffff_ffff;

/** Numbers the combinations of key values. One key needs no more than its bytes; several are joined with their lengths. */
export class GroupKeys {
  readonly #table = new KeyTable();
  readonly #fields: readonly number[];
  readonly #access: ValueAccess;
  #scratch: Buffer = Buffer.alloc(1024);
  /** The group of records without a value, where there is one key. */
  #missing = -1;

  constructor(slots: readonly number[], access: ValueAccess) {
    this.#fields = slots.map((slot) => access.fields[slot] ?? -1);
    this.#access = access;
  }

  get size(): number {
    return this.#table.size;
  }

  get bytes(): number {
    return this.#table.bytes;
  }

  group(batch: Batch, row: number): number {
    const [only = -1] = this.#fields;
    if (this.#fields.length > 1) return this.#joined(batch, row);
    const field = fieldOf(batch, row, only);
    if (field < 0) {
      // No value of a file in UTF-8 has this byte, and in other encodings a marker of this length is no value.
      if (this.#missing < 0) this.#missing = this.#table.number(MARKER, 0, MARKER.length);
      return this.#missing;
    }
    if ((batch.kinds[field] as number) < 2) {
      return this.#table.number(batch.bytes, batch.starts[field] as number, batch.ends[field] as number);
    }
    const bytes = this.#access.text.bytes(batch, field);
    return this.#table.number(bytes, 0, bytes.length);
  }

  /** The key values of every group. */
  values(): Array<readonly (string | null)[]> {
    const { text } = this.#access;
    const all: Array<readonly (string | null)[]> = [];
    for (let group = 0; group < this.size; group++) {
      const key = this.#table.key(group);
      if (this.#fields.length > 1) all.push(this.#split(key));
      else all.push([group === this.#missing ? null : text.decode(key, 0, key.length)]);
    }
    return all;
  }

  #joined(batch: Batch, row: number): number {
    let used = 0;
    for (const column of this.#fields) {
      const field = fieldOf(batch, row, column);
      const value = field < 0 ? EMPTY : this.#access.text.bytes(batch, field);
      if (used + value.length + LENGTH_BYTES > this.#scratch.length) {
        const larger = Buffer.alloc((used + value.length + LENGTH_BYTES) * 2);
        this.#scratch.copy(larger, 0, 0, used);
        this.#scratch = larger;
      }
      this.#scratch.writeUInt32LE(field < 0 ? MISSING : value.length, used);
      this.#scratch.set(value, used + LENGTH_BYTES);
      used += LENGTH_BYTES + value.length;
    }
    return this.#table.number(this.#scratch, 0, used);
  }

  #split(key: Buffer): Array<string | null> {
    const values: Array<string | null> = [];
    let at = 0;
    while (at < key.length) {
      const length = key.readUInt32LE(at);
      at += LENGTH_BYTES;
      if (length === MISSING) values.push(null);
      else {
        values.push(this.#access.text.decode(key, at, at + length));
        at += length;
      }
    }
    return values;
  }
}

const EMPTY = Buffer.alloc(0);
const MARKER = Buffer.from([0xff, 0x00, 0xff, 0x4d, 0x49, 0x53, 0x53]);

/**
 * Numbers the different byte strings that it is shown, from 0 on, without making a text of any. Keys lie one after
 * the other in one block of memory, so that a million of them are no burden for the garbage collector.
 */
export class KeyTable {
  size = 0;
  #slots: Int32Array = new Int32Array(1024).fill(-1);
  #hashes: Int32Array = new Int32Array(512);
  #ends: Int32Array = new Int32Array(512);
  #keys: Buffer = Buffer.alloc(8192);
  #used = 0;

  /** The number of the key in `bytes[from, to)`; it gets the next one where it is new. */
  number(bytes: Uint8Array, from: number, to: number): number {
    const hash = hashBytes(bytes, from, to);
    const slots = this.#slots;
    const mask = slots.length - 1;
    let slot = hash & mask;
    for (;;) {
      const known = slots[slot] as number;
      if (known < 0) break;
      if (this.#hashes[known] === hash && this.#isKey(known, bytes, from, to)) return known;
      slot = (slot + 1) & mask;
    }
    return this.#insert(slot, hash, bytes, from, to);
  }

  /** The bytes of a key. */
  key(number: number): Buffer {
    return this.#keys.subarray(this.#begin(number), this.#ends[number]);
  }

  /** About how many bytes of memory it takes. */
  get bytes(): number {
    return this.#keys.length + (this.#hashes.length + this.#ends.length + this.#slots.length) * 4;
  }

  #begin(number: number): number {
    return number === 0 ? 0 : (this.#ends[number - 1] as number);
  }

  #isKey(known: number, bytes: Uint8Array, from: number, to: number): boolean {
    const keys = this.#keys;
    let at = this.#begin(known);
    if ((this.#ends[known] as number) - at !== to - from) return false;
    for (let i = from; i < to; i++) if (bytes[i] !== keys[at++]) return false;
    return true;
  }

  #insert(slot: number, hash: number, bytes: Uint8Array, from: number, to: number): number {
    const number = this.size;
    if (number === this.#hashes.length) {
      this.#hashes = larger(this.#hashes);
      this.#ends = larger(this.#ends);
    }
    const length = to - from;
    if (this.#used + length > this.#keys.length) {
      const keys = Buffer.alloc(Math.max(this.#keys.length * 2, this.#used + length));
      keys.set(this.#keys.subarray(0, this.#used));
      this.#keys = keys;
    }
    for (let i = from; i < to; i++) this.#keys[this.#used++] = bytes[i] as number;
    this.#hashes[number] = hash;
    this.#ends[number] = this.#used;
    this.#slots[slot] = number;
    this.size++;
    if (this.size * 2 > this.#slots.length) this.#rehash();
    return number;
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (let number = 0; number < this.size; number++) {
      let slot = (this.#hashes[number] as number) & mask;
      while ((slots[slot] as number) >= 0) slot = (slot + 1) & mask;
      slots[slot] = number;
    }
    this.#slots = slots;
  }
}

/** 32 well-mixed bits of a byte string. */
export function hashBytes(bytes: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5 ^ (to - from);
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return hash ^ (hash >>> 16);
}

function larger(from: Int32Array): Int32Array<ArrayBuffer> {
  const to = new Int32Array(from.length * 2);
  to.set(from);
  return to;
}

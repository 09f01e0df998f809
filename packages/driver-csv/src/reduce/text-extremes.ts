/** The smallest and the largest of the byte strings that each group was shown. Bytes of UTF-8 compare as code points do. */
export class TextExtremes {
  readonly #mins: Buffer[] = [];
  readonly #maxs: Buffer[] = [];

  add(group: number, bytes: Buffer, from: number, to: number): void {
    const min = this.#mins[group];
    if (min === undefined) {
      const copy = Buffer.from(bytes.subarray(from, to));
      this.#mins[group] = copy;
      this.#maxs[group] = copy;
      return;
    }
    if (compareBytes(bytes, from, to, min) < 0) this.#mins[group] = Buffer.from(bytes.subarray(from, to));
    const max = this.#maxs[group] as Buffer;
    if (compareBytes(bytes, from, to, max) > 0) this.#maxs[group] = Buffer.from(bytes.subarray(from, to));
  }

  min(group: number): Buffer | undefined {
    return this.#mins[group];
  }

  max(group: number): Buffer | undefined {
    return this.#maxs[group];
  }
}

function compareBytes(bytes: Buffer, from: number, to: number, known: Buffer): number {
  const length = Math.min(to - from, known.length);
  for (let i = 0; i < length; i++) {
    const difference = (bytes[from + i] as number) - (known[i] as number);
    if (difference !== 0) return difference;
  }
  return to - from - known.length;
}

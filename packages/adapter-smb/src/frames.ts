/** The length in front of a packet. */
export const PREFIX = 4;
/** Longer than any answer to what is asked for here. */
const LONGEST = 1_048_576;

/**
 * Cuts what arrives into packets, each with its length in front. The library does so as well, but what is wrong
 * with the bytes it throws where nobody can catch it.
 */
export class Frames {
  #rest: Buffer = Buffer.alloc(0);

  /** @throws Error for what is no packet. */
  *take(chunk: Buffer): Generator<Buffer> {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (this.#rest.length >= PREFIX) {
      const length = this.#rest.readUInt32BE(0);
      if (length > LONGEST) throw new Error("the server does not speak SMB");
      const end = PREFIX + length;
      if (this.#rest.length < end) return;
      yield this.#rest.subarray(0, end);
      this.#rest = this.#rest.subarray(end);
    }
  }
}

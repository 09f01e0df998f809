/** The length in front of a packet. */
export const PREFIX = 4;
/** Where things stand in a packet. */
export const AT = { status: 8, type: 12, flags: 16, messageId: 24, signature: 48, body: 64 } as const;
/** A header alone; and longer than any answer to what is asked for here. */
const [SHORTEST, LONGEST] = [AT.body, 1_048_576];
const BEGINNING = Buffer.from("\xfeSMB", "latin1");

/** What goes out in front of a packet. */
export function prefixOf(packet: Buffer): Buffer {
  const prefix = Buffer.alloc(PREFIX);
  prefix.writeUInt32BE(packet.length);
  return prefix;
}

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
      if (length < SHORTEST || length > LONGEST) throw new Error("the server does not speak SMB");
      const end = PREFIX + length;
      if (this.#rest.length < end) return;
      const packet = this.#rest.subarray(PREFIX, end);
      if (!packet.subarray(0, BEGINNING.length).equals(BEGINNING)) {
        throw new Error("the server does not speak SMB as of version 2");
      }
      yield this.#rest.subarray(0, end);
      this.#rest = this.#rest.subarray(end);
    }
  }
}

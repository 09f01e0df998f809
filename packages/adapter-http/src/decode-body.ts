import type { Transform } from "node:stream";

/** Loaded with the first body that is encoded: a process that starts, asks and ends should not pay for it. */
const zlib = (): typeof import("node:zlib") => process.getBuiltinModule("node:zlib");

/** What a {@link BodyDecoder} reports. Nothing follows after `end`, `fail` or `destroy`. */
export interface DecoderEvents {
  data(chunk: Uint8Array): void;
  end(): void;
  fail(error: Error): void;
  /** More input is welcome again. */
  drain(): void;
}

/** How one coding is undone: piece by piece, or at once where the result is small. */
interface Decoder {
  stream(firstByte: number | undefined): Transform;
  /** Throws `ERR_BUFFER_TOO_LARGE` when the result is larger than {@link SMALL_OUTPUT}. */
  whole(bytes: Uint8Array): Buffer;
}

/** A body that is no larger when it has arrived is decoded at once; a stream's way through its thread costs more than the work. */
const SMALL_INPUT = 16_384;
/** What may be decoded at once, so that the event loop is held for less than a millisecond. */
const SMALL_OUTPUT = { maxOutputLength: 262_144 };
/** RFC 9659: 8 MiB is what a decoder has to have ready; a hostile frame may ask for far more. */
const zstd = () => ({ params: { [zlib().constants.ZSTD_d_windowLogMax]: 23 } });

const GZIP: Decoder = {
  stream: () => zlib().createGunzip(),
  whole: (bytes) => zlib().gunzipSync(bytes, SMALL_OUTPUT),
};
const DECODERS: Readonly<Record<string, Decoder>> = {
  gzip: GZIP,
  "x-gzip": GZIP,
  deflate: {
    stream: (firstByte) => (isZlib(firstByte) ? zlib().createInflate() : zlib().createInflateRaw()),
    whole: (bytes) => (isZlib(bytes[0]) ? zlib().inflateSync : zlib().inflateRawSync)(bytes, SMALL_OUTPUT),
  },
  br: {
    stream: () => zlib().createBrotliDecompress(),
    whole: (bytes) => zlib().brotliDecompressSync(bytes, SMALL_OUTPUT),
  },
  zstd: {
    stream: () => zlib().createZstdDecompress(zstd()),
    whole: (bytes) => zlib().zstdDecompressSync(bytes, { ...zstd(), ...SMALL_OUTPUT }),
  },
};

/** "deflate" is the zlib format by the standard, and the bare one by the habit of half of the world. */
function isZlib(firstByte = 8): boolean {
  return (firstByte & 0x0f) === 8;
}

const MAX_CODINGS = 3;

/** The codings of a header in the order of their application; empty when there is nothing to decode. */
export function codingsOf(header: string | readonly string[] | undefined): readonly string[] {
  if (header === undefined) return [];
  return String(header)
    .split(",")
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== "" && coding !== "identity");
}

/** Why codings cannot be decoded, or undefined when they can. */
export function undecodable(codings: readonly string[]): string | undefined {
  if (codings.length > MAX_CODINGS) return "too many content codings";
  const unknown = codings.find((coding) => !Object.hasOwn(DECODERS, coding));
  return unknown === undefined
    ? undefined
    : `content coding ${JSON.stringify(unknown.slice(0, 40))} is unknown`;
}

/**
 * Decodes while the body arrives, one small piece at a time, so that the receiver can stop a bomb before it
 * unfolds.
 */
export class BodyDecoder {
  readonly #decoders: readonly Decoder[];
  readonly #events: DecoderEvents;
  /** What came while the body may still turn out to be small. */
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #stages: readonly Transform[] = [];

  constructor(codings: readonly string[], events: DecoderEvents) {
    this.#decoders = codings.flatMap((coding) => DECODERS[coding] ?? []).reverse();
    this.#events = events;
  }

  /** False when the sender should wait for `drain`. */
  write(chunk: Uint8Array): boolean {
    const [first] = this.#stages;
    if (first !== undefined) return first.write(chunk);
    this.#waiting.push(chunk);
    this.#waitingBytes += chunk.length;
    return this.#waitingBytes <= SMALL_INPUT || !this.#open(this.#takeWaiting()).writableNeedDrain;
  }

  /** Decodes what came so far instead of waiting for more; false when nothing is waiting. */
  start(): boolean {
    if (this.#stages.length > 0 || this.#waitingBytes === 0) return false;
    this.#open(this.#takeWaiting());
    return true;
  }

  end(): void {
    const [first] = this.#stages;
    if (first !== undefined) first.end();
    else if (this.#waitingBytes > 0) this.#decodeAtOnce(this.#takeWaiting());
    // A response that says "gzip" and has no body at all is what some servers send for an empty one.
    else this.#events.end();
  }

  destroy(): void {
    for (const stage of this.#stages)
      stage
        .removeAllListeners()
        .on("error", () => {})
        .destroy();
  }

  #decodeAtOnce(bytes: Uint8Array): void {
    let decoded = bytes;
    try {
      for (const decoder of this.#decoders) decoded = decoder.whole(decoded);
    } catch (error) {
      if ((error as { code?: unknown }).code === "ERR_BUFFER_TOO_LARGE") this.#open(bytes).end();
      else this.#fail(error as Error);
      return;
    }
    this.#events.data(decoded);
    this.#events.end();
  }

  /** Starts the streams; returns the first of them. */
  #open(bytes: Uint8Array): Transform {
    this.#stages = this.#decoders.map((decoder, index) => decoder.stream(index === 0 ? bytes[0] : undefined));
    for (const stage of this.#stages) stage.on("error", (error: Error) => this.#fail(error));
    const last = this.#stages.reduce((from, to) => from.pipe(to));
    last.on("data", (chunk: Uint8Array) => this.#events.data(chunk)).on("end", () => this.#events.end());
    const first = this.#stages[0] ?? last;
    first.on("drain", () => this.#events.drain()).write(bytes);
    return first;
  }

  #takeWaiting(): Uint8Array {
    const [first] = this.#waiting;
    const bytes = this.#waiting.length === 1 && first !== undefined ? first : Buffer.concat(this.#waiting);
    this.#waiting = [];
    return bytes;
  }

  #fail(error: Error): void {
    this.destroy();
    this.#events.fail(error);
  }
}

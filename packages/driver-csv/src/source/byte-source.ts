import { setImmediate } from "node:timers/promises";

/** Bytes of one table file, wherever they come from, as they were when it was opened. */
export interface ByteSource {
  /** What people call it: a path, or a URL without its query. */
  readonly name: string;
  /** In bytes; undefined where only reading to the end would tell. */
  readonly size: number | undefined;
  /** Names the content; undefined where the backend cannot. */
  readonly version: string | undefined;
  /** Up to `length` bytes from `start`. Left out where the bytes can only be had from the first one on. */
  readonly read?: (start: number, length: number, signal?: AbortSignal) => Promise<Uint8Array>;
  /** By which threads of this process can read the same bytes, until the source is closed. */
  readonly descriptor?: number | undefined;
  /** What is read is read into memory that nobody else has: it may be given away. */
  readonly isFresh?: boolean;
  /** The bytes from `start` to the end, a block at a time. Leaving the loop ends the reading. */
  stream(start: number, signal?: AbortSignal): AsyncIterable<Uint8Array>;
  /**
   * Whether what was read is what was there when the source was opened.
   *
   * @throws CsvError `"file_changed"` where it is not.
   */
  verify(): Promise<void>;
  /** Whether the file is another one by now, if only longer. Left out where nobody can tell. */
  readonly isChanged?: (() => Promise<boolean>) | undefined;
  close(): Promise<void>;
}

/** A source that can be read at any place. */
export interface SeekableSource extends ByteSource {
  readonly size: number;
  readonly read: (start: number, length: number, signal?: AbortSignal) => Promise<Uint8Array>;
}

export function isSeekable(source: ByteSource): source is SeekableSource {
  return source.read !== undefined && source.size !== undefined;
}

/** The first block is small, so that looking at the head of a huge file is quick; later ones double up to this. */
const LARGEST_BLOCK = 1 << 20;
const FIRST_BLOCK = 1 << 16;
const LONGEST_BREATH_MS = 10;

/** Blocks of `[start, end)`, the next one on its way while the last one is used. */
export async function* readAhead(
  read: (start: number, length: number, signal?: AbortSignal) => Promise<Uint8Array>,
  start: number,
  end: number,
  signal?: AbortSignal,
  firstBlock: number = FIRST_BLOCK,
  largestBlock: number = LARGEST_BLOCK,
): AsyncGenerator<Uint8Array, void, undefined> {
  let at = start;
  let size = firstBlock;
  const ask = (): Promise<Uint8Array> | undefined => {
    if (at >= end) return undefined;
    const length = Math.min(size, end - at);
    const block = read(at, length, signal);
    at += length;
    size = Math.min(size * 2, largestBlock);
    // A block that is never awaited, because the loop was left, may fail unheard.
    block.catch(() => undefined);
    return block;
  };
  let coming = ask();
  let breath = performance.now();
  while (coming !== undefined) {
    const block = await coming;
    coming = ask();
    // Memory answers at once: without a pause neither a timer nor an abort would ever have its turn.
    if (performance.now() - breath > LONGEST_BREATH_MS) {
      await setImmediate();
      breath = performance.now();
    }
    yield block;
  }
}

/** Gives the memory of a block back at once: what waits for the garbage collector would add up to many blocks. */
export function release({ buffer }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
}

/** A block whose memory may be given away. */
export function owned(block: Uint8Array, isFresh: boolean): Uint8Array<ArrayBuffer> {
  const { buffer } = block;
  const isWhole = buffer instanceof ArrayBuffer && block.byteLength === buffer.byteLength;
  return isFresh && isWhole ? new Uint8Array(buffer) : new Uint8Array(block);
}

/** The first bytes of a source, at most `length`. */
export async function readHead(source: ByteSource, length: number, signal?: AbortSignal): Promise<Buffer> {
  if (isSeekable(source)) {
    return Buffer.from(await source.read(0, Math.min(length, source.size), signal));
  }
  const blocks: Uint8Array[] = [];
  let read = 0;
  for await (const block of source.stream(0, signal)) {
    blocks.push(block);
    read += block.length;
    if (read >= length) break;
  }
  return Buffer.concat(blocks).subarray(0, length);
}

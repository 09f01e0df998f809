import { readSync } from "node:fs";
import { fileChanged } from "../errors.ts";

/** A file of this machine that a worker reads by itself, from the descriptor that the caller's thread opened. */
export interface SharedFile {
  readonly descriptor: number;
  /** As it was when the file was opened. What was added since is not read. */
  readonly size: number;
  /** What people call it. */
  readonly name: string;
  /** Four bytes that are no longer zero once the caller wants no more: a worker that reads hears no messages. */
  readonly stop: SharedArrayBuffer;
}

/** It is copied from before the next one is read, and so small that it stays in the processor's cache. */
const BLOCK_BYTES = 1 << 17;

/**
 * The bytes of the file from `start`. A block is good until the next one is asked for: all lie in the same memory.
 *
 * @throws CsvError `"file_changed"` where the file has become shorter.
 */
export async function* fileBlocks(
  { descriptor, size, name, stop }: SharedFile,
  start: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const memory = Buffer.allocUnsafeSlow(BLOCK_BYTES);
  const flag = new Int32Array(stop);
  for (let at = start; at < size; ) {
    if (Atomics.load(flag, 0) !== 0) throw new Error("The scan was cancelled.");
    const count = readSync(descriptor, memory, 0, Math.min(BLOCK_BYTES, size - at), at);
    if (count === 0) throw fileChanged(name);
    at += count;
    yield memory.subarray(0, count);
  }
}

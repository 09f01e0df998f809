import { closeSync, constants, readSync } from "node:fs";
import type { FileCallOptions, FileStat, OpenFile } from "@mcs/core/ports";
import { type Opened, openHeld } from "./access.ts";
import { toFileStat } from "./entries.ts";
import { fileNotFound, guarded, notAFile, throwIfAborted, tooLarge } from "./errors.ts";
import { InUse } from "./in-use.ts";
import { fstat, read } from "./system.ts";
import type { Tree } from "./tree.ts";
import { walk } from "./walk.ts";

/** Opens a regular file for reading. @throws FileError, AbortedError */
export async function openFile(
  tree: Tree,
  path: string,
  { signal }: FileCallOptions = {},
): Promise<OpenFile> {
  const place = await walk(tree, path, { signal, followLast: true });
  try {
    return await guarded(path, async () => {
      if (place.name === "") throw notAFile(path, "a directory");
      const opened = await openHeld(tree, place, constants.O_RDONLY);
      if (opened === undefined) throw fileNotFound(path);
      return new LocalOpenFile(opened, path, tree);
    });
  } finally {
    place.release();
  }
}

class LocalOpenFile implements OpenFile {
  readonly stat: FileStat;
  readonly descriptor: number;
  readonly #path: string;
  readonly #maxBytes: number;
  readonly #isAtHand: boolean;
  readonly #uses: InUse;

  constructor({ fd, stat }: Opened, path: string, { lookups, settings }: Tree) {
    this.descriptor = fd;
    // It is only read: closing it waits for nothing.
    this.#uses = new InUse(path, () => closeSync(fd));
    this.stat = toFileStat(stat);
    this.#path = path;
    this.#maxBytes = settings.limits.maxReadBytes;
    this.#isAtHand = lookups.isAtHand(stat);
  }

  read(start: number, length: number, { signal }: FileCallOptions = {}): Promise<Uint8Array> {
    return this.#use(async () => {
      throwIfAborted(signal);
      if (length > this.#maxBytes && this.stat.size - start > this.#maxBytes) {
        throw tooLarge(this.#path, "has more bytes than one read brings", "maxReadBytes", this.#maxBytes);
      }
      const range = { start, length: Math.min(length, this.#maxBytes), expected: this.stat.size - start };
      return readRange(this.descriptor, range, this.#isAtHand, signal);
    });
  }

  current(): Promise<FileStat> {
    return this.#use(async () => toFileStat(await fstat(this.descriptor)));
  }

  close(): Promise<void> {
    return this.#uses.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #use<Result>(action: () => Promise<Result>): Promise<Result> {
    return guarded(this.#path, () => this.#uses.by(action));
  }
}

/** What one call of the system reads: an abort is noticed within a large range. */
const PIECE = 8 * 1024 * 1024;

/**
 * What is read at once where the file is at hand: mostly it lies in the kernel's memory, and comes in a tenth of
 * the time that a thread takes. Where it does not, everybody waits for one access to a disk of this machine: the
 * kernel reads so much ahead.
 */
const AT_ONCE = 128 * 1024;

interface Range {
  readonly start: number;
  /** The most that is wanted. */
  readonly length: number;
  /** What was there when the file was opened; it may have grown since. */
  readonly expected: number;
}

async function readRange(
  fd: number,
  { start, length, expected }: Range,
  isAtHand: boolean,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  // One byte more than is expected shows whether there is more. Not of Node's pool, which others share.
  let buffer = Buffer.allocUnsafeSlow(Math.min(length, Math.max(expected, 0) + 1));
  let filled = 0;
  while (filled < length) {
    throwIfAborted(signal);
    if (filled === buffer.length) buffer = grown(buffer, length);
    const most = Math.min(buffer.length - filled, PIECE);
    const isQuick = isAtHand && filled + most <= AT_ONCE + 1;
    const count = isQuick
      ? readSync(fd, buffer, filled, most, start + filled)
      : await read(fd, buffer, filled, most, start + filled);
    filled += count;
    if (count === 0 || (filled === expected && filled < buffer.length)) break;
  }
  return buffer.subarray(0, filled);
}

function grown(buffer: Buffer<ArrayBuffer>, most: number): Buffer<ArrayBuffer> {
  const larger = Buffer.allocUnsafeSlow(Math.min(most, buffer.length * 2 + 4096));
  buffer.copy(larger);
  return larger;
}

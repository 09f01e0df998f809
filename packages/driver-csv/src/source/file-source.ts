import { McsError } from "@mcs/core";
import type { FileStat, FilesystemPort, OpenFile } from "@mcs/core/ports";
import { fileChanged } from "../errors.ts";
import { readAhead, type SeekableSource } from "./byte-source.ts";

/** So many bytes at either end of a file stand for its content when it grows while it is read. */
const WITNESS = 4096;

/**
 * A file behind a `FilesystemPort`. It is a snapshot: the bytes that were there when it was opened, and no more,
 * also while somebody appends to it.
 *
 * @param isFresh the port is known to read into memory of its own each time
 */
export async function openFileSource(
  port: FilesystemPort,
  path: string,
  signal?: AbortSignal,
  isFresh: boolean = false,
): Promise<SeekableSource> {
  const file = await port.open(path, signal === undefined ? {} : { signal });
  try {
    const { size } = file.stat;
    const ends = await witnesses(file, size);
    return new FileSource(file, path, ends, isFresh);
  } catch (error) {
    await file.close();
    throw error;
  }
}

class FileSource implements SeekableSource {
  readonly name: string;
  readonly size: number;
  readonly version: string | undefined;
  readonly isFresh: boolean;
  readonly descriptor: number | undefined;
  readonly #file: OpenFile;
  readonly #ends: Buffer;

  constructor(file: OpenFile, name: string, ends: Buffer, isFresh: boolean) {
    this.name = name;
    this.size = file.stat.size;
    this.version = file.stat.version;
    this.isFresh = isFresh;
    this.descriptor = file.descriptor;
    this.#file = file;
    this.#ends = ends;
  }

  readonly read = async (start: number, length: number, signal?: AbortSignal): Promise<Uint8Array> => {
    const wanted = Math.min(length, this.size - start);
    let bytes: Uint8Array;
    try {
      bytes = await this.#file.read(start, wanted, signal === undefined ? {} : { signal });
    } catch (error) {
      if (McsError.is(error) && error.code === "version_mismatch") throw fileChanged(this.name, error);
      throw error;
    }
    if (bytes.length < wanted) throw fileChanged(this.name);
    return bytes;
  };

  stream(start: number, signal?: AbortSignal): AsyncIterable<Uint8Array> {
    return readAhead(this.read, start, this.size, signal);
  }

  readonly isChanged = async (): Promise<boolean> => !this.#isSame(await this.#file.current());

  #isSame({ version, size }: FileStat): boolean {
    return version === this.version && size === this.size;
  }

  /**
   * A file that was only appended to still has its snapshot. Nobody tells an append from a rewriting that also made
   * the file longer, so both ends of the snapshot are compared; and a record that was being written when the file
   * was opened is one that nobody may read.
   */
  async verify(): Promise<void> {
    const now = await this.#file.current();
    if (this.#isSame(now)) return;
    if (now.size <= this.size) throw fileChanged(this.name);
    if (!this.#ends.equals(await witnesses(this.#file, this.size))) throw fileChanged(this.name);
    if (this.size === 0) return;
    const seam = await this.#file.read(this.size - 1, 2);
    const isLineEnd = (byte: number | undefined): boolean => byte === 10 || byte === 13;
    if (!isLineEnd(seam[0]) && !isLineEnd(seam[1])) throw fileChanged(this.name);
  }

  close(): Promise<void> {
    return this.#file.close();
  }
}

async function witnesses(file: OpenFile, size: number): Promise<Buffer> {
  if (size <= 2 * WITNESS) return Buffer.from(await file.read(0, size));
  const ends = await Promise.all([file.read(0, WITNESS), file.read(size - WITNESS, WITNESS)]);
  return Buffer.concat(ends);
}

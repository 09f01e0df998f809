import { type FileHandle, mkdtemp, open, rm, unlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LimitError } from "@mcs/core";
import { DESCRIPTOR_PATHS, pathOfDescriptor } from "./local-file.ts";

/** A folder that only this user can enter. */
export function privateFolder(parent: string = tmpdir()): Promise<string> {
  return mkdtemp(join(parent, "mcs-csv-"));
}

/**
 * Copies of tables for one query. Where the system can name an open file, a copy has no name in the folder from its
 * first byte on, and is gone with the query whatever happens.
 */
export class TemporaryFiles {
  readonly #folder: string;
  readonly #maxBytes: number;
  readonly #opened: FileHandle[] = [];
  readonly #named: string[] = [];
  #bytes = 0;

  constructor(folder: string, maxBytes: number) {
    this.#folder = folder;
    this.#maxBytes = maxBytes;
  }

  /** @returns the path that the engine reads the copy by. @throws LimitError when all copies are too large */
  async write(fill: (write: (block: Uint8Array) => Promise<void>) => Promise<void>): Promise<string> {
    const path = join(this.#folder, `${this.#opened.length}.csv`);
    const file = await open(path, "wx+", 0o600);
    this.#opened.push(file);
    if (DESCRIPTOR_PATHS) await unlink(path);
    else this.#named.push(path);
    await fill(async (block) => {
      this.#bytes += block.length;
      if (this.#bytes > this.#maxBytes) {
        throw new LimitError(`The copy for the SQL engine would have more than ${this.#maxBytes} bytes.`, {
          remedy: "Raise engine.maxDiskBytes, or put the file uncompressed and in UTF-8 below root.",
        });
      }
      for (let at = 0; at < block.length; ) at += (await file.write(block, at)).bytesWritten;
    });
    return DESCRIPTOR_PATHS ? pathOfDescriptor(file.fd) : path;
  }

  async close(): Promise<void> {
    await Promise.all(this.#opened.splice(0).map((file) => file.close()));
    await Promise.all(this.#named.splice(0).map((path) => rm(path, { force: true })));
  }
}

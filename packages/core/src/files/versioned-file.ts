import { FileError } from "../file-error.ts";
import type { FileStat, OpenFile } from "../ports/index.ts";
import { missing } from "./refusals.ts";

/** What a protocol does for a file that it keeps no handle of. */
export interface VersionedReads {
  /** The bytes from `start` to before `end`, both inside of the file; `changedSince` where it is another by now. */
  read(start: number, end: number, signal: AbortSignal | undefined): Promise<Uint8Array>;
  /** What has the path now. */
  stat(): Promise<FileStat | undefined>;
}

/** An open file where nothing is open on the server: every read asks for a range of the version that was opened. */
export function versionedFile(path: string, stat: FileStat, { read, stat: now }: VersionedReads): OpenFile {
  return {
    stat,
    read: async (start, length, options) => {
      const end = Math.min(start + length, stat.size);
      if (start >= end) return new Uint8Array();
      const content = await read(start, end, options?.signal);
      if (content.length !== end - start) throw changedSince(path);
      return content;
    },
    current: async () => {
      const current = await now();
      if (current === undefined) throw missing(path, "does not exist any more.");
      return current;
    },
    close: async () => {},
  };
}

/** The content that was opened cannot be read any more. */
export function changedSince(path: string): FileError {
  return new FileError("version_mismatch", path, "was changed since it was opened.", {
    remedy: "Open it again.",
  });
}

/** Some bytes out of a body; what comes after them is not waited for. */
export async function takeBytes(
  body: AsyncIterable<Uint8Array>,
  skipped: number,
  length: number,
): Promise<Uint8Array> {
  const content = new Uint8Array(length);
  let [filled, skip] = [0, skipped];
  for await (const chunk of body) {
    const piece = chunk.subarray(Math.min(skip, chunk.length)).subarray(0, length - filled);
    skip = Math.max(0, skip - chunk.length);
    content.set(piece, filled);
    filled += piece.length;
    if (filled === length) break;
  }
  return content.subarray(0, filled);
}

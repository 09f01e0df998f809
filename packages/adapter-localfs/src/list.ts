import type { FileCallOptions, FileEntry } from "@mcs/core/ports";
import { kindOf } from "./entries.ts";
import { throwIfAborted, toFileError } from "./errors.ts";
import { isOwn } from "./paths.ts";
import { opendir } from "./system.ts";
import type { Tree } from "./tree.ts";
import { walkInto } from "./walk.ts";

/** So many entries come with one call of the system. */
const ENTRIES_AT_ONCE = 512;

/** The entries of a directory, as the system brings them. @throws FileError, AbortedError */
export async function* listDirectory(
  tree: Tree,
  path: string,
  { signal }: FileCallOptions = {},
): AsyncGenerator<FileEntry> {
  const place = await walkInto(tree, path, { signal });
  try {
    const { dev } = await place.folder.stat();
    await tree.refuseKernelFiles(dev, place.folder.here, path);
    const directory = await opendir(place.folder.here, { bufferSize: ENTRIES_AT_ONCE });
    await place.folder.verify();
    for await (const entry of directory) {
      if (!isOwn(entry.name)) yield { name: entry.name, kind: kindOf(entry) };
      throwIfAborted(signal);
    }
  } catch (error) {
    throw toFileError(error, path);
  } finally {
    place.release();
  }
}

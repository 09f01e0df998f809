import { type Dir, type Dirent, readdirSync } from "node:fs";
import type { FileCallOptions, FileEntry } from "@mcs/core/ports";
import type { Folder } from "./containment.ts";
import { kindOf } from "./entries.ts";
import { throwIfAborted, toFileError } from "./errors.ts";
import { isOwn } from "./paths.ts";
import { opendir } from "./system.ts";
import type { Tree } from "./tree.ts";
import { type Place, walkInto } from "./walk.ts";

/**
 * The entries of a directory, as the system brings them, many at a time: to wait for each of them would cost more
 * than to read them.
 *
 * @throws FileError, AbortedError
 */
export async function* listDirectory(
  tree: Tree,
  path: string,
  { signal }: FileCallOptions = {},
): AsyncGenerator<readonly FileEntry[]> {
  const place = await walkInto(tree, path, { signal });
  try {
    yield* listPlace(tree, place, signal);
  } finally {
    place.release();
  }
}

/** The same of a directory that was walked to. @throws FileError, AbortedError */
export async function* listPlace(
  tree: Tree,
  { folder, path }: Place,
  signal: AbortSignal | undefined,
): AsyncGenerator<readonly FileEntry[]> {
  try {
    const { dev, size } = await folder.stat();
    await tree.refuseKernelFiles(dev, folder.here, path);
    const isSmall = tree.lookups.isLocal && size <= SMALL;
    if (isSmall) {
      // One call opens, reads and closes. To wake a thread for it would cost half as much again.
      const entries = portEntries(readdirSync(folder.here, { withFileTypes: true }));
      await folder.confirm();
      throwIfAborted(signal);
      yield entries;
      return;
    }
    for await (const entries of pieces(folder)) {
      throwIfAborted(signal);
      yield portEntries(entries);
    }
  } catch (error) {
    throw toFileError(error, path);
  }
}

/** Bytes that the directory itself has: some thousand entries on most file systems. */
const SMALL = 65_536n;

function portEntries(found: readonly Dirent[]): readonly FileEntry[] {
  const entries: FileEntry[] = [];
  for (const entry of found) {
    if (!isOwn(entry.name)) entries.push({ name: entry.name, kind: kindOf(entry) });
  }
  return entries;
}

const ENTRIES_AT_ONCE = 512;

/** The entries of a directory as it is, however many. It throws the system's errors. */
export async function* pieces(folder: Folder): AsyncGenerator<readonly Dirent[]> {
  const directory = await opendir(folder.here, { bufferSize: ENTRIES_AT_ONCE });
  try {
    await folder.confirm();
    for (let hasMore = true; hasMore; ) {
      const entries = await nextEntries(directory);
      hasMore = entries.length === ENTRIES_AT_ONCE;
      yield entries;
    }
  } finally {
    // What was only read has nothing to be written.
    directory.closeSync();
  }
}

/** As many entries as one call of the system brings; fewer at the end only. */
async function nextEntries(directory: Dir): Promise<readonly Dirent[]> {
  const entries: Dirent[] = [];
  // The first one brings the others along: they lie in memory then.
  let entry = await directory.read();
  while (entry !== null) {
    entries.push(entry);
    entry = entries.length < ENTRIES_AT_ONCE ? directory.readSync() : null;
  }
  return entries;
}

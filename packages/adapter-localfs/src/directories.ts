import { FileError } from "@mcs/core";
import type { FileCallOptions } from "@mcs/core/ports";
import { requireWritable } from "./access.ts";
import type { Folder } from "./containment.ts";
import { kindOf } from "./entries.ts";
import { fileExists, fileNotFound, notAFile, throwIfAborted } from "./errors.ts";
import { parsePath } from "./paths.ts";
import { errno, mkdir, opendir, rmdir, unless, unlink } from "./system.ts";
import type { Tree } from "./tree.ts";
import { type Place, walk, walkInto } from "./walk.ts";
import { changing } from "./write.ts";

type Recursive = FileCallOptions & { readonly recursive?: boolean };

/** @throws FileError, AbortedError */
export async function makeDirectory(
  tree: Tree,
  path: string,
  { recursive, signal }: Recursive = {},
): Promise<void> {
  parsePath(path);
  requireWritable(tree, path);
  if (recursive === true) {
    const place = await walkInto(tree, path, { signal, makeMissing: true });
    place.release();
    return;
  }
  const place = await walk(tree, path, { signal });
  try {
    if (place.name === "") throw fileExists(path);
    await changing(tree, [place], async () => {
      await place.folder.verify();
      await mkdir(place.folder.at(place.name));
      await place.folder.verify();
    });
  } finally {
    place.release();
  }
}

/** Removes what has this name, and never what a link leads to. @throws FileError, AbortedError */
export async function remove(tree: Tree, path: string, { recursive, signal }: Recursive = {}): Promise<void> {
  const place = await walk(tree, path, { signal });
  try {
    requireWritable(tree, path);
    if (place.name === "") throw new FileError("invalid_path", path, "is the root, which cannot be removed.");
    await changing(tree, [place], () => removeEntry(place, recursive === true, signal));
  } finally {
    place.release();
  }
}

async function removeEntry(place: Place, recursive: boolean, signal: AbortSignal | undefined): Promise<void> {
  const { folder, name, path } = place;
  const stat = await folder.look(name);
  if (stat === undefined) throw fileNotFound(path);
  const kind = kindOf(stat);
  if (kind === "other") throw notAFile(path, "a device, a socket or a FIFO");
  await folder.verify();
  if (kind !== "directory") await unlink(folder.at(name));
  else if (recursive) await removeTree(folder, name, signal);
  else await rmdir(folder.at(name));
}

/** Entries may appear while they are removed, and some file systems skip entries then. */
const PASSES = 5;

async function removeTree(parent: Folder, name: string, signal: AbortSignal | undefined): Promise<void> {
  for (let pass = 1; ; pass++) {
    const folder = await parent.enter(name);
    try {
      for await (const entry of await opendir(folder.here, { bufferSize: 512 })) {
        throwIfAborted(signal);
        await folder.verify();
        if (entry.isDirectory()) await removeTree(folder, entry.name, signal);
        else await unless("ENOENT", unlink(folder.at(entry.name)));
      }
    } finally {
      folder.release();
    }
    try {
      await parent.verify();
      await rmdir(parent.at(name));
      return;
    } catch (error) {
      if (pass === PASSES || errno(error) !== "ENOTEMPTY") throw error;
    }
  }
}

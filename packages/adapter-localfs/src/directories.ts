import { isUtf8 } from "node:buffer";
import { FileError } from "@mcs/core";
import type { FileCallOptions } from "@mcs/core/ports";
import { requireWritable } from "./access.ts";
import type { Folder } from "./containment.ts";
import { kindOf } from "./entries.ts";
import { fileExists, fileNotFound, notAFile, throwIfAborted } from "./errors.ts";
import { pieces } from "./list.ts";
import { newToken } from "./owner.ts";
import { OWN_PREFIX, parsePath } from "./paths.ts";
import { errno, mkdir, readNames, rename, rmdir, unless, unlink } from "./system.ts";
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
/** Files of one directory that are removed at once. */
const AT_ONCE = 8;

async function removeTree(parent: Folder, name: string, signal: AbortSignal | undefined): Promise<void> {
  for (let pass = 1; ; pass++) {
    const folder = await parent.enter(name);
    try {
      for await (const entries of pieces(folder)) {
        throwIfAborted(signal);
        for (const entry of entries.filter((each) => each.isDirectory())) {
          await removeTree(folder, entry.name, signal);
        }
        const others = entries.filter((each) => !each.isDirectory());
        const lane = async () => {
          for (let entry = others.pop(); entry !== undefined; entry = others.pop()) {
            throwIfAborted(signal);
            await folder.verify();
            await unless("ENOENT", unlink(folder.at(entry.name)));
          }
        };
        const lanes = Array.from({ length: AT_ONCE }, lane);
        // A descriptor's number is given again at once: nobody may use it any more when it is closed.
        await Promise.allSettled(lanes);
        await Promise.all(lanes);
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
      await nameAnew(parent, name);
    }
  }
}

/** Gives entries whose names are no UTF-8, and so reach nothing as text, names that do. */
async function nameAnew(parent: Folder, name: string): Promise<void> {
  const folder = await parent.enter(name);
  try {
    for (const bytes of await readNames(folder.here)) {
      if (isUtf8(bytes)) continue;
      const odd = Buffer.concat([Buffer.from(`${folder.here}/`), bytes]);
      await unless("ENOENT", rename(odd, folder.at(`${OWN_PREFIX}-${newToken()}`)));
    }
  } finally {
    folder.release();
  }
}

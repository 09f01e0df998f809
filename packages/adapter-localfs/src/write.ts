import { constants } from "node:fs";
import type { FileStat, WriteOptions } from "@mcs/core/ports";
import { holdFile, openHeld, requireReplaceable, requireWritable } from "./access.ts";
import { toFileStat } from "./entries.ts";
import { fileNotFound, guarded, notAFile, throwIfAborted, tooLarge, versionMismatch } from "./errors.ts";
import { exclusively } from "./mutex.ts";
import { type Replacement, replace } from "./replace.ts";
import { Staging } from "./staging.ts";
import { close, fstat, fsync, ftruncate, open, unless, writeAll } from "./system.ts";
import type { Tree } from "./tree.ts";
import { type Place, walk } from "./walk.ts";

/** Writes a whole file or adds to its end. @throws FileError, LimitError, AbortedError */
export async function writeFile(
  tree: Tree,
  path: string,
  content: Uint8Array,
  { mode, ifMatch, signal }: WriteOptions,
): Promise<FileStat> {
  const place = await walk(tree, path, { signal, followLast: true });
  try {
    requireWritable(tree, path);
    requireSize(tree, path, content.length);
    const fill = (fd: number) => writeAll(fd, content, () => throwIfAborted(signal));
    const replacement = { mayExist: mode === "overwrite", ifMatch, signal, fill };
    return await changing(tree, [place], () =>
      mode === "append" ? append(tree, place, content, replacement) : replace(tree, place, replacement),
    );
  } finally {
    place.release();
  }
}

/** Runs a change of what places name, one at a time in this process. @throws FileError */
export async function changing<Result>(
  tree: Tree,
  places: readonly [Place, ...Place[]],
  change: () => Promise<Result>,
): Promise<Result> {
  const { path } = places.at(-1) ?? places[0];
  return guarded(path, async () => {
    const keys: string[] = [];
    for (const { folder, name, path: given } of places) {
      if (name === "") throw notAFile(given, "a directory");
      const { dev, ino } = await folder.stat();
      await tree.refuseKernelFiles(dev, folder.here, given);
      keys.push(`${dev}:${ino}:${name.normalize("NFC").toLowerCase()}`);
    }
    return exclusively(keys, change);
  });
}

export function requireSize({ settings }: Tree, path: string, size: number): void {
  const { maxFileBytes } = settings.limits;
  if (size > maxFileBytes) throw tooLarge(path, "would be too large", "maxFileBytes", maxFileBytes);
}

async function append(
  tree: Tree,
  place: Place,
  content: Uint8Array,
  replacement: Replacement,
): Promise<FileStat> {
  const { folder, name, path } = place;
  const { ifMatch, signal } = replacement;
  throwIfAborted(signal);
  const held = await holdFile(tree, folder, name, path);
  if (held === undefined) {
    if (ifMatch !== undefined) throw versionMismatch(path);
    // Created whole; should another process be quicker, there is a file to append to.
    const created = await unless("file_exists", replace(tree, place, replacement));
    return created ?? append(tree, place, content, replacement);
  }
  held.release();
  const staging = await Staging.create(tree, place);
  try {
    await close(await open(staging.file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600));
    await staging.lock(name, path, tree.settings.limits.lockTimeoutMs, signal);
    // Only now is it certain that no other process replaces the file meanwhile.
    const opened = await openHeld(tree, place, constants.O_WRONLY | constants.O_APPEND, async (current) => {
      await requireReplaceable(current, path, ifMatch);
      requireSize(tree, path, Number(current.stat.size) + content.length);
    });
    if (opened === undefined) throw fileNotFound(path);
    return await appendTo(opened.fd, content);
  } finally {
    await staging.discard();
  }
}

/** All of it or nothing, unless the process is killed within it. */
async function appendTo(fd: number, content: Uint8Array): Promise<FileStat> {
  try {
    const { size } = await fstat(fd);
    try {
      await writeAll(fd, content);
      await fsync(fd);
    } catch (error) {
      await ftruncate(fd, Number(size));
      throw error;
    }
    return toFileStat(await fstat(fd));
  } finally {
    await close(fd);
  }
}

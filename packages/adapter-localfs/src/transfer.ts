import { type BigIntStats, constants } from "node:fs";
import { FileError } from "@mcs/core";
import type { FileCallOptions } from "@mcs/core/ports";
import { holdFile, type Opened, openHeld, requireReplaceable, requireWritable } from "./access.ts";
import { isSame, kindOf } from "./entries.ts";
import { fileExists, fileNotFound, guarded, notAFile, throwIfAborted } from "./errors.ts";
import { replace, reserve } from "./replace.ts";
import { close, errno, lstat, mkdir, read, rename, rmdir, unless, unlink, writeAll } from "./system.ts";
import type { Tree } from "./tree.ts";
import { type Place, walk } from "./walk.ts";
import { changing, requireSize } from "./write.ts";

type Overwrite = FileCallOptions & { readonly overwrite?: boolean };

/** Gives what one path names the name of another. @throws FileError, AbortedError */
export async function move(
  tree: Tree,
  from: string,
  to: string,
  { overwrite, signal }: Overwrite = {},
): Promise<void> {
  const source = await walk(tree, from, { signal });
  try {
    const target = await walk(tree, to, { signal });
    try {
      requireWritable(tree, to);
      for (const { name, path } of [source, target]) {
        if (name === "") throw new FileError("invalid_path", path, "is the root, which stays where it is.");
      }
      await changing(tree, [source, target], () => moveEntry(tree, source, target, overwrite === true));
    } finally {
      target.release();
    }
  } finally {
    source.release();
  }
}

/** Copies a regular file; the target is replaced as a whole, as by a write. @throws FileError, AbortedError */
export async function copy(
  tree: Tree,
  from: string,
  to: string,
  { overwrite, signal }: Overwrite = {},
): Promise<void> {
  const source = await walk(tree, from, { signal, followLast: true });
  try {
    const target = await walk(tree, to, { signal, followLast: true });
    try {
      requireWritable(tree, to);
      const { fd, stat } = await openSource(tree, source);
      try {
        requireSize(tree, to, Number(stat.size));
        const mode = Number(stat.mode) & 0o777;
        const fill = (copied: number) => pour(tree, to, fd, copied, signal);
        await changing(tree, [target], () =>
          replace(tree, target, { mayExist: overwrite === true, mode, signal, fill }),
        );
      } finally {
        await close(fd);
      }
    } finally {
      target.release();
    }
  } finally {
    source.release();
  }
}

function openSource(tree: Tree, source: Place): Promise<Opened> {
  const { name, path } = source;
  return guarded(path, async () => {
    if (name === "") throw notAFile(path, "a directory");
    const opened = await openHeld(tree, source, constants.O_RDONLY);
    if (opened === undefined) throw fileNotFound(path);
    return opened;
  });
}

const PIECE = 1024 * 1024;

/** All that one descriptor reads into another, which may be more than the file had when it was opened. */
async function pour(
  tree: Tree,
  path: string,
  from: number,
  to: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const buffer = Buffer.allocUnsafeSlow(PIECE);
  for (let copied = 0; ; ) {
    throwIfAborted(signal);
    const count = await read(from, buffer, 0, PIECE, copied);
    if (count === 0) return;
    copied += count;
    requireSize(tree, path, copied);
    await writeAll(to, buffer.subarray(0, count));
  }
}

async function moveEntry(tree: Tree, source: Place, target: Place, overwrite: boolean): Promise<void> {
  const moved = await source.folder.look(source.name);
  if (moved === undefined) throw fileNotFound(source.path);
  if (kindOf(moved) === "other") throw notAFile(source.path, "a device, a socket or a FIFO");
  const isDirectory = moved.isDirectory();
  const mayReplace = overwrite && !isDirectory && (await isReplaceable(tree, target, moved));
  const giveUp = mayReplace ? undefined : await reserveTarget(target, isDirectory);
  try {
    await source.folder.verify();
    await target.folder.verify();
    await rename(source.folder.at(source.name), target.folder.at(target.name));
    await target.folder.verify();
  } catch (error) {
    await giveUp?.();
    throw explained(error, source.path);
  }
}

/** False where there is nothing to replace. @throws FileError for what is no file, or may not be written */
async function isReplaceable(
  tree: Tree,
  { folder, name, path }: Place,
  moved: BigIntStats,
): Promise<boolean> {
  const stat = await folder.look(name);
  if (stat === undefined) return false;
  if (isSame(stat, moved)) return true;
  const file = await holdFile(tree, folder, name, path);
  try {
    if (file !== undefined) await requireReplaceable(file, path, undefined);
    return file !== undefined;
  } finally {
    file?.release();
  }
}

/**
 * Takes the target's name with something empty, which the rename replaces: a rename alone replaces whatever is
 * there. Resolves with how to give the name back.
 */
async function reserveTarget(
  { folder, name, path }: Place,
  isDirectory: boolean,
): Promise<() => Promise<void>> {
  const target = folder.at(name);
  await folder.verify();
  try {
    if (!isDirectory) await reserve(target);
    else if (process.platform !== "win32") await mkdir(target);
    // Windows renames a directory onto nothing, so that it needs no placeholder and allows none.
    else if ((await unless("ENOENT", lstat(target))) !== undefined) throw fileExists(path);
  } catch (error) {
    throw errno(error) === "EEXIST" ? fileExists(path) : error;
  }
  const gone = "ENOENT ENOTEMPTY EEXIST ENOTDIR EISDIR";
  return async () => {
    await folder.verify();
    await unless(gone, isDirectory ? rmdir(target) : unlinkEmpty(target));
  };
}

async function unlinkEmpty(target: string): Promise<void> {
  const { size, nlink } = await lstat(target);
  if (size === 0n && nlink === 1n) await unlink(target);
}

function explained(error: unknown, path: string): unknown {
  if (errno(error) === "ENOENT") return fileNotFound(path);
  if (errno(error) === "EINVAL") return new FileError("invalid_path", path, "cannot be moved into itself.");
  if (errno(error) !== "EXDEV") return error;
  return new FileError("unsupported", path, "lies on another file system than its target.", {
    remedy: "Copy it there, and remove it here.",
  });
}

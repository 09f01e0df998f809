import { type BigIntStats, constants } from "node:fs";
import type { FileStat } from "@mcs/core/ports";
import { holdFile, requireReplaceable } from "./access.ts";
import { toFileStat } from "./entries.ts";
import { fileExists, throwIfAborted, versionMismatch } from "./errors.ts";
import { Staging } from "./staging.ts";
import {
  close,
  errno,
  fchmod,
  fchown,
  fstat,
  fsync,
  futimes,
  link,
  open,
  rename,
  unless,
  unlink,
} from "./system.ts";
import type { Tree } from "./tree.ts";
import type { Place } from "./walk.ts";

export interface Replacement {
  readonly mayExist: boolean;
  readonly ifMatch?: string | undefined;
  /** Permission bits of a file that did not exist; the process's mask applies. @defaultValue 0o666 */
  readonly mode?: number;
  readonly signal?: AbortSignal | undefined;
  /** Writes the content to an open, empty file. */
  readonly fill: (fd: number) => Promise<void>;
}

/**
 * Puts a file in place as a whole: it is prepared beside its target, brought to the disk, and renamed. A reader
 * sees the old content or the new; so does whoever comes after a crash.
 */
export async function replace(tree: Tree, place: Place, replacement: Replacement): Promise<FileStat> {
  const { path, folder, name } = place;
  const { signal } = replacement;
  const old = await checkTarget(tree, place, replacement);
  const staging = await Staging.create(tree, place);
  try {
    const fd = await prepare(staging.file, old, replacement);
    try {
      throwIfAborted(signal);
      if (old === undefined && (await linkNew(staging, place, replacement)))
        return toFileStat(await fstat(fd));
      await staging.lock(name, path, tree.settings.limits.lockTimeoutMs, signal);
      const replaced = (await checkTarget(tree, place, replacement)) ?? old;
      if (replaced !== undefined) await keepAccess(fd, replaced);
      throwIfAborted(signal);
      await folder.verify();
      await rename(staging.file, folder.at(name));
      await folder.verify();
      // Of the file that was written, not of what may have this name by now.
      return toFileStat(await fstat(fd));
    } finally {
      await close(fd);
    }
  } finally {
    await staging.discard();
  }
}

/** What is there already, where it may be replaced. @throws FileError where not */
async function checkTarget(
  tree: Tree,
  { folder, name, path }: Place,
  { mayExist, ifMatch }: Replacement,
): Promise<BigIntStats | undefined> {
  const held = mayExist ? await holdFile(tree, folder, name, path) : await folder.hold(name);
  if (held === undefined) {
    if (ifMatch !== undefined) throw versionMismatch(path);
    return undefined;
  }
  try {
    if (!mayExist) throw fileExists(path);
    await requireReplaceable(held, path, ifMatch);
    return held.stat;
  } finally {
    held.release();
  }
}

/** The new file, filled and on the disk. Nobody else may read it before it has the old one's permissions. */
async function prepare(
  file: string,
  old: BigIntStats | undefined,
  replacement: Replacement,
): Promise<number> {
  const { O_WRONLY, O_CREAT, O_EXCL } = constants;
  const mode = old === undefined ? (replacement.mode ?? 0o666) : 0o600;
  const fd = await open(file, O_WRONLY | O_CREAT | O_EXCL, mode);
  try {
    await replacement.fill(fd);
    await stamp(fd);
    await fsync(fd);
    return fd;
  } catch (error) {
    await close(fd);
    throw error;
  }
}

/** What the old file has of owner and permissions, the new one has too. */
async function keepAccess(fd: number, old: BigIntStats): Promise<void> {
  const now = await fstat(fd);
  let kept = true;
  if (now.uid !== old.uid || now.gid !== old.gid) {
    const given = fchown(fd, Number(old.uid), Number(old.gid)).then(() => true);
    kept = (await unless("EPERM EINVAL ENOSYS", given)) ?? false;
  }
  // Bits that lend the owner's rights are not lent by another owner.
  const mode = Number(old.mode) & (kept ? 0o7777 : 0o777);
  if (process.platform !== "win32") await fchmod(fd, mode);
}

/**
 * The time of writing, to the microsecond. File systems count in steps of up to 10 ms, and a freed inode is soon
 * given again: of two writes within one step the versions could be the same.
 */
async function stamp(fd: number): Promise<void> {
  const seconds = (performance.timeOrigin + performance.now()) / 1_000;
  await futimes(fd, seconds, seconds);
}

/**
 * Gives a prepared file the name of one that does not exist. Linking never replaces anything, not even a dangling
 * link. False when something is there by now that may be replaced.
 */
async function linkNew(
  staging: Staging,
  { folder, name, path }: Place,
  { mayExist }: Replacement,
): Promise<boolean> {
  const target = folder.at(name);
  try {
    await folder.verify();
    await link(staging.file, target).catch(async (error: unknown) => {
      if (!WITHOUT_LINKS.includes(errno(error))) throw error;
      await reserve(target);
      await rename(staging.file, target);
    });
  } catch (error) {
    if (errno(error) !== "EEXIST") throw error;
    if (mayExist) return false;
    throw fileExists(path);
  }
  await unless("ENOENT", unlink(staging.file));
  await folder.verify();
  return true;
}

/** What a file system says that has no links: there, an empty file takes the name and is replaced. */
const WITHOUT_LINKS = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"];

/** Takes a name that is free, with an empty file. @throws the system's `EEXIST` */
export async function reserve(target: string): Promise<void> {
  const { O_WRONLY, O_CREAT, O_EXCL } = constants;
  await close(await open(target, O_WRONLY | O_CREAT | O_EXCL, 0o666));
}

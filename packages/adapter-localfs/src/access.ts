import { type BigIntStats, constants } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { FileError } from "@mcs/core";
import { type Folder, type Held, REPLACED } from "./containment.ts";
import { versionOf } from "./entries.ts";
import { notAFile, outsideRoot, versionMismatch } from "./errors.ts";
import { access, errno } from "./system.ts";
import type { Tree } from "./tree.ts";
import type { Place } from "./walk.ts";

/** Refuses everything but a regular file with one name. @throws FileError */
async function requireFile(tree: Tree, held: Held, path: string): Promise<void> {
  const { stat } = held;
  if (stat.isSymbolicLink()) throw outsideRoot(path, "is a symbolic link, and links are not followed.");
  if (stat.isDirectory()) throw notAFile(path, "a directory");
  if (!stat.isFile()) throw notAFile(path, "a device, a socket or a FIFO");
  await tree.refuseKernelFiles(stat.dev, held.here, path);
}

/** Milliseconds to look again after. A file that another process is creating has two names for a moment. */
const SETTLING = [1, 4, 16];

/**
 * The file of this name, held, and undefined where there is none.
 *
 * @throws FileError for whatever is no regular file with one name
 */
export async function holdFile(
  tree: Tree,
  folder: Folder,
  name: string,
  path: string,
): Promise<Held | undefined> {
  for (const pause of [...SETTLING, undefined]) {
    const held = await folder.hold(name);
    if (held === undefined) return undefined;
    try {
      await requireFile(tree, held, path);
      if (held.stat.nlink <= 1n || tree.settings.allowHardLinks) return held;
    } catch (error) {
      held.release();
      throw error;
    }
    held.release();
    if (pause !== undefined) await setTimeout(pause);
  }
  throw new FileError("hard_links", path, "has several names, of which others may lie outside of the root.", {
    remedy: "The option allowHardLinks permits it; a copy has one name.",
  });
}

/** A file that is replaced so often is not worth waiting for. */
const ATTEMPTS = 50;

export interface Opened {
  /** The caller's to close. */
  readonly fd: number;
  readonly stat: BigIntStats;
}

/** Opens the file of this name; undefined where there is none. `check` may refuse it. @throws FileError */
export async function openHeld(
  tree: Tree,
  { folder, name, path }: Place,
  flags: number,
  check: (held: Held) => Promise<void> = async () => undefined,
): Promise<Opened | undefined> {
  for (let attempt = 1; ; attempt++) {
    const held = await holdFile(tree, folder, name, path);
    if (held === undefined) return undefined;
    try {
      await check(held);
      return { fd: await held.open(flags), stat: held.stat };
    } catch (error) {
      if (errno(error) !== REPLACED || attempt === ATTEMPTS) throw error;
    } finally {
      held.release();
    }
  }
}

/** Refuses a file that is to be replaced and may not be, or that is another by now. @throws FileError */
export async function requireReplaceable(
  held: Held,
  path: string,
  ifMatch: string | undefined,
): Promise<void> {
  if (ifMatch !== undefined && versionOf(held.stat) !== ifMatch) throw versionMismatch(path);
  // Replacing a file takes no permission for it, only for its directory: but who may not write it shall not.
  await access(held.here, constants.W_OK);
}

/** @throws FileError `"read_only"` */
export function requireWritable({ settings }: Tree, path: string): void {
  if (settings.access === "read")
    throw new FileError("read_only", path, "cannot be changed: the root may only be read.");
}

import type { BigIntStats } from "node:fs";
import type { Lookups } from "./lookups.ts";

/**
 * How it is made sure that a call stays in the root.
 *
 * - `"descriptors"`: every directory on the way is held open, and each step is taken from the one before,
 *   through `/proc/self/fd`. No swap by another process leads out, whenever it comes. Linux.
 * - `"rechecks"`: every directory on the way is looked at before and after a call, by device and inode. What is
 *   swapped before is refused; what is swapped and swapped back within one call may not be noticed.
 */
export type ContainmentKind = "descriptors" | "rechecks";

export interface Containment {
  readonly kind: ContainmentKind;
  /** @param path absolute, without links in it */
  openRoot(path: string, lookups: Lookups): Promise<Folder>;
}

/**
 * A directory that was walked to. Calls get their host paths from it, so that they reach this directory and
 * not one that has taken its name. It throws the system's errors; who knows the path as it was given turns
 * them into `FileError`s.
 */
export interface Folder {
  /** The host path of the directory itself. */
  readonly here: string;
  /** The host path of one entry, whose own link a call must not follow. */
  at(name: string): string;
  /** A directory in it; never through a link (`ENOTDIR` or `ELOOP`). */
  enter(name: string): Promise<Folder>;
  /** What has this name, itself and not what it leads to; undefined where nothing has. */
  look(name: string): Promise<BigIntStats | undefined>;
  /** The same, and it stays that one. */
  hold(name: string): Promise<Held | undefined>;
  stat(): Promise<BigIntStats>;
  /** After something of it was read. @throws LeftRoot when that may have been another directory's. */
  confirm(): Promise<void>;
  /** Around every change. @throws LeftRoot when this is no directory of the root any more. */
  verify(): Promise<void>;
  release(): void;
}

/** An entry that stays the one that was looked at. */
export interface Held {
  readonly stat: BigIntStats;
  /** The host path of this very entry; for a regular file only. */
  readonly here: string;
  /** Its descriptor, the caller's to close; for a regular file only. @throws with {@link REPLACED}: look again */
  open(flags: number): Promise<number>;
  release(): void;
}

/** A directory or a file turned out to be another than the one that was walked to. */
export class LeftRoot extends Error {
  readonly code = "ELOOP";
  readonly syscall = "verify";
}

/** The code of an error: the file was replaced after it was looked at, and has to be looked at again. */
export const REPLACED = "EAGAIN";

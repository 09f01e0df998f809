import type { FileKind, FileStat } from "@mcs/core/ports";
import type { Attributes } from "ssh2";

/** The file types in a mode, as POSIX numbers them. */
const TYPE = 0o170000;
const KINDS: ReadonlyMap<number, FileKind> = new Map([
  [0o100000, "file"],
  [0o040000, "directory"],
  [0o120000, "symlink"],
]);

export function kindOf(mode: number): FileKind {
  return KINDS.get(mode & TYPE) ?? "other";
}

/** SFTP tells times in seconds, so a version is as fine as that; what is written here makes sure to differ. */
export function statFrom({ mode, size, mtime }: Attributes): FileStat {
  const kind = kindOf(mode);
  return {
    kind,
    size: kind === "file" ? size : 0,
    modifiedMs: mtime * 1_000,
    version: kind === "file" ? `${mtime}-${size}` : undefined,
  };
}

/** The time of a stat as SFTP tells it. */
export function secondsOf({ modifiedMs = 0 }: FileStat): number {
  return Math.floor(modifiedMs / 1_000);
}

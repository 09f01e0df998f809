import type { BigIntStats } from "node:fs";
import type { FileKind, FileStat } from "@mcs/core/ports";

/** What has a kind: a stat, or an entry of a listing. */
interface Typed {
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
}

export function kindOf(entry: Typed): FileKind {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "directory";
  return entry.isSymbolicLink() ? "symlink" : "other";
}

export function toFileStat(stat: BigIntStats): FileStat {
  const kind = kindOf(stat);
  return {
    kind,
    size: kind === "file" ? Number(stat.size) : 0,
    modifiedMs: Number(stat.mtimeNs / 1_000n) / 1_000,
    version: kind === "directory" ? undefined : versionOf(stat),
  };
}

/** The inode changes when a file is replaced, the rest when it is written in place. */
export function versionOf(stat: BigIntStats): string {
  return [stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].map((part) => part.toString(36)).join("-");
}

/** Two stats of one thing, wherever it was found. */
export function isSame(left: BigIntStats, right: BigIntStats): boolean {
  return left.dev === right.dev && left.ino === right.ino;
}

import type { FileKind, FileStat } from "@mcs/core/ports";
import type { Attributes } from "ssh2";

const TYPE = 0o170_000;
const KINDS: Readonly<Record<number, FileKind>> = {
  16807: "file",
  9604: "directory",
  21609: "symlink",
};

export function kindOf(mode: number): FileKind {
  return KINDS[mode & TYPE] ?? "other";
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

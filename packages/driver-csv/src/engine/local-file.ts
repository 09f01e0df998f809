import { constants, existsSync } from "node:fs";
import { type FileHandle, open, readlink, realpath } from "node:fs/promises";
import { join, sep } from "node:path";
import type { TableFile } from "../table/table-file.ts";

/** Whether another process of this user can open what is open here. Linux names descriptors. */
export const DESCRIPTOR_PATHS: boolean = process.platform === "linux" && existsSync("/proc/self/fd");

export function pathOfDescriptor(fd: number): string {
  return `/proc/${process.pid}/fd/${fd}`;
}

/** A file that the engine reads where it lies, held open so that its path can be swapped for nothing else. */
export interface LocalFile {
  readonly path: string;
  /** Whether it is byte for byte what it was when it was opened. */
  isUnchanged(): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Opens a file of a table once more, by its path below the root. What was opened has to lie below the root after
 * all links, to be a file of one name, and to have the size of the one that the adapter opened: undefined otherwise,
 * and then the adapter's bytes are copied.
 */
export async function openLocal(root: string, { name, source }: TableFile): Promise<LocalFile | undefined> {
  if (!DESCRIPTOR_PATHS) return undefined;
  let handle: FileHandle | undefined;
  try {
    handle = await open(join(root, name), constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    const base = await realpath(root);
    const stat = await handle.stat({ bigint: true });
    const place = await readlink(`/proc/self/fd/${handle.fd}`);
    const isInside = place.startsWith(base.endsWith(sep) ? base : base + sep);
    if (!stat.isFile() || stat.nlink !== 1n || !isInside || Number(stat.size) !== source.size)
      return undefined;
    const opened = handle;
    handle = undefined;
    return {
      path: pathOfDescriptor(opened.fd),
      isUnchanged: async () => {
        const now = await opened.stat({ bigint: true });
        return now.size === stat.size && now.mtimeNs === stat.mtimeNs && now.ctimeNs === stat.ctimeNs;
      },
      close: () => opened.close(),
    };
  } catch {
    // Whatever is wrong with it, the adapter's bytes can still be copied, or say what it is.
    return undefined;
  } finally {
    await handle?.close();
  }
}

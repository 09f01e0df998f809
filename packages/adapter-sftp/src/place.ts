import { FileError } from "@mcs/core";
import { parentOf } from "@mcs/core/files";
import type { FileStat } from "@mcs/core/ports";
import { isMissing } from "./errors.ts";
import { statFrom } from "./file-stat.ts";
import type { Session } from "./session.ts";

/**
 * A session and what the server calls the root. One call works in one place from its beginning to its end: after
 * a reconnect the same handle may stand for another file.
 */
export interface Place {
  readonly sftp: Session;
  readonly root: string;
}

/** The server's name of a path. */
export function at({ root }: Place, path: string): string {
  return path === "" ? root || "/" : `${root}/${path}`;
}

/** @throws FileError `"outside_root"` when a link leads out of the root. */
export async function statAt(place: Place, path: string): Promise<FileStat | undefined> {
  try {
    const [, attributes] = await Promise.all([checkInside(place, path), place.sftp.lstat(at(place, path))]);
    return statFrom(attributes);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Directories may be links on the server, and the server follows them: asks where they lead at this moment. */
async function checkInside(place: Place, path: string): Promise<void> {
  if (path.includes("\\")) {
    throw new FileError("invalid_path", path, "holds a backslash, which separates names on some servers.");
  }
  const parent = parentOf(path);
  if (parent === "") return;
  const { sftp, root } = place;
  const real = await sftp.realpath(at(place, parent));
  if (real === root || real.startsWith(`${root}/`)) return;
  throw new FileError("outside_root", path, "leads through a link out of the root.");
}

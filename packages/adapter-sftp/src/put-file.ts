import { randomUUID } from "node:crypto";
import { FileError } from "@mcs/core";
import { checkSignal, exists, parentOf, type Target } from "@mcs/core/files";
import type { FileStat } from "@mcs/core/ports";
import type { Stats } from "ssh2";
import { ConnectionLost } from "./errors.ts";
import { secondsOf, statFrom } from "./file-stat.ts";
import { at, type Place, statAt } from "./place.ts";

type Fill = (handle: Buffer) => Promise<unknown>;

/**
 * Writes a file beside the target, and gives it the target's name in one step.
 *
 * @param kept whose permissions it gets; those of a new file otherwise
 */
export async function putFile(
  place: Place,
  target: Target,
  kept: Stats | undefined,
  fill: Fill,
  signal: AbortSignal | undefined,
): Promise<FileStat> {
  const { sftp } = place;
  const parent = parentOf(target.path);
  const name = `.mcs-${randomUUID()}.tmp`;
  const temporary = at(place, parent === "" ? name : `${parent}/${name}`);
  const handle = await sftp.open(temporary, "wx");
  try {
    await fillFile(place, handle, target.stat, kept, fill).finally(() => sftp.close(handle));
    checkSignal(signal);
    if (target.stat === undefined) await giveName(place, temporary, target.path);
    else await replaceFile(place, temporary, target.path);
  } catch (error) {
    await sftp.unlink(temporary).catch(() => {});
    throw error;
  }
  return statFrom(await sftp.lstat(at(place, target.path)));
}

/** @param source the server's name of what is to take the path's place */
export async function replaceFile(place: Place, source: string, path: string): Promise<void> {
  if (await place.sftp.replace(source, at(place, path))) return;
  throw new FileError("unsupported", path, "cannot be replaced in one step by this server.", {
    remedy: "It lacks the extension posix-rename@openssh.com. Remove the file first.",
  });
}

async function fillFile(
  { sftp }: Place,
  handle: Buffer,
  replaced: FileStat | undefined,
  kept: Stats | undefined,
  fill: Fill,
): Promise<void> {
  if (kept !== undefined) await sftp.fsetstat(handle, { mode: kept.mode & 0o7777 });
  await fill(handle);
  const written = await sftp.fstat(handle);
  // Times are in seconds: of two contents of one size in one second, the later gets the next one.
  const before = replaced?.size === written.size ? secondsOf(replaced) : 0;
  if (written.mtime <= before) await sftp.fsetstat(handle, { atime: written.atime, mtime: before + 1 });
  await sftp.sync(handle);
}

/**
 * A link fails where something has the name by now; so does renaming, on servers that keep to the protocol.
 * Some file systems have no links, and some servers say that they made one and did not.
 */
async function giveName(place: Place, temporary: string, path: string): Promise<void> {
  const { sftp } = place;
  const target = at(place, path);
  try {
    const linked = await sftp.link(temporary, target);
    if (linked && (await statAt(place, path)) !== undefined) return await sftp.unlink(temporary);
  } catch (error) {
    if (error instanceof ConnectionLost) throw error;
  }
  if ((await statAt(place, path)) !== undefined) throw exists(path);
  await sftp.rename(temporary, target);
}

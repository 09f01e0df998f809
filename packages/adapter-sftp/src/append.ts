import type { FileStat } from "@mcs/core/ports";
import { statFrom } from "./file-stat.ts";
import { at, type Place } from "./place.ts";
import { putFile } from "./put-file.ts";

/**
 * Adds to the end of a file that is there. Some servers empty a file that is opened for writing, whatever flags
 * they are given. One that can sync files is OpenSSH or takes after it, and appends; for the others the file is
 * written anew.
 */
export async function append(
  place: Place,
  path: string,
  content: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<FileStat> {
  const { sftp } = place;
  const source = await sftp.open(at(place, path), "r");
  try {
    const attributes = await sftp.fstat(source);
    if (!(await sftp.sync(source))) {
      const fill = async (handle: Buffer) => {
        await sftp.write(handle, await sftp.pump(source, handle, signal), content, signal);
      };
      return await putFile(place, { path, stat: statFrom(attributes) }, attributes, fill, signal);
    }
  } finally {
    await sftp.close(source);
  }
  const handle = await sftp.open(at(place, path), "a");
  try {
    const { size } = await sftp.fstat(handle);
    await sftp.write(handle, size, content);
    await sftp.sync(handle);
  } finally {
    await sftp.close(handle);
  }
  return statFrom(await sftp.lstat(at(place, path)));
}

import type { FileCallOptions, FilesystemPort } from "@mcs/core/ports";
import { isFileError } from "../errors.ts";
import { isWithin, nameOf } from "../paths.ts";
import { makeParents } from "./writing.ts";

/** Names that are tried when one is taken: two deletions may fall into the same millisecond. */
const ATTEMPTS = 100;

/**
 * Moves something into the trash, under the time and its name, or removes it for good where there is no trash or
 * it is in there already.
 *
 * @returns where it is now; undefined where it is gone
 */
export async function discard(
  files: FilesystemPort,
  path: string,
  trash: string | undefined,
  options: FileCallOptions,
): Promise<string | undefined> {
  if (trash === undefined || isWithin(path, trash)) {
    await files.remove(path, { ...options, recursive: true });
    return undefined;
  }
  const time = new Date().toISOString().replace(/[-:]/g, "").replace(".", "-").replace("Z", "");
  for (let attempt = 0; ; attempt++) {
    const target = `${trash}/${time}${attempt === 0 ? "" : `-${attempt}`}/${nameOf(path)}`;
    await makeParents(files, target, options);
    try {
      await files.move(path, target, options);
      return target;
    } catch (error) {
      if (attempt >= ATTEMPTS || !isFileError(error, "file_exists")) throw error;
    }
  }
}

import type { FileCallOptions, FileEntry, FileStat } from "../ports/index.ts";
import type { FileBackend } from "./file-backend.ts";
import { isName } from "./paths.ts";
import { checkSignal } from "./waiting.ts";

/**
 * Removes a directory with what it holds, the innermost first.
 *
 * @param stat what a path is at this moment
 */
export async function removeTree(
  backend: FileBackend,
  stat: (path: string) => Promise<FileStat | undefined>,
  path: string,
  directory: FileStat,
  options: FileCallOptions,
): Promise<void> {
  if (backend.removeTree !== undefined) return backend.removeTree(path, options);
  const entries: FileEntry[] = [];
  for await (const entry of backend.list(path, options)) entries.push(entry);
  for (const { name, kind } of entries) {
    checkSignal(options.signal);
    if (!isName(name)) continue;
    const inner = `${path}/${name}`;
    const listed = { kind, size: 0, modifiedMs: undefined, version: undefined };
    // What was a directory when it was listed may be a link by now, and would be followed.
    const found = kind === "directory" ? await stat(inner) : listed;
    if (found?.kind === "directory") await removeTree(backend, stat, inner, found, options);
    else if (found !== undefined) await backend.remove(inner, found, options);
  }
  await backend.remove(path, directory, options);
}

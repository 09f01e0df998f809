import type { FileCallOptions, FileStat } from "@mcs/core/ports";
import { toFileStat } from "./entries.ts";
import { fileNotFound, guarded } from "./errors.ts";
import type { Tree } from "./tree.ts";
import { walk } from "./walk.ts";

/** What is known of one entry; of a link itself, not of what it leads to. @throws FileError, AbortedError */
export async function statOf(tree: Tree, path: string, { signal }: FileCallOptions = {}): Promise<FileStat> {
  const { folder, name, release } = await walk(tree, path, { signal });
  try {
    return await guarded(path, async () => {
      const stat = name === "" ? await folder.stat() : await folder.look(name);
      if (stat === undefined) throw fileNotFound(path);
      return toFileStat(stat);
    });
  } finally {
    release();
  }
}

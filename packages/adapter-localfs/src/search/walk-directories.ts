import { McsError } from "@mcs/core";
import { throwIfAborted } from "../errors.ts";
import { listPlace } from "../list.ts";
import type { Tree } from "../tree.ts";
import { type Place, walkInto } from "../walk.ts";

export interface DirectoryWalk {
  readonly tree: Tree;
  /** The directory to begin with. */
  readonly path: string;
  /** Directories that are not entered. */
  readonly skip: ((directory: string) => boolean | Promise<boolean>) | undefined;
  readonly signal: AbortSignal | undefined;
  /** Gets the names of some regular files of a directory, which is held until this has settled. */
  readonly onFiles?: (place: Place, names: readonly string[]) => Promise<void>;
  /** Gets each directory that was skipped. */
  readonly onSkipped?: (directory: string) => void;
}

/** Directories that are listed at once. Each is a descriptor for every segment of its path. */
const AT_ONCE = 8;

/**
 * A directory and all below it, in no order. No link is followed; what cannot be listed is left out, but for the
 * one that it begins with.
 *
 * @throws FileError, AbortedError
 */
export async function walkDirectories(walk: DirectoryWalk): Promise<void> {
  let running = 0;
  const waiting: (() => void)[] = [];
  const limited = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (running < AT_ONCE) running++;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // The last one that came goes first: a walk into the depth has fewer directories waiting.
      const next = waiting.pop();
      if (next === undefined) running--;
      else next();
    }
  };
  const enter = async (path: string): Promise<void> => {
    const below = await limited(() => visit(walk, path));
    await Promise.all(below.map(enter));
  };
  await enter(walk.path);
}

/** The directories in one directory that are to be entered. */
async function visit(walk: DirectoryWalk, path: string): Promise<readonly string[]> {
  const { tree, skip, signal, onFiles, onSkipped } = walk;
  const directories: string[] = [];
  try {
    const place = await walkInto(tree, path, { signal });
    try {
      for await (const entries of listPlace(tree, place, signal)) {
        const files: string[] = [];
        for (const { name, kind } of entries) {
          if (kind === "file") files.push(name);
          if (kind === "directory") directories.push(path === "" ? name : `${path}/${name}`);
        }
        if (files.length > 0) await onFiles?.(place, files);
      }
    } finally {
      place.release();
    }
  } catch (error) {
    throwIfAborted(signal);
    if (path === walk.path || !McsError.is(error)) throw error;
  }
  const below: string[] = [];
  for (const directory of directories) {
    if ((await skip?.(directory)) === true) onSkipped?.(directory);
    else below.push(directory);
  }
  return below;
}

import { McsError } from "@mcs/core";
import { throwIfAborted } from "../errors.ts";
import { listPlace } from "../list.ts";
import type { Tree } from "../tree.ts";
import { enterFrom, type Place, walkInto } from "../walk.ts";

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

/** Directories that are listed at once. */
const AT_ONCE = 8;

/**
 * A directory and all below it, in no order. No link is followed; what cannot be listed is left out, but for the
 * one that it begins with.
 *
 * @throws FileError, AbortedError
 */
export async function walkDirectories(walk: DirectoryWalk): Promise<void> {
  const { tree, path, signal } = walk;
  let running = 0;
  const waiting: (() => void)[] = [];
  const limited = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (running < AT_ONCE) running++;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      // The last one that came goes first: a walk into the depth has fewer directories open.
      const next = waiting.pop();
      if (next === undefined) running--;
      else next();
    }
  };
  const enter = async (at: string, open: () => Promise<Place>): Promise<void> => {
    const visited = await limited(() => visit(walk, at, open));
    if (visited === undefined) return;
    const { place, below } = visited;
    // It is held until all of those below are entered.
    let left = below.length;
    const enterBelow = async (name: string): Promise<Place> => {
      try {
        return await enterFrom(place, name, signal);
      } finally {
        if (--left === 0) place.release();
      }
    };
    if (left === 0) place.release();
    await Promise.all(below.map((name) => enter(inside(at, name), () => enterBelow(name))));
  };
  await enter(path, () => walkInto(tree, path, { signal }));
}

interface Visited {
  /** Held; the caller's to release. */
  readonly place: Place;
  /** The names of the directories in it that are to be entered. */
  readonly below: readonly string[];
}

/** Undefined for a directory that cannot be listed. */
async function visit(
  walk: DirectoryWalk,
  path: string,
  open: () => Promise<Place>,
): Promise<Visited | undefined> {
  let place: Place | undefined;
  const directories: string[] = [];
  try {
    place = await open();
    for await (const entries of listPlace(walk.tree, place, walk.signal)) {
      const files: string[] = [];
      for (const { name, kind } of entries) {
        if (kind === "file") files.push(name);
        if (kind === "directory") directories.push(name);
      }
      if (files.length > 0) await walk.onFiles?.(place, files);
    }
  } catch (error) {
    place?.release();
    throwIfAborted(walk.signal);
    if (path === walk.path || !McsError.is(error)) throw error;
    return undefined;
  }
  try {
    return { place, below: await entered(walk, path, directories) };
  } catch (error) {
    place.release();
    throw error;
  }
}

async function entered(
  { skip, onSkipped }: DirectoryWalk,
  path: string,
  names: readonly string[],
): Promise<readonly string[]> {
  if (skip === undefined) return names;
  const below: string[] = [];
  for (const name of names) {
    const directory = inside(path, name);
    if (await skip(directory)) onSkipped?.(directory);
    else below.push(name);
  }
  return below;
}

function inside(path: string, name: string): string {
  return path === "" ? name : `${path}/${name}`;
}

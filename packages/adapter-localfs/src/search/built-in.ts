import { throwIfAborted, toFileError } from "../errors.ts";
import type { SearchQuery } from "./thread.ts";
import { inThread } from "./threads.ts";
import { type DirectoryWalk, walkDirectories } from "./walk-directories.ts";

/** Files that a thread is given at once. */
const FILES = 64;

export interface BuiltInSearch extends Omit<DirectoryWalk, "onFiles" | "onSkipped" | "signal"> {
  readonly query: SearchQuery;
  readonly signal: AbortSignal | undefined;
}

/**
 * The paths of the files below a directory that hold what is looked for, some at a time: the directories
 * are walked through here, and threads look into the files.
 *
 * @throws FileError, AbortedError
 */
export async function* builtInSearch(search: BuiltInSearch): AsyncGenerator<readonly string[]> {
  const { query, signal } = search;
  const over = new AbortController();
  const stop = new Int32Array(new SharedArrayBuffer(4));
  over.signal.addEventListener("abort", () => Atomics.store(stop, 0, 1));
  const end = () => over.abort(signal?.reason);
  signal?.addEventListener("abort", end);
  let found: string[] = [];
  let wake: () => void = () => undefined;
  const walking = walkDirectories({
    ...search,
    signal: over.signal,
    async onFiles({ folder, path }, names) {
      const jobs: Promise<void>[] = [];
      for (let at = 0; at < names.length; at += FILES) {
        const job = { directory: folder.here, names: names.slice(at, at + FILES), query, stop };
        jobs.push(
          inThread(job).then((those) => {
            for (const name of those) found.push(path === "" ? name : `${path}/${name}`);
            if (those.length > 0) wake();
          }),
        );
      }
      // The directory stays open until all of them have looked.
      await Promise.allSettled(jobs);
      await Promise.all(jobs);
    },
  });
  let isOver = false;
  const ended = walking.finally(() => {
    isOver = true;
    wake();
  });
  ended.catch(() => undefined);
  try {
    while (!isOver || found.length > 0) {
      const ready = found;
      found = [];
      if (ready.length > 0) yield ready;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
    throwIfAborted(signal);
    await ended;
  } catch (error) {
    throw toFileError(error, search.path);
  } finally {
    signal?.removeEventListener("abort", end);
    over.abort();
    await ended.catch(() => undefined);
  }
}

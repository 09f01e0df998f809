import { type FSWatcher, watch } from "node:fs";
import { FileError } from "@mcs/core";
import type { FileChange } from "@mcs/core/ports";
import type { Folder } from "./containment.ts";
import { versionOf } from "./entries.ts";
import { toFileError, tooLarge } from "./errors.ts";
import { isOwn } from "./paths.ts";
import { errno, readdir } from "./system.ts";
import type { Tree } from "./tree.ts";
import { walkInto } from "./walk.ts";

/**
 * Changes below a directory until the signal fires. Each directory is watched by itself, and looked at through its
 * own walk: the system's recursive watching goes by path, and follows what has taken it.
 *
 * Several changes of one file within a moment are told as one.
 *
 * @throws FileError, LimitError
 */
export async function* watchDirectory(
  tree: Tree,
  path: string,
  signal: AbortSignal,
): AsyncGenerator<readonly FileChange[]> {
  const watcher = new TreeWatcher(tree, signal);
  try {
    await watcher.add(path, () => undefined);
    yield* watcher.changes();
  } catch (error) {
    throw explained(error, path);
  } finally {
    watcher.close();
  }
}

/** Linux reports the end of its watches as a full disk. */
function explained(error: unknown, path: string): unknown {
  if (errno(error) !== "ENOSPC" && errno(error) !== "EMFILE") return toFileError(error, path);
  return new FileError("backend_failed", path, "cannot be watched: the system has no more watches.", {
    remedy: "Watch a smaller directory, or raise the system's limit.",
  });
}

/** A directory that is watched. */
interface Watched {
  readonly watcher: FSWatcher;
  /** What was in it when it was last looked at: a version for files, empty for everything else. */
  readonly known: Map<string, string>;
  /** Names of which the system has told something since. */
  readonly touched: Set<string>;
}

class TreeWatcher {
  readonly #tree: Tree;
  readonly #signal: AbortSignal;
  readonly #watched = new Map<string, Watched>();
  #wake: () => void = () => undefined;
  #failure: unknown;

  constructor(tree: Tree, signal: AbortSignal) {
    this.#tree = tree;
    this.#signal = signal;
    signal.addEventListener("abort", this.#onAbort);
  }

  readonly #onAbort = (): void => this.#wake();

  close(): void {
    this.#signal.removeEventListener("abort", this.#onAbort);
    for (const { watcher } of this.#watched.values()) watcher.close();
    this.#watched.clear();
  }

  /** Watches a directory and those below it. What is in them is told to `found`. */
  async add(path: string, found: (path: string) => void): Promise<void> {
    if (this.#watched.has(path)) return;
    const { maxWatchedDirectories } = this.#tree.settings.limits;
    if (this.#watched.size >= maxWatchedDirectories) {
      throw tooLarge(path, "has too many directories", "maxWatchedDirectories", maxWatchedDirectories);
    }
    const place = await walkInto(this.#tree, path);
    try {
      // Watched before it is read: what appears in between is told twice, and not lost.
      const watched = this.#start(place.folder, path);
      for (const name of await readdir(place.folder.here)) {
        if (isOwn(name)) continue;
        const stat = await place.folder.look(name);
        if (stat === undefined) continue;
        watched.known.set(name, stat.isFile() ? versionOf(stat) : "");
        found(join(path, name));
        if (stat.isDirectory()) await this.#addBelow(join(path, name), found);
      }
    } finally {
      place.release();
    }
  }

  async *changes(): AsyncGenerator<readonly FileChange[]> {
    while (!this.#signal.aborted) {
      if (this.#failure !== undefined) throw this.#failure;
      const touched = [...this.#watched].filter(([, { touched }]) => touched.size > 0);
      if (touched.length === 0) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      for (const [path, watched] of touched) {
        const names = [...watched.touched];
        watched.touched.clear();
        for (const name of names) yield await this.#changesOf(path, watched, name);
      }
    }
  }

  #start(folder: Folder, path: string): Watched {
    const touched = new Set<string>();
    const watcher = watch(folder.here, { persistent: true }, (_, name) => {
      if (name === null || isOwn(name)) return;
      touched.add(name);
      this.#wake();
    });
    watcher.on("error", (error) => {
      // A directory that is removed is told by the one above it; Windows reports it here as well.
      if (errno(error) === "EPERM") return;
      this.#failure = error;
      this.#wake();
    });
    const watched = { watcher, known: new Map<string, string>(), touched };
    this.#watched.set(path, watched);
    return watched;
  }

  /** A directory may be gone again, or be a link by now. */
  async #addBelow(path: string, found: (path: string) => void): Promise<void> {
    try {
      await this.add(path, found);
    } catch (error) {
      if (!GONE.includes(errno(error))) throw error;
    }
  }

  async #changesOf(directory: string, watched: Watched, name: string): Promise<readonly FileChange[]> {
    const path = join(directory, name);
    const before = watched.known.get(name);
    const stat = await this.#look(directory, name);
    if (stat === undefined) {
      watched.known.delete(name);
      this.#forget(path);
      return before === undefined ? [] : [{ path, change: "removed" }];
    }
    const now = stat.isFile() ? versionOf(stat) : "";
    if (before === now) return [];
    watched.known.set(name, now);
    const changes: FileChange[] = [{ path, change: before === undefined ? "created" : "modified" }];
    if (stat.isDirectory())
      await this.#addBelow(path, (inner) => changes.push({ path: inner, change: "created" }));
    return changes;
  }

  async #look(directory: string, name: string): ReturnType<Folder["look"]> {
    try {
      const place = await walkInto(this.#tree, directory);
      try {
        return await place.folder.look(name);
      } finally {
        place.release();
      }
    } catch (error) {
      if (GONE.includes(errno(error))) return undefined;
      throw error;
    }
  }

  #forget(path: string): void {
    for (const [watched, { watcher }] of this.#watched) {
      if (watched !== path && !watched.startsWith(`${path}/`)) continue;
      watcher.close();
      this.#watched.delete(watched);
    }
  }
}

const GONE = ["file_not_found", "not_a_directory", "outside_root", "ENOENT", "ENOTDIR"];

function join(directory: string, name: string): string {
  return directory === "" ? name : `${directory}/${name}`;
}

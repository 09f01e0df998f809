import { FileError } from "../file-error.ts";
import type { FileCallOptions, FileStat } from "../ports/index.ts";
import type { FileBackend, Target } from "./file-backend.ts";
import { parentOf, segmentsOf } from "./paths.ts";
import { exists, isNoFile, missing } from "./refusals.ts";
import { checkSignal } from "./waiting.ts";

export type Overwriting = FileCallOptions & { readonly overwrite?: boolean };

/** What a backend has, looked at before something is done to it; and what is refused by that. */
export class Inventory {
  readonly #backend: FileBackend;

  constructor(backend: FileBackend) {
    this.#backend = backend;
  }

  /** A lost connection is mostly found out by the first step of a call, and that is always a look. */
  stat(path: string, options: FileCallOptions): Promise<FileStat | undefined> {
    return twice(this.#backend, () => this.#backend.stat(path, options), options.signal);
  }

  async find(path: string, options: FileCallOptions): Promise<FileStat> {
    const stat = await this.stat(path, options);
    if (stat === undefined) throw missing(path);
    return stat;
  }

  /** Undefined when something is to take its own place. */
  async target(from: string, to: string, options: Overwriting): Promise<Target | undefined> {
    const stat = await this.stat(to, options);
    if (stat === undefined) await this.requireParent(to, options);
    else if (options.overwrite !== true) throw exists(to);
    else if (stat.kind !== "file") throw isNoFile(to, stat);
    return from === to ? undefined : { path: to, stat };
  }

  async requireParent(path: string, options: FileCallOptions): Promise<void> {
    const stat = await this.stat(parentOf(path), options);
    if (stat?.kind === "directory") return;
    if (stat === undefined) throw missing(path, "lies in a directory that does not exist.");
    throw new FileError("not_a_directory", path, `lies below what is a ${stat.kind}.`);
  }

  async makeDirectories(path: string, options: FileCallOptions): Promise<void> {
    const segments = segmentsOf(path);
    for (const end of segments.keys()) {
      const directory = segments.slice(0, end + 1).join("/");
      let stat = await this.stat(directory, options);
      if (stat === undefined) {
        checkSignal(options.signal);
        try {
          await this.#backend.makeDirectory(directory, options);
          continue;
        } catch (error) {
          // Somebody else may have been quicker.
          stat = await this.stat(directory, options);
          if (stat === undefined) throw error;
        }
      }
      if (stat.kind !== "directory") {
        throw new FileError("not_a_directory", path, `leads through what is a ${stat.kind}.`);
      }
    }
  }
}

/** Makes a call, and makes it again where the connection was lost meanwhile. */
export async function twice<T>(
  backend: FileBackend,
  run: () => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!backend.isLost(error) || signal?.aborted === true) throw error;
    return run();
  }
}

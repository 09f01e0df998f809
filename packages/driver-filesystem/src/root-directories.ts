import { FileError } from "@mcs/core";
import type { FileCallOptions, FileEntry, OpenDirectory } from "@mcs/core/ports";
import { isFileError } from "./errors.ts";
import { join } from "./paths.ts";

/** The directory above all roots. */
export class TopDirectory implements OpenDirectory {
  readonly #names: Iterable<string>;
  readonly #open: OpenDirectory["enter"];

  /** @param open opens a root by its name */
  constructor(names: Iterable<string>, open: OpenDirectory["enter"]) {
    this.#names = names;
    this.#open = open;
  }

  async *entries(): AsyncGenerator<readonly FileEntry[]> {
    yield Array.from(this.#names, (name) => ({ name, kind: "directory" }) as const);
  }

  enter(name: string, options?: FileCallOptions): Promise<OpenDirectory> {
    return this.#open(name, options);
  }

  async close(): Promise<void> {}
}

/** A directory in one of the roots. */
export class RootDirectory implements OpenDirectory {
  readonly #root: string;
  readonly #directory: OpenDirectory;

  constructor(root: string, directory: OpenDirectory) {
    this.#root = root;
    this.#directory = directory;
  }

  async *entries(options?: FileCallOptions): AsyncGenerator<readonly FileEntry[]> {
    try {
      yield* this.#directory.entries(options);
    } catch (error) {
      throw named(error, this.#root);
    }
  }

  async enter(name: string, options?: FileCallOptions): Promise<OpenDirectory> {
    try {
      return new RootDirectory(this.#root, await this.#directory.enter(name, options));
    } catch (error) {
      throw named(error, this.#root);
    }
  }

  close(): Promise<void> {
    return this.#directory.close();
  }
}

/** The error of a root's port, with the path as the caller knows it. */
export function named(error: unknown, root: string): unknown {
  if (!isFileError(error)) return error;
  const { path, code, message: text } = error;
  const message = text.slice(JSON.stringify(path).length + 1);
  return new FileError(code, join(root, path), message, { cause: error });
}

import type { FilesystemPort } from "@mcs/core/ports";
import { isFileError } from "../errors.ts";
import { isWithin, join, nameOf, parentOf } from "../paths.ts";
import { IgnoreFile } from "./gitignore.ts";

/** The `.gitignore` of a directory and of those above it, the nearest first. */
export type IgnoreChain = readonly { readonly directory: string; readonly file: IgnoreFile }[];

const LARGEST = 1_000_000;

export interface IgnoreOptions {
  /** Whether `.gitignore` files are read, and `.git` left out. */
  readonly gitignore: boolean;
  /** What is in the trash is left out in any case, unless one looks right into it. */
  readonly isTrash: (path: string) => boolean;
  readonly signal?: AbortSignal | undefined;
}

/** What a walk or a search leaves out, for the time of one call. */
export class IgnoreRules {
  readonly #files: FilesystemPort;
  readonly #options: IgnoreOptions;
  readonly #chains = new Map<string, Promise<IgnoreChain>>();
  readonly #start: string;

  constructor(files: FilesystemPort, start: string, options: IgnoreOptions) {
    this.#files = files;
    this.#options = options;
    this.#start = start;
  }

  /**
   * The chain of a directory; each `.gitignore` is read once.
   *
   * @param has whether the directory holds one, where that is known
   */
  chain(directory: string, has = true): Promise<IgnoreChain> {
    const known = this.#chains.get(directory);
    if (known !== undefined) return known;
    const chain = this.#load(directory, has);
    this.#chains.set(directory, chain);
    return chain;
  }

  ignores(chain: IgnoreChain, path: string, isDirectory: boolean): boolean {
    const { isTrash, gitignore } = this.#options;
    if (isDirectory && isTrash(path) && !isTrash(this.#start)) return true;
    if (!gitignore) return false;
    // In a submodule or a second work tree it is a file.
    if (nameOf(path) === ".git") return true;
    for (const { directory, file } of chain) {
      const verdict = file.test(directory === "" ? path : path.slice(directory.length + 1), isDirectory);
      if (verdict !== undefined) return verdict;
    }
    return false;
  }

  /** Whether `.gitignore` files count. */
  get areHonoured(): boolean {
    return this.#options.gitignore;
  }

  /** For a directory whose parents are not ignored. */
  async ignoresDirectory(path: string): Promise<boolean> {
    return this.ignores(await this.chain(parentOf(path)), path, true);
  }

  /** For a path that did not come from a walk: whether it or a directory above it, below the start, is ignored. */
  async ignoresFile(path: string): Promise<boolean> {
    const directories: string[] = [];
    for (let at = parentOf(path); at !== this.#start && isWithin(at, this.#start); at = parentOf(at)) {
      directories.unshift(at);
      if (at === "") break;
    }
    for (const directory of directories) {
      if (await this.ignoresDirectory(directory)) return true;
    }
    return this.ignores(await this.chain(parentOf(path)), path, false);
  }

  async #load(directory: string, has: boolean): Promise<IgnoreChain> {
    if (!this.#options.gitignore) return [];
    const above = directory === "" ? [] : await this.chain(parentOf(directory));
    const text = has ? await this.#read(join(directory, ".gitignore")) : undefined;
    return text === undefined ? above : [{ directory, file: new IgnoreFile(text) }, ...above];
  }

  /** A `.gitignore` that is none, or may not be read, ignores nothing. */
  async #read(path: string): Promise<string | undefined> {
    const { signal } = this.#options;
    const options = signal === undefined ? {} : { signal };
    try {
      const file = await this.#files.open(path, options);
      try {
        return new TextDecoder().decode(await file.read(0, Math.min(file.stat.size, LARGEST), options));
      } finally {
        await file.close();
      }
    } catch (error) {
      if (isFileError(error)) return undefined;
      throw error;
    }
  }
}

import type {
  CandidateSearch,
  FileCallOptions,
  FileChange,
  FileEntry,
  FileStat,
  FilesystemPort,
  OpenDirectory,
  OpenFile,
  WriteOptions,
} from "@mcs/core/ports";
import { Calls, steps } from "./calls.ts";
import type { ContainmentKind } from "./containment.ts";
import { makeDirectory, remove } from "./directories.ts";
import { listDirectory } from "./list.ts";
import { OneByOne } from "./one-by-one.ts";
import { LocalDirectory } from "./open-directory.ts";
import { openFile } from "./open-file.ts";
import { type LocalFsAdapterOptions, type Settings, settingsFrom } from "./options.ts";
import { findCandidates } from "./search/candidates.ts";
import { statOf } from "./stat.ts";
import { copy, move } from "./transfer.ts";
import { containmentKind, type Tree } from "./tree.ts";
import { walkInto } from "./walk.ts";
import { watchDirectory } from "./watch.ts";
import { writeFile } from "./write.ts";

type Recursive = FileCallOptions & { readonly recursive?: boolean };
type Overwrite = FileCallOptions & { readonly overwrite?: boolean };

/**
 * The files below one folder of this machine, and no way out of it: not by the path, not by links, not by what
 * another process does meanwhile.
 *
 * Construction does no I/O. The first call opens the root, and clears up after processes that were killed within
 * a write. One adapter serves any number of calls at once, and several adapters and processes may work on one
 * root.
 *
 * Every method rejects with `FileError`, with `AbortedError`, with `LimitError` where an option's limit was
 * reached, or with `ConfigurationError` when the root cannot be used.
 *
 * @throws ConfigurationError from the constructor, for an option that is missing, unknown or cannot be used.
 */
export class LocalFsAdapter implements FilesystemPort {
  readonly adapter = "localfs";
  readonly #settings: Settings;
  readonly #calls: Calls;

  constructor(options: LocalFsAdapterOptions) {
    this.#settings = settingsFrom(options);
    this.#calls = new Calls(this.#settings);
  }

  /** How it is made sure that a call stays in the root, on this platform and with these options. */
  get containment(): ContainmentKind {
    return containmentKind(this.#settings);
  }

  stat(path: string, options?: FileCallOptions): Promise<FileStat> {
    return this.#call(path, (tree) => statOf(tree, path, options));
  }

  list(path: string, options?: FileCallOptions): AsyncIterableIterator<FileEntry> {
    return this.#each(path, options?.signal, (tree) => listDirectory(tree, path, options));
  }

  openDirectory(path: string, options?: FileCallOptions): Promise<OpenDirectory> {
    return this.#call(
      path,
      async (tree) => new LocalDirectory(await walkInto(tree, path, options), this.#calls),
    );
  }

  open(path: string, options?: FileCallOptions): Promise<OpenFile> {
    return this.#call(path, (tree) => openFile(tree, path, options));
  }

  write(path: string, content: Uint8Array, options: WriteOptions): Promise<FileStat> {
    return this.#call(path, (tree) => writeFile(tree, path, content, options));
  }

  makeDirectory(path: string, options?: Recursive): Promise<void> {
    return this.#call(path, (tree) => makeDirectory(tree, path, options));
  }

  move(from: string, to: string, options?: Overwrite): Promise<void> {
    return this.#call(from, (tree) => move(tree, from, to, options));
  }

  copy(from: string, to: string, options?: Overwrite): Promise<void> {
    return this.#call(from, (tree) => copy(tree, from, to, options));
  }

  remove(path: string, options?: Recursive): Promise<void> {
    return this.#call(path, (tree) => remove(tree, path, options));
  }

  watch(path: string, options: FileCallOptions): AsyncIterableIterator<FileChange> {
    const signals = [this.#calls.closing, ...(options.signal === undefined ? [] : [options.signal])];
    return this.#each(path, undefined, (tree) => watchDirectory(tree, path, AbortSignal.any(signals)));
  }

  candidates(path: string, search: CandidateSearch): AsyncIterableIterator<string> {
    return this.#each(path, search.signal, (tree) => findCandidates(tree, path, search));
  }

  /** Finishes the calls under way and lets go of the root. Later calls are rejected; what is open stays open. */
  close(): Promise<void> {
    return this.#calls.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #call<Result>(path: string, action: (tree: Tree) => Promise<Result>): Promise<Result> {
    return this.#calls.call(path, action);
  }

  #each<Item>(
    path: string,
    signal: AbortSignal | undefined,
    action: (tree: Tree) => AsyncGenerator<readonly Item[]>,
  ): OneByOne<Item> {
    return new OneByOne(
      steps((step) => this.#calls.call(path, step), action),
      signal,
    );
  }
}

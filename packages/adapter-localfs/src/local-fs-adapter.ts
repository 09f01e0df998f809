import { FileError } from "@mcs/core";
import type {
  CandidateSearch,
  FileCallOptions,
  FileChange,
  FileEntry,
  FileStat,
  FilesystemPort,
  OpenFile,
  WriteOptions,
} from "@mcs/core/ports";
import type { ContainmentKind, Folder } from "./containment.ts";
import { makeDirectory, remove } from "./directories.ts";
import { listDirectory } from "./list.ts";
import { type Batched, OneByOne } from "./one-by-one.ts";
import { openFile } from "./open-file.ts";
import { type LocalFsAdapterOptions, type Settings, settingsFrom } from "./options.ts";
import { findCandidates } from "./search/candidates.ts";
import { statOf } from "./stat.ts";
import { sweep } from "./sweep.ts";
import { copy, move } from "./transfer.ts";
import { containmentKind, openTree, type Tree } from "./tree.ts";
import { takeTurns } from "./turns.ts";
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
  #tree: Promise<Tree> | undefined;
  #calls = 0;
  #idle: (() => void) | undefined;
  /** Ends what would not end by itself. */
  readonly #closing = new AbortController();
  #closed: Promise<void> | undefined;

  constructor(options: LocalFsAdapterOptions) {
    this.#settings = settingsFrom(options);
  }

  /** How it is made sure that a call stays in the root, on this platform and with these options. */
  get containment(): ContainmentKind {
    return containmentKind(this.#settings);
  }

  stat(path: string, options?: FileCallOptions): Promise<FileStat> {
    return this.#call(path, (tree) => statOf(tree, path, options));
  }

  list(path: string, options?: FileCallOptions): Batched<FileEntry> {
    return this.#each(path, options?.signal, (tree) => listDirectory(tree, path, options));
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
    const signals = [this.#closing.signal, ...(options.signal === undefined ? [] : [options.signal])];
    return this.#each(path, undefined, (tree) => watchDirectory(tree, path, AbortSignal.any(signals)));
  }

  candidates(path: string, search: CandidateSearch): AsyncIterableIterator<string> {
    return this.#each(path, search.signal, (tree) => findCandidates(tree, path, search));
  }

  /** Finishes the calls under way and lets go of the root. Later calls are rejected; open files stay open. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #call<Result>(path: string, action: (tree: Tree) => Promise<Result>): Promise<Result> {
    if (this.#closed !== undefined) throw closed(path);
    this.#calls++;
    try {
      await takeTurns();
      return await action(await this.#opened());
    } finally {
      if (--this.#calls === 0) this.#idle?.();
    }
  }

  #each<Item>(
    path: string,
    signal: AbortSignal | undefined,
    action: (tree: Tree) => AsyncGenerator<readonly Item[]>,
  ): Batched<Item> {
    return new OneByOne(this.#steps(path, action), signal);
  }

  /** Each step is a call: who leaves a listing lying about keeps nobody from closing. */
  async *#steps<Item>(
    path: string,
    action: (tree: Tree) => AsyncGenerator<readonly Item[]>,
  ): AsyncGenerator<readonly Item[]> {
    let items: AsyncGenerator<readonly Item[]> | undefined;
    try {
      for (;;) {
        const { done, value } = await this.#call(path, (tree) => {
          items ??= action(tree);
          return items.next();
        });
        if (done === true) return;
        yield value;
      }
    } finally {
      await items?.return(undefined);
    }
  }

  /** A root that could not be opened is tried again by the next call. */
  #opened(): Promise<Tree> {
    this.#tree ??= this.#openTree().catch((error: unknown) => {
      this.#tree = undefined;
      throw error;
    });
    return this.#tree;
  }

  async #openTree(): Promise<Tree> {
    const tree = await openTree(this.#settings);
    forgotten.register(this, tree.root, this);
    await sweep(tree);
    return tree;
  }

  async #close(): Promise<void> {
    this.#closing.abort();
    if (this.#calls > 0) {
      await new Promise<void>((resolve) => {
        this.#idle = resolve;
      });
    }
    const tree = await this.#tree?.catch(() => undefined);
    if (tree === undefined) return;
    forgotten.unregister(this);
    tree.root.release();
  }
}

/** The root of an adapter that nobody closed goes with it. */
const forgotten = new FinalizationRegistry((root: Folder) => root.release());

function closed(path: string): FileError {
  return new FileError("backend_failed", path, "cannot be reached: the adapter is closed.", {
    remedy: "Create another one.",
  });
}

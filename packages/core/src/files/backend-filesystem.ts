import { AbortedError } from "../errors.ts";
import { FileError } from "../file-error.ts";
import type {
  FileCallOptions,
  FileEntry,
  FileStat,
  FilesystemPort,
  OpenFile,
  WriteOptions,
} from "../ports/index.ts";
import { CallsUnderWay } from "./calls-under-way.ts";
import { explainOwn } from "./explanation.ts";
import type { FileBackend } from "./file-backend.ts";
import { Inventory, type Overwriting, twice } from "./inventory.ts";
import { isName, segmentsOf } from "./paths.ts";
import { exists, isNoFile, isRoot, mismatch } from "./refusals.ts";
import { removeTree } from "./remove-tree.ts";
import { Turns } from "./turns.ts";
import { checkSignal, untilAborted } from "./waiting.ts";

type Recursive = FileCallOptions & { readonly recursive?: boolean };

/**
 * A `FilesystemPort` over what a protocol can do. It looks before it changes, so that every backend refuses the
 * same things with the same codes; and within one instance changes of a path come one after the other. Against
 * other programs a promise is as good as the backend's own step.
 */
export class BackendFilesystem implements FilesystemPort {
  readonly adapter: string;
  readonly #backend: FileBackend;
  readonly #inventory: Inventory;
  readonly #turns = new Turns();
  readonly #calls = new CallsUnderWay();

  constructor(adapter: string, backend: FileBackend) {
    this.adapter = adapter;
    this.#backend = backend;
    this.#inventory = new Inventory(backend);
  }

  stat(path: string, options: FileCallOptions = {}): Promise<FileStat> {
    return this.#look(path, options, () => this.#inventory.find(path, options));
  }

  async *list(path: string, options: FileCallOptions = {}): AsyncGenerator<FileEntry> {
    const stat = await this.stat(path, options);
    if (stat.kind !== "directory") throw new FileError("not_a_directory", path, `is a ${stat.kind}.`);
    const entries = this.#backend.list(path, options)[Symbol.asyncIterator]();
    try {
      while (true) {
        const { value, done } = await this.#look(path, options, () => entries.next(), false);
        if (done === true) return;
        // A name is joined to a path by whoever reads it: no server may lead elsewhere that way.
        if (!isName(value.name)) {
          throw new FileError("backend_failed", path, "lists an entry with a name that cannot be one.");
        }
        yield value;
        checkSignal(options.signal);
      }
    } finally {
      const ended: Promise<unknown> = entries.return?.() ?? Promise.resolve();
      this.#calls.track(ended);
    }
  }

  async open(path: string, options: FileCallOptions = {}): Promise<OpenFile> {
    const file = await this.#look(path, options, async () => {
      const stat = await this.#inventory.find(path, options);
      if (stat.kind !== "file") throw isNoFile(path, stat);
      return this.#backend.open(path, stat, options);
    });
    return {
      stat: file.stat,
      read: (start, length, readOptions = {}) =>
        this.#look(path, readOptions, () => file.read(start, length, readOptions), false),
      current: () => this.#look(path, {}, () => file.current(), false),
      // Closing a file after its adapter is no fault.
      close: () => this.#calls.track(file.close()).catch(() => {}),
    };
  }

  write(path: string, content: Uint8Array, options: WriteOptions): Promise<FileStat> {
    const { mode, ifMatch } = options;
    const again = mode === "overwrite" && ifMatch === undefined;
    return this.#change([path], options, again, async () => {
      const current = await this.#inventory.stat(path, options);
      if (current !== undefined && current.kind !== "file") throw isNoFile(path, current);
      if (ifMatch !== undefined && current?.version !== ifMatch) throw mismatch(path, current);
      if (current !== undefined && mode === "create") throw exists(path);
      if (current === undefined) await this.#inventory.requireParent(path, options);
      const how = { mode, current, ...(ifMatch === undefined ? {} : { ifMatch }) };
      return this.#backend.write(path, content, how, options);
    });
  }

  makeDirectory(path: string, options: Recursive = {}): Promise<void> {
    const recursive = options.recursive === true;
    return this.#change([path], options, recursive, async () => {
      if (recursive) return this.#inventory.makeDirectories(path, options);
      if ((await this.#inventory.stat(path, options)) !== undefined) throw exists(path);
      await this.#inventory.requireParent(path, options);
      await this.#backend.makeDirectory(path, options);
    });
  }

  move(from: string, to: string, options: Overwriting = {}): Promise<void> {
    return this.#change([from, to], options, false, async () => {
      if (from === "") throw isRoot(from);
      const stat = await this.#inventory.find(from, options);
      if (to.startsWith(`${from}/`)) {
        throw new FileError(
          "invalid_path",
          to,
          `lies inside of ${JSON.stringify(from)}, which is to be moved.`,
        );
      }
      const target = await this.#inventory.target(from, to, options);
      if (target === undefined) return;
      if (target.stat !== undefined && stat.kind === "directory") {
        throw new FileError("file_exists", to, "is a file, and no directory can take its place.");
      }
      await this.#backend.move({ path: from, stat }, target, options);
    });
  }

  copy(from: string, to: string, options: Overwriting = {}): Promise<void> {
    return this.#change([from, to], options, false, async () => {
      const stat = await this.#inventory.find(from, options);
      if (stat.kind !== "file") throw isNoFile(from, stat);
      const target = await this.#inventory.target(from, to, options);
      if (target !== undefined) await this.#backend.copy({ path: from, stat }, target, options);
    });
  }

  remove(path: string, options: Recursive = {}): Promise<void> {
    return this.#change([path], options, false, async () => {
      if (path === "") throw isRoot(path);
      const stat = await this.#inventory.find(path, options);
      if (stat.kind === "directory" && options.recursive === true)
        return removeTree(
          this.#backend,
          (inner) => this.#inventory.stat(inner, options),
          path,
          stat,
          options,
        );
      if (stat.kind === "directory") {
        for await (const _ of this.#backend.list(path, options)) {
          throw new FileError("directory_not_empty", path, "holds something.", {
            remedy: "Remove what is in it, or remove it recursively.",
          });
        }
      }
      await this.#backend.remove(path, stat, options);
    });
  }

  /** Finishes the calls under way and frees connections. Later calls are refused with `"backend_failed"`. */
  close(): Promise<void> {
    return this.#calls.close(() => this.#backend.close());
  }

  /** A call that changes nothing: it ends with the abort, and is made again when the connection was lost. */
  #look<T>(path: string, options: FileCallOptions, run: () => Promise<T>, again = true): Promise<T> {
    const work = this.#run([path], options, again, run);
    return untilAborted(work, options.signal);
  }

  #change<T>(
    paths: readonly string[],
    options: FileCallOptions,
    again: boolean,
    run: () => Promise<T>,
  ): Promise<T> {
    return this.#run(paths, options, again, () =>
      this.#turns.take(paths, async () => {
        checkSignal(options.signal);
        return run();
      }),
    );
  }

  async #run<T>(
    paths: readonly string[],
    { signal }: FileCallOptions,
    again: boolean,
    run: () => Promise<T>,
  ): Promise<T> {
    for (const path of paths) segmentsOf(path);
    const [path = ""] = paths;
    if (this.#calls.closed) {
      throw new FileError("backend_failed", path, "cannot be reached: the adapter is closed.");
    }
    checkSignal(signal);
    try {
      return await this.#calls.track(again ? twice(this.#backend, run, signal) : run());
    } catch (error) {
      const own = explainOwn(error, path);
      if (own === undefined && signal?.aborted === true) {
        throw new AbortedError(undefined, { cause: signal.reason });
      }
      throw own ?? this.#backend.explain(error, path);
    }
  }
}

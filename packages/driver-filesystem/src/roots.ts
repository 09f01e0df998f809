import { FileError } from "@mcs/core";
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
import type { Access } from "./options.ts";
import { join } from "./paths.ts";
import { named, RootDirectory, TopDirectory } from "./root-directories.ts";
import { openDirectory } from "./tree/open-directory.ts";

/** One root with its rights. */
export interface Root {
  readonly port: FilesystemPort;
  readonly access: Access;
}

type Overwrite = FileCallOptions & { readonly overwrite?: boolean };
type Recursive = FileCallOptions & { readonly recursive?: boolean };

/** A path of the whole, resolved: the root that it names, and what is left for its port. */
interface Place extends Root {
  readonly name: string;
  readonly inner: string;
}

const TOP: FileStat = { kind: "directory", size: 0, modifiedMs: undefined, version: undefined };

/**
 * Several roots as one tree: the first segment of a path names the root. Rights are held here, whatever tools
 * there are. Errors name the path as it was given.
 */
export class Roots implements FilesystemPort {
  readonly adapter = "roots";
  readonly #roots: ReadonlyMap<string, Root>;

  constructor(roots: ReadonlyMap<string, Root>) {
    this.#roots = roots;
  }

  async stat(path: string, options?: FileCallOptions): Promise<FileStat> {
    return path === "" ? TOP : this.#at(path, ({ port, inner }) => port.stat(inner, options));
  }

  async *list(path: string, options?: FileCallOptions): AsyncGenerator<FileEntry> {
    if (path === "") {
      for (const name of this.#roots.keys()) yield { name, kind: "directory" };
      return;
    }
    const { port, inner, name } = this.#place(path);
    try {
      yield* port.list(inner, options);
    } catch (error) {
      throw named(error, name);
    }
  }

  async openDirectory(path: string, options: FileCallOptions = {}): Promise<OpenDirectory> {
    if (path === "") return new TopDirectory(this.#roots.keys(), (name) => this.openDirectory(name, options));
    return this.#at(
      path,
      async ({ port, inner, name }) => new RootDirectory(name, await openDirectory(port, inner, options)),
    );
  }

  open(path: string, options?: FileCallOptions): Promise<OpenFile> {
    return this.#at(path, ({ port, inner }) => port.open(inner, options));
  }

  write(path: string, content: Uint8Array, options: WriteOptions): Promise<FileStat> {
    return this.#change(path, ({ port, inner }) => port.write(inner, content, options));
  }

  makeDirectory(path: string, options?: Recursive): Promise<void> {
    return this.#change(path, async ({ port, inner }) => {
      if (inner !== "") await port.makeDirectory(inner, options);
      else if (options?.recursive !== true) throw new FileError("file_exists", "", "is a root.");
    });
  }

  async move(from: string, to: string, options?: Overwrite): Promise<void> {
    const [source, target] = [this.#writable(from), this.#writable(to)];
    if (source.port !== target.port) return this.#moveAcross(from, to, options);
    return this.#change(from, ({ port, inner }) => port.move(inner, target.inner, options));
  }

  async copy(from: string, to: string, options: Overwrite = {}): Promise<void> {
    const [source, target] = [this.#place(from), this.#writable(to)];
    if (source.port === target.port) {
      return this.#at(from, ({ port, inner }) => port.copy(inner, target.inner, options));
    }
    const { overwrite, signal } = options;
    const file = await this.open(from, options);
    try {
      const content = await file.read(0, file.stat.size, options);
      const mode = overwrite === true ? "overwrite" : "create";
      await this.write(to, content, { mode, ...(signal === undefined ? {} : { signal }) });
    } finally {
      await file.close();
    }
  }

  remove(path: string, options?: Recursive): Promise<void> {
    return this.#change(path, ({ port, inner }) => port.remove(inner, options));
  }

  watch(path: string, options: FileCallOptions): AsyncIterable<FileChange> {
    const { port, inner, name } = this.#place(path);
    if (port.watch === undefined) throw new FileError("unsupported", path, "cannot be watched.");
    return prefixed(port.watch(inner, options), name);
  }

  /** Of all roots where the path is the whole, provided that each of them has a quick way. */
  async *candidates(path: string, search: CandidateSearch): AsyncGenerator<string> {
    const places = (path === "" ? [...this.#roots.keys()] : [path]).map((below) => this.#place(below));
    if (places.some(({ port }) => port.candidates === undefined)) {
      throw new FileError("unsupported", path, "cannot be searched in a quicker way.");
    }
    const { skip, ...rest } = search;
    for (const { port, inner, name } of places) {
      const below = skip === undefined ? rest : { ...rest, skip: (path: string) => skip(join(name, path)) };
      for await (const found of port.candidates?.(inner, below) ?? []) yield join(name, found);
    }
  }

  /** The ports are closed by who made them. */
  async close(): Promise<void> {}

  /** Between ports a file is copied, and removed when the copy stands. */
  async #moveAcross(from: string, to: string, options: Overwrite = {}): Promise<void> {
    const { version } = await this.stat(from, options);
    await this.copy(from, to, options);
    const now = await this.stat(from, options);
    if (now.version !== version) {
      throw new FileError(
        "version_mismatch",
        from,
        "was changed while it was copied, and stays beside its copy.",
      );
    }
    await this.remove(from, options);
  }

  async #at<Result>(path: string, action: (place: Place) => Promise<Result>): Promise<Result> {
    const place = this.#place(path);
    try {
      return await action(place);
    } catch (error) {
      throw named(error, place.name);
    }
  }

  async #change<Result>(path: string, action: (place: Place) => Promise<Result>): Promise<Result> {
    this.#writable(path);
    return this.#at(path, action);
  }

  #writable(path: string): Place {
    const place = this.#place(path);
    if (place.access === "write") return place;
    throw new FileError(
      "read_only",
      path,
      `cannot be changed: the root ${JSON.stringify(place.name)} may only be read.`,
    );
  }

  #place(path: string): Place {
    const [name = "", ...rest] = path.split("/");
    const root = this.#roots.get(name);
    if (root !== undefined) return { ...root, name, inner: rest.join("/") };
    throw new FileError("file_not_found", path, "is below none of the roots.", {
      remedy: `Begin with the name of one: ${[...this.#roots.keys()].join(", ")}.`,
    });
  }
}

/** A single root that may only be read: what writes is refused before the port hears of it. */
export function readOnly(port: FilesystemPort): FilesystemPort {
  const refuse = async (path: string): Promise<never> => {
    throw new FileError("read_only", path, "cannot be changed: the root may only be read.");
  };
  return {
    adapter: port.adapter,
    stat: (path, options) => port.stat(path, options),
    list: (path, options) => port.list(path, options),
    open: (path, options) => port.open(path, options),
    write: refuse,
    makeDirectory: refuse,
    move: refuse,
    copy: refuse,
    remove: refuse,
    ...(port.openDirectory === undefined ? {} : { openDirectory: port.openDirectory.bind(port) }),
    ...(port.watch === undefined ? {} : { watch: port.watch.bind(port) }),
    ...(port.candidates === undefined ? {} : { candidates: port.candidates.bind(port) }),
    close: () => port.close(),
  };
}

async function* prefixed(changes: AsyncIterable<FileChange>, root: string): AsyncGenerator<FileChange> {
  for await (const { path, change } of changes) yield { path: join(root, path), change };
}

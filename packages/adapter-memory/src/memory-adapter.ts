import { AbortedError, FileError } from "@mcs/core";
import type {
  FileCallOptions,
  FileChange,
  FileEntry,
  FileStat,
  FilesystemPort,
  OpenFile,
  WriteOptions,
} from "@mcs/core/ports";
import {
  type DirectoryNode,
  directoryNode,
  type FileNode,
  joined,
  type Node,
  sizeOf,
  statOf,
} from "./nodes.ts";
import { type MemoryAdapterOptions, type Settings, settingsFrom } from "./options.ts";
import { segmentsOf } from "./paths.ts";
import { Watchers } from "./watchers.ts";

type Recursive = FileCallOptions & { readonly recursive?: boolean };
type Overwriting = FileCallOptions & { readonly overwrite?: boolean };

/** A name in a directory that is there, whether or not something has the name. */
interface Place {
  readonly parent: DirectoryNode;
  readonly name: string;
  readonly node: Node | undefined;
}

/**
 * A tree of files in memory. Names are compared byte by byte. Every method does its work in one turn, so that
 * calls at the same time come one after the other.
 *
 * @throws ConfigurationError from the constructor, for an option that is unknown or a limit that is none; FileError for files that do not fit.
 */
export class MemoryAdapter implements FilesystemPort {
  readonly adapter = "memory";
  readonly #settings: Settings;
  readonly #root: DirectoryNode;
  readonly #watchers = new Watchers();
  #bytes = 0;
  #entries = 0;
  #versions = 0;

  constructor(options: MemoryAdapterOptions = {}) {
    this.#settings = settingsFrom(options);
    this.#root = directoryNode(this.#settings.now());
    for (const [path, content] of Object.entries(options.files ?? {})) this.#begin(path, content);
  }

  async stat(path: string, { signal }: FileCallOptions = {}): Promise<FileStat> {
    checkSignal(signal);
    return statOf(this.#find(path));
  }

  async *list(path: string, { signal }: FileCallOptions = {}): AsyncGenerator<FileEntry> {
    checkSignal(signal);
    for (const [name, node] of this.#directory(path).entries) {
      checkSignal(signal);
      yield {
        name,
        kind: node.kind,
        modifiedMs: node.modifiedMs,
        ...(node.kind === "file" ? { size: node.bytes.length } : {}),
      };
    }
  }

  async open(path: string, { signal }: FileCallOptions = {}): Promise<OpenFile> {
    checkSignal(signal);
    const file = this.#file(path);
    const { bytes } = file;
    return {
      stat: statOf(file),
      read: async (start, length, options) => {
        checkSignal(options?.signal);
        return bytes.slice(start, start + length);
      },
      current: async () => statOf(file),
      close: async () => {},
    };
  }

  async write(path: string, content: Uint8Array, options: WriteOptions): Promise<FileStat> {
    checkSignal(options.signal);
    return statOf(this.#write(path, content, options));
  }

  async makeDirectory(path: string, { signal, recursive = false }: Recursive = {}): Promise<void> {
    checkSignal(signal);
    const segments = segmentsOf(path);
    if (recursive) {
      for (const end of segments.keys()) this.#ensureDirectory(segments.slice(0, end + 1).join("/"));
    } else {
      if (path === "" || this.#place(path).node !== undefined) {
        throw new FileError("file_exists", path, "exists already.");
      }
      this.#ensureDirectory(path);
    }
  }

  async move(from: string, to: string, { signal, overwrite = false }: Overwriting = {}): Promise<void> {
    checkSignal(signal);
    const source = this.#place(from);
    const node = this.#find(from);
    if (to === from) return;
    if (to.startsWith(`${from}/`)) {
      throw new FileError("invalid_path", to, "lies inside of what is to be moved.");
    }
    const target = this.#place(to);
    if (target.node !== undefined) {
      if (!overwrite) throw new FileError("file_exists", to, "exists already.");
      if (target.node.kind === "directory") throw new FileError("not_a_file", to, "is a directory.");
      if (node.kind === "directory") throw new FileError("not_a_directory", to, "is a file.");
      this.#bytes -= target.node.bytes.length;
      this.#entries -= 1;
    }
    this.#detach(source);
    this.#attach(target, node);
    this.#watchers.report(from, "removed");
    this.#watchers.report(to, target.node === undefined ? "created" : "modified");
  }

  async copy(from: string, to: string, { signal, overwrite = false }: Overwriting = {}): Promise<void> {
    checkSignal(signal);
    const { bytes } = this.#file(from);
    this.#write(to, bytes, { mode: overwrite ? "overwrite" : "create" });
  }

  async remove(path: string, { signal, recursive = false }: Recursive = {}): Promise<void> {
    checkSignal(signal);
    const place = this.#place(path);
    const node = this.#find(path);
    if (node.kind === "directory" && node.entries.size > 0 && !recursive) {
      throw new FileError("directory_not_empty", path, "holds something.");
    }
    const { bytes, entries } = sizeOf(node);
    this.#bytes -= bytes;
    this.#entries -= entries;
    this.#detach(place);
    this.#watchers.report(path, "removed");
  }

  watch(path: string, { signal }: FileCallOptions): AsyncIterable<FileChange> {
    this.#directory(path);
    return this.#watchers.watch(path, signal);
  }

  async close(): Promise<void> {}

  #begin(path: string, content: string | Uint8Array): void {
    const segments = segmentsOf(path.endsWith("/") ? path.slice(0, -1) : path);
    const directories = path.endsWith("/") ? segments.length : segments.length - 1;
    for (let end = 1; end <= directories; end++) this.#ensureDirectory(segments.slice(0, end).join("/"));
    if (path.endsWith("/")) return;
    const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
    this.#write(path, bytes, { mode: "create" });
  }

  #write(path: string, content: Uint8Array, { mode, ifMatch }: WriteOptions): FileNode {
    if (path === "") throw new FileError("not_a_file", path, "is the root.");
    const place = this.#place(path);
    const { node } = place;
    if (node?.kind === "directory") throw new FileError("not_a_file", path, "is a directory.");
    if (ifMatch !== undefined && ifMatch !== String(node?.version)) {
      const what = node === undefined ? "is not there any more." : "was changed by somebody else.";
      throw new FileError("version_mismatch", path, what, { remedy: "Read it again." });
    }
    if (node !== undefined && mode === "create") throw new FileError("file_exists", path, "exists already.");
    const bytes = mode === "append" && node !== undefined ? joined(node.bytes, content) : content.slice();
    this.#reserve(path, bytes.length - (node?.bytes.length ?? 0), node === undefined ? 1 : 0);
    this.#versions += 1;
    const written = { bytes, modifiedMs: this.#settings.now(), version: this.#versions };
    const file: FileNode = node === undefined ? { kind: "file", ...written } : Object.assign(node, written);
    if (node === undefined) this.#attach(place, file);
    this.#watchers.report(path, node === undefined ? "created" : "modified");
    return file;
  }

  #ensureDirectory(path: string): void {
    const place = this.#place(path);
    if (place.node?.kind === "directory") return;
    if (place.node !== undefined) throw new FileError("not_a_directory", path, "is a file.");
    this.#reserve(path, 0, 1);
    this.#attach(place, directoryNode(this.#settings.now()));
    this.#watchers.report(path, "created");
  }

  #reserve(path: string, bytes: number, entries: number): void {
    const { maxBytes, maxEntries } = this.#settings;
    const tooLarge = bytes > 0 && this.#bytes + bytes > maxBytes;
    if (tooLarge || (entries > 0 && this.#entries + entries > maxEntries)) {
      const limit = tooLarge ? `${maxBytes} bytes` : `${maxEntries} files and directories`;
      throw new FileError("no_space", path, `does not fit: there is room for ${limit}.`);
    }
    this.#bytes += bytes;
    this.#entries += entries;
  }

  #attach({ parent, name }: Place, node: Node): void {
    parent.entries.set(name, node);
    parent.modifiedMs = this.#settings.now();
  }

  #detach({ parent, name }: Place): void {
    parent.entries.delete(name);
    parent.modifiedMs = this.#settings.now();
  }

  #place(path: string): Place {
    const segments = segmentsOf(path);
    const name = segments.at(-1);
    if (name === undefined) throw new FileError("invalid_path", path, "is the root itself.");
    const parent = this.#directory(segments.slice(0, -1).join("/"), path);
    return { parent, name, node: parent.entries.get(name) };
  }

  #file(path: string): FileNode {
    const node = this.#find(path);
    if (node.kind === "file") return node;
    throw new FileError("not_a_file", path, "is a directory.");
  }

  #directory(path: string, named = path): DirectoryNode {
    const node = this.#find(path, named);
    if (node.kind === "directory") return node;
    throw new FileError("not_a_directory", path, "is a file.");
  }

  /** @param named the path to complain about, where that of a parent is looked for */
  #find(path: string, named = path): Node {
    let node: Node = this.#root;
    for (const segment of segmentsOf(path)) {
      if (node.kind === "file") throw new FileError("not_a_directory", named, "leads through a file.");
      const next = node.entries.get(segment);
      if (next === undefined) throw new FileError("file_not_found", named, "does not exist.");
      node = next;
    }
    return node;
  }
}

function checkSignal(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new AbortedError(undefined, { cause: signal.reason });
}

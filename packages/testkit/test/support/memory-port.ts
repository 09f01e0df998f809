import { AbortedError, FileError, type FileErrorCode } from "@mcs/core";
import type {
  FileCallOptions,
  FileEntry,
  FileKind,
  FileStat,
  FilesystemPort,
  OpenFile,
  WriteOptions,
} from "@mcs/core/ports";

interface Node {
  readonly kind: FileKind;
  readonly content: Uint8Array;
  readonly version: number;
  readonly modifiedMs: number;
}

const NOTHING = new Uint8Array();

/** A port that keeps every promise: what the breakages break. */
export class MemoryPort implements FilesystemPort {
  readonly adapter = "memory";
  #versions = 0;
  readonly nodes = new Map<string, Node>([["", this.node("directory")]]);

  async stat(path: string, options?: FileCallOptions): Promise<FileStat> {
    begin([path], options);
    return this.describe(this.get(path));
  }

  async *list(path: string, options?: FileCallOptions): AsyncGenerator<FileEntry> {
    begin([path], options);
    if (this.get(path).kind !== "directory") throw fail("not_a_directory", path);
    for (const child of this.children(path)) {
      begin([], options);
      yield { name: child.slice(child.lastIndexOf("/") + 1), kind: this.get(child).kind };
      begin([], options);
    }
  }

  async open(path: string, options?: FileCallOptions): Promise<OpenFile> {
    begin([path], options);
    const opened = this.file(path);
    return {
      stat: this.describe(opened),
      read: async (start, length, readOptions) => {
        begin([], readOptions);
        return opened.content.slice(start, start + length);
      },
      current: async () => this.describe(this.nodes.get(path) ?? opened),
      close: async () => {},
    };
  }

  async write(path: string, content: Uint8Array, options: WriteOptions): Promise<FileStat> {
    begin([path], options);
    const { mode, ifMatch } = options;
    this.inDirectory(path);
    const old = this.nodes.get(path);
    if (ifMatch !== undefined && String(old?.version) !== ifMatch) throw fail("version_mismatch", path);
    if (mode === "create" && old !== undefined) throw fail("file_exists", path);
    if (old !== undefined && old.kind !== "file") throw fail("not_a_file", path);
    const before = mode === "append" ? (old?.content ?? NOTHING) : NOTHING;
    const written = this.node("file", Buffer.concat([before, content]));
    this.nodes.set(path, written);
    return this.describe(written);
  }

  async makeDirectory(path: string, options: FileCallOptions & { recursive?: boolean } = {}): Promise<void> {
    begin([path], options);
    const existing = this.nodes.get(path);
    if (existing !== undefined) {
      if (options.recursive === true && existing.kind === "directory") return;
      throw fail("file_exists", path);
    }
    if (options.recursive === true) {
      const parents = path.split("/").map((_, index, segments) => segments.slice(0, index).join("/"));
      for (const parent of parents) {
        const there = this.nodes.get(parent) ?? this.node("directory");
        if (there.kind !== "directory") throw fail("not_a_directory", path);
        this.nodes.set(parent, there);
      }
    }
    this.inDirectory(path);
    this.nodes.set(path, this.node("directory"));
  }

  async move(
    from: string,
    to: string,
    options: FileCallOptions & { overwrite?: boolean } = {},
  ): Promise<void> {
    begin([from, to], options);
    this.get(from);
    if (from === "" || `${to}/`.startsWith(`${from}/`)) throw fail("invalid_path", to);
    this.target(to, options.overwrite);
    for (const path of [from, ...this.below(from)]) {
      this.nodes.set(`${to}${path.slice(from.length)}`, this.get(path));
      this.nodes.delete(path);
    }
  }

  async copy(
    from: string,
    to: string,
    options: FileCallOptions & { overwrite?: boolean } = {},
  ): Promise<void> {
    begin([from, to], options);
    const { content } = this.file(from);
    this.target(to, options.overwrite);
    this.nodes.set(to, this.node("file", content));
  }

  async remove(path: string, options: FileCallOptions & { recursive?: boolean } = {}): Promise<void> {
    begin([path], options);
    this.get(path);
    if (path === "") throw fail("invalid_path", path);
    const below = this.below(path);
    if (below.length > 0 && options.recursive !== true) throw fail("directory_not_empty", path);
    for (const each of [path, ...below]) this.nodes.delete(each);
  }

  async close(): Promise<void> {}

  node(kind: FileKind, content: Uint8Array = NOTHING): Node {
    this.#versions++;
    return { kind, content, version: this.#versions, modifiedMs: Date.now() };
  }

  describe({ kind, content, version, modifiedMs }: Node): FileStat {
    return {
      kind,
      size: content.length,
      modifiedMs,
      version: kind === "directory" ? undefined : String(version),
    };
  }

  get(path: string): Node {
    const node = this.nodes.get(path);
    if (node === undefined) throw fail("file_not_found", path);
    return node;
  }

  file(path: string): Node {
    const node = this.get(path);
    if (node.kind !== "file") throw fail("not_a_file", path);
    return node;
  }

  children(path: string): readonly string[] {
    const prefix = path === "" ? "" : `${path}/`;
    return this.below(path).filter((each) => !each.slice(prefix.length).includes("/"));
  }

  below(path: string): readonly string[] {
    const prefix = path === "" ? "" : `${path}/`;
    return [...this.nodes.keys()].filter((each) => each !== "" && each.startsWith(prefix));
  }

  private target(path: string, overwrite = false): void {
    this.inDirectory(path);
    const existing = this.nodes.get(path);
    if (existing === undefined || (overwrite && existing.kind === "file")) return;
    throw fail("file_exists", path);
  }

  private inDirectory(path: string): void {
    if (path === "") return;
    const parent = this.nodes.get(path.split("/").slice(0, -1).join("/"));
    if (parent === undefined) throw fail("file_not_found", path);
    if (parent.kind !== "directory") throw fail("not_a_directory", path);
  }
}

export function fail(code: FileErrorCode, path: string): FileError {
  return new FileError(code, path, `is refused with ${code}.`);
}

function begin(paths: readonly string[], options: FileCallOptions | undefined): void {
  for (const path of paths) {
    const bad = path
      .split("/")
      .some((segment) => ["", ".", ".."].includes(segment) || segment.includes("\0"));
    if (path !== "" && bad) throw fail("invalid_path", path);
  }
  if (options?.signal?.aborted === true) throw new AbortedError();
}

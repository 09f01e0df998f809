import type { HeadObjectCommandOutput } from "@aws-sdk/client-s3";
import type { FileError } from "@mcs/core";
import {
  appendByRewriting,
  type BackendCall,
  type BackendWrite,
  changedSince,
  exists,
  type FileBackend,
  type Found,
  isName,
  mismatch,
  parentOf,
  type Target,
  takeBytes,
  versionedFile,
} from "@mcs/core/files";
import type { FileEntry, FileStat, OpenFile } from "@mcs/core/ports";
import { explain, hasStatus } from "./errors.ts";
import { keyOf, prefixOf } from "./keys.ts";
import { moveTree } from "./move-tree.ts";
import { type Condition, type Kept, Objects } from "./objects.ts";
import type { Settings } from "./options.ts";

const DIRECTORY: FileStat = { kind: "directory", size: 0, modifiedMs: undefined, version: undefined };
const NOTHING = new Uint8Array();

/**
 * Directories over keys, as the consoles and tools of S3 have them: a directory is what keys have in front of a
 * slash, and an empty object whose key ends with a slash keeps one that is empty.
 */
export class S3Backend implements FileBackend {
  readonly #objects: Objects;
  readonly #root: string;

  constructor(settings: Settings) {
    this.#objects = new Objects(settings);
    this.#root = settings.root;
  }

  async stat(path: string, { signal }: BackendCall): Promise<FileStat | undefined> {
    const file = path === "" ? undefined : await this.#objects.head(keyOf(this.#root, path), signal);
    if (file !== undefined) return statFrom(file);
    const isDirectory = await this.#objects.anyBelow(prefixOf(this.#root, path), signal);
    return isDirectory || path === "" ? DIRECTORY : undefined;
  }

  async *list(path: string, { signal }: BackendCall): AsyncGenerator<FileEntry> {
    const prefix = prefixOf(this.#root, path);
    for await (const { objects, prefixes } of this.#objects.pages(prefix, { delimiter: "/" }, signal)) {
      for (const { key, size, modifiedMs } of objects) {
        const name = key.slice(prefix.length);
        const times = modifiedMs === undefined ? {} : { modifiedMs };
        if (isName(name)) yield { name, kind: "file", size, ...times };
      }
      for (const each of prefixes) {
        const name = each.slice(prefix.length, -1);
        if (isName(name)) yield { name, kind: "directory" };
      }
    }
  }

  async open(path: string, stat: FileStat): Promise<OpenFile> {
    return versionedFile(path, stat, {
      read: (start, end, signal) => this.#read(path, stat, start, end, signal),
      stat: () => this.stat(path, {}),
    });
  }

  async write(path: string, content: Uint8Array, how: BackendWrite, call: BackendCall): Promise<FileStat> {
    const { mode, current, ifMatch } = how;
    if (current === undefined) return this.#create(path, content, call);
    if (mode === "overwrite") return this.#replace(path, content, ifMatch, call);
    return appendByRewriting({
      path,
      current,
      ifMatch,
      read: (stat) => this.#read(path, stat, 0, stat.size, call.signal),
      replace: (before, version) => this.#replace(path, Buffer.concat([before, content]), version, call),
      stat: () => this.stat(path, call),
    });
  }

  async makeDirectory(path: string, { signal }: BackendCall): Promise<void> {
    try {
      await this.#objects.put(prefixOf(this.#root, path), NOTHING, { ifNone: true }, {}, signal);
    } catch (error) {
      if (hasStatus(error, 412)) throw exists(path);
      throw error;
    }
  }

  async move(from: Found, to: Target, call: BackendCall): Promise<void> {
    if (from.stat.kind === "directory") {
      const [source, target] = [prefixOf(this.#root, from.path), prefixOf(this.#root, to.path)];
      if (!(await moveTree(this.#objects, source, target, call.signal))) throw exists(to.path);
    } else {
      await this.copy(from, to, call);
      const condition = ifVersion(from.stat);
      try {
        await this.#objects.remove(keyOf(this.#root, from.path), condition, undefined);
      } catch (error) {
        if (hasStatus(error, 412)) throw mismatch(from.path, from.stat);
        throw error;
      }
    }
    await this.#keepParent(from.path);
  }

  async copy(from: Found, to: Target, { signal }: BackendCall): Promise<void> {
    const [source, target] = [keyOf(this.#root, from.path), keyOf(this.#root, to.path)];
    const condition: Condition = to.stat === undefined ? { ifNone: true } : undefined;
    try {
      await this.#objects.copy(source, from.stat.version, target, condition, signal);
    } catch (error) {
      if (!hasStatus(error, 412)) throw error;
      // Either side may be another by now.
      const found = to.stat === undefined ? await this.stat(to.path, {}) : undefined;
      throw found === undefined ? mismatch(from.path, from.stat) : exists(to.path);
    }
  }

  async remove(path: string, { kind }: FileStat, { signal }: BackendCall): Promise<void> {
    const key = kind === "directory" ? prefixOf(this.#root, path) : keyOf(this.#root, path);
    await this.#objects.remove(key, undefined, signal);
    await this.#keepParent(path);
  }

  async removeTree(path: string, { signal }: BackendCall): Promise<void> {
    for await (const { objects } of this.#objects.pages(prefixOf(this.#root, path), {}, signal)) {
      await this.#objects.removeAll(
        objects.map(({ key }) => key),
        signal,
      );
    }
    await this.#keepParent(path);
  }

  explain(error: unknown, path: string): FileError {
    return explain(error, path);
  }

  /** The SDK tries again by itself. */
  isLost(): boolean {
    return false;
  }

  close(): Promise<void> {
    return this.#objects.close();
  }

  async #read(
    path: string,
    { version = "" }: FileStat,
    start: number,
    end: number,
    signal: AbortSignal | undefined,
  ): Promise<Uint8Array> {
    if (start === end) return NOTHING;
    try {
      const range = `bytes=${start}-${end - 1}`;
      const { Body, ETag, ContentRange } = await this.#objects.get(
        keyOf(this.#root, path),
        range,
        version,
        signal,
      );
      const body = (Body ?? []) as AsyncIterable<Uint8Array>;
      // Not every server heeds the condition, nor the range.
      if (ETag === version) return await takeBytes(body, ContentRange === undefined ? start : 0, end - start);
      Body?.transformToWebStream().cancel();
    } catch (error) {
      if (!hasStatus(error, 412, 416)) throw error;
    }
    throw changedSince(path);
  }

  async #create(path: string, content: Uint8Array, { signal }: BackendCall): Promise<FileStat> {
    try {
      const key = keyOf(this.#root, path);
      return written(content, await this.#objects.put(key, content, { ifNone: true }, {}, signal));
    } catch (error) {
      if (hasStatus(error, 412)) throw exists(path);
      throw error;
    }
  }

  async #replace(
    path: string,
    content: Uint8Array,
    ifMatch: string | undefined,
    { signal }: BackendCall,
  ): Promise<FileStat> {
    const key = keyOf(this.#root, path);
    const before = await this.#objects.head(key, signal);
    if (ifMatch !== undefined && before?.ETag !== ifMatch) throw mismatch(path, before && statFrom(before));
    const condition = ifMatch === undefined ? undefined : { ifMatch };
    try {
      return written(content, await this.#objects.put(key, content, condition, keptOf(before), signal));
    } catch (error) {
      // 404: it is gone.
      if (ifMatch !== undefined && hasStatus(error, 404, 412)) {
        throw mismatch(path, await this.stat(path, {}));
      }
      throw error;
    }
  }

  /** A directory outlives what was in it, also one that nobody ever made. */
  async #keepParent(path: string): Promise<void> {
    const parent = parentOf(path);
    const prefix = prefixOf(this.#root, parent);
    if (parent === "" || (await this.#objects.anyBelow(prefix, undefined))) return;
    await this.#objects.put(prefix, NOTHING, undefined, {}, undefined);
  }
}

function statFrom({ ContentLength = 0, LastModified, ETag }: HeadObjectCommandOutput): FileStat {
  return { kind: "file", size: ContentLength, modifiedMs: LastModified?.getTime(), version: ETag };
}

/** The time is the server's, and asking for it would find what others have written since. */
function written(content: Uint8Array, etag: string | undefined): FileStat {
  return { kind: "file", size: content.length, modifiedMs: undefined, version: etag };
}

function ifVersion({ version }: FileStat): Condition {
  return version === undefined ? undefined : { ifMatch: version };
}

function keptOf(before: HeadObjectCommandOutput | undefined): Kept {
  if (before === undefined) return {};
  const { CacheControl, ContentDisposition, ContentEncoding, ContentLanguage } = before;
  const { ContentType, Metadata, StorageClass } = before;
  return {
    CacheControl,
    ContentDisposition,
    ContentEncoding,
    ContentLanguage,
    ContentType,
    Metadata,
    StorageClass,
  };
}

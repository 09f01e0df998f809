import { setTimeout } from "node:timers/promises";
import type { FileError } from "@mcs/core";
import {
  appendByRewriting,
  type BackendCall,
  type BackendWrite,
  exists,
  type FileBackend,
  type Found,
  mismatch,
  missing,
  parentOf,
  type Target,
  versionedFile,
} from "@mcs/core/files";
import type { FileEntry, FileStat, OpenFile } from "@mcs/core/ports";
import { DavClient } from "./client.ts";
import { explain, hasStatus, isLost } from "./errors.ts";
import { withLock } from "./locks.ts";
import { PROPFIND, resources } from "./multistatus.ts";
import type { Settings } from "./options.ts";
import { readRange } from "./read-range.ts";

/** Longer than the clocks of file systems take to move on. */
const TICK_MS = 15;
const TICKS = 2;

/** WebDAV, class 1, with the locks of class 2 where the server has them. */
export class WebdavBackend implements FileBackend {
  readonly #client: DavClient;

  constructor(settings: Settings) {
    this.#client = new DavClient(settings);
  }

  async stat(path: string, call: BackendCall): Promise<FileStat | undefined> {
    try {
      return await this.#stat(path, false, call);
    } catch (error) {
      if (hasStatus(error, 404, 410)) return undefined;
      // Some servers want a slash behind the name of a directory, and say so by leading there.
      if (hasStatus(error, 301, 302, 307, 308)) return this.#stat(path, true, call);
      // To Apache a name below a file is a request that it cannot read.
      if (hasStatus(error, 400) && path !== "") {
        const parent = await this.stat(parentOf(path), call);
        if (parent?.kind !== "directory") return undefined;
      }
      throw error;
    }
  }

  async *list(path: string, { signal }: BackendCall): AsyncGenerator<FileEntry> {
    const response = await this.#propfind(path, true, "1", signal);
    let depth: number | undefined;
    for await (const { segments, stat } of resources(chunks(response))) {
      // The directory itself comes first; what is in it is one longer.
      depth ??= segments.length;
      const name = segments[depth];
      if (name === undefined) continue;
      const { kind, size, modifiedMs } = stat;
      yield { name, kind, size, ...(modifiedMs === undefined ? {} : { modifiedMs }) };
    }
  }

  async open(path: string, stat: FileStat): Promise<OpenFile> {
    return versionedFile(path, stat, {
      read: (start, end, signal) => readRange(this.#client, path, stat, [start, end], signal),
      stat: () => this.stat(path, {}),
    });
  }

  async write(path: string, content: Uint8Array, how: BackendWrite, call: BackendCall): Promise<FileStat> {
    const { mode, current, ifMatch } = how;
    if (current === undefined) return this.#create(path, content, call);
    if (mode !== "append") return this.#replace(path, content, current, ifMatch, call);
    return appendByRewriting({
      path,
      current,
      ifMatch,
      read: (stat) => readRange(this.#client, path, stat, [0, stat.size], call.signal),
      replace: (before, version) =>
        this.#replace(path, Buffer.concat([before, content]), current, version, call),
      stat: () => this.stat(path, call),
    });
  }

  async makeDirectory(path: string, { signal }: BackendCall): Promise<void> {
    try {
      await this.#client.change({ method: "MKCOL", url: this.#client.urlOf(path, true), signal });
    } catch (error) {
      if (hasStatus(error, 405)) throw exists(path);
      throw error;
    }
  }

  move(from: Found, to: Target, call: BackendCall): Promise<void> {
    return this.#transfer("MOVE", from, to, call);
  }

  copy(from: Found, to: Target, call: BackendCall): Promise<void> {
    return this.#transfer("COPY", from, to, call);
  }

  async remove(path: string, { kind }: FileStat, { signal }: BackendCall): Promise<void> {
    const url = this.#client.urlOf(path, kind === "directory");
    await this.#client.change({ method: "DELETE", url, signal });
  }

  /** The method for one resource removes all below it, too. */
  async removeTree(path: string, { signal }: BackendCall): Promise<void> {
    await this.#client.change({ method: "DELETE", url: this.#client.urlOf(path, true), signal });
  }

  explain(error: unknown, path: string): FileError {
    return explain(error, path);
  }

  isLost(error: unknown): boolean {
    return isLost(error);
  }

  async close(): Promise<void> {}

  async #stat(path: string, isDirectory: boolean, { signal }: BackendCall): Promise<FileStat | undefined> {
    const response = await this.#propfind(path, isDirectory, "0", signal);
    for await (const { stat } of resources(chunks(response))) return stat;
    return undefined;
  }

  #propfind(
    path: string,
    isDirectory: boolean,
    depth: string,
    signal: AbortSignal | undefined,
  ): Promise<Response> {
    const headers = { "content-type": "application/xml", depth };
    const url = this.#client.urlOf(path, isDirectory);
    return this.#client.send({ method: "PROPFIND", url, headers, body: PROPFIND, signal });
  }

  async #put(
    path: string,
    body: Uint8Array,
    headers: Readonly<Record<string, string>>,
    { signal }: BackendCall,
  ): Promise<FileStat> {
    const type = { "content-type": "application/octet-stream" };
    const url = this.#client.urlOf(path);
    await this.#client.change({ method: "PUT", url, headers: { ...type, ...headers }, body, signal });
    const written = await this.stat(path, {});
    if (written === undefined) throw missing(path, "was removed by somebody else.");
    return written;
  }

  async #create(path: string, content: Uint8Array, call: BackendCall): Promise<FileStat> {
    try {
      return await this.#put(path, content, { "if-none-match": "*" }, call);
    } catch (error) {
      if (hasStatus(error, 412)) throw exists(path);
      throw error;
    }
  }

  /**
   * Many servers make versions of time and size, and in the same tick of a clock would give two contents of one
   * size the same: such a content is written again in a later one.
   */
  async #replace(
    path: string,
    content: Uint8Array,
    current: FileStat,
    ifMatch: string | undefined,
    call: BackendCall,
  ): Promise<FileStat> {
    const put = (version: string | undefined) =>
      version === undefined
        ? this.#put(path, content, {}, call)
        : this.#putIfMatch(path, content, version, call);
    let written = await put(ifMatch);
    for (let tick = 0; tick < TICKS && written.version === current.version; tick++) {
      await setTimeout(TICK_MS);
      written = await put(ifMatch);
    }
    return written;
  }

  /** Looks and writes while nobody else can; without locks it is the server that has to heed the condition. */
  async #putIfMatch(
    path: string,
    content: Uint8Array,
    ifMatch: string,
    call: BackendCall,
  ): Promise<FileStat> {
    const url = this.#client.urlOf(path);
    try {
      return await withLock(this.#client, url, call.signal, async (held) => {
        if (held === undefined) return this.#put(path, content, { "if-match": ifMatch }, call);
        const condition = { if: `(<${held.token}>)` };
        if (held.madeFile) await this.#client.change({ method: "DELETE", url, headers: condition });
        const current = await this.stat(path, call);
        if (current?.version !== ifMatch) throw mismatch(path, current);
        return this.#put(path, content, condition, call);
      });
    } catch (error) {
      if (hasStatus(error, 412)) throw mismatch(path, await this.stat(path, {}));
      throw error;
    }
  }

  async #transfer(method: "MOVE" | "COPY", from: Found, to: Target, { signal }: BackendCall): Promise<void> {
    const isDirectory = from.stat.kind === "directory";
    const headers = {
      destination: this.#client.urlOf(to.path, isDirectory),
      overwrite: to.stat === undefined ? "F" : "T",
      depth: method === "MOVE" ? "infinity" : "0",
    };
    try {
      await this.#client.change({ method, url: this.#client.urlOf(from.path, isDirectory), headers, signal });
    } catch (error) {
      if (hasStatus(error, 412)) throw exists(to.path);
      throw error;
    }
  }
}

function chunks({ body }: Response): AsyncIterable<Uint8Array> {
  return body ?? new ReadableStream<Uint8Array>({ start: (controller) => controller.close() });
}

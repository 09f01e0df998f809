import { FileError, type McsError } from "@mcs/core";
import type { BackendCall, BackendWrite, FileBackend, Found, Target } from "@mcs/core/files";
import type { FileEntry, FileStat, OpenFile } from "@mcs/core/ports";
import { DavClient } from "./client.ts";
import { explain, hasStatus, isLost } from "./errors.ts";
import { withLock } from "./locks.ts";
import { PROPFIND, resources } from "./multistatus.ts";
import type { Settings } from "./options.ts";
import { RangeReader } from "./range-reader.ts";

const APPEND_TRIES = 5;

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
    const reader = new RangeReader(this.#client, path, stat);
    return {
      stat,
      read: (start, length, options) => reader.read(start, length, options?.signal),
      current: async () => {
        const current = await this.stat(path, {});
        if (current === undefined) throw new FileError("file_not_found", path, "does not exist any more.");
        return current;
      },
      close: async () => {},
    };
  }

  async write(path: string, content: Uint8Array, how: BackendWrite, call: BackendCall): Promise<FileStat> {
    const { mode, current, ifMatch } = how;
    if (current === undefined) await this.#create(path, content, call);
    else if (mode === "append") await this.#append(path, content, current, ifMatch, call);
    else if (ifMatch !== undefined) await this.#replace(path, content, ifMatch, call);
    else await this.#put(path, content, {}, call);
    const written = await this.stat(path, {});
    if (written === undefined) throw new FileError("file_not_found", path, "was removed by somebody else.");
    return written;
  }

  async makeDirectory(path: string, { signal }: BackendCall): Promise<void> {
    try {
      await this.#client.change({ method: "MKCOL", url: this.#client.urlOf(path, true), signal });
    } catch (error) {
      if (hasStatus(error, 405)) throw new FileError("file_exists", path, "exists already.");
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

  explain(error: unknown, path: string): McsError {
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
  ): Promise<void> {
    const type = { "content-type": "application/octet-stream" };
    const url = this.#client.urlOf(path);
    await this.#client.change({ method: "PUT", url, headers: { ...type, ...headers }, body, signal });
  }

  async #create(path: string, content: Uint8Array, call: BackendCall): Promise<void> {
    try {
      await this.#put(path, content, { "if-none-match": "*" }, call);
    } catch (error) {
      if (hasStatus(error, 412)) throw new FileError("file_exists", path, "exists already.");
      throw error;
    }
  }

  /** Looks and writes while nobody else can; without locks it is the server that has to heed the condition. */
  async #replace(path: string, content: Uint8Array, ifMatch: string, call: BackendCall): Promise<void> {
    const url = this.#client.urlOf(path);
    try {
      await withLock(this.#client, url, call.signal, async (held) => {
        if (held === undefined) return this.#put(path, content, { "if-match": ifMatch }, call);
        const condition = { if: `(<${held.token}>)` };
        if (held.madeFile) await this.#client.change({ method: "DELETE", url, headers: condition });
        const current = await this.stat(path, call);
        if (current?.version !== ifMatch) throw changed(path);
        await this.#put(path, content, condition, call);
      });
    } catch (error) {
      if (hasStatus(error, 412)) throw changed(path);
      throw error;
    }
  }

  /** The whole is written anew, under the condition that it is still what was read. */
  async #append(
    path: string,
    content: Uint8Array,
    current: FileStat,
    ifMatch: string | undefined,
    call: BackendCall,
  ): Promise<void> {
    let stat: FileStat | undefined = current;
    for (let tries = 1; stat?.version !== undefined; tries++) {
      try {
        const before = await new RangeReader(this.#client, path, stat).read(0, stat.size, call.signal);
        return await this.#replace(path, Buffer.concat([before, content]), stat.version, call);
      } catch (error) {
        const again = (error as FileError).code === "version_mismatch" && ifMatch === undefined;
        if (!again || tries === APPEND_TRIES) throw error;
      }
      stat = await this.stat(path, call);
    }
    throw changed(path);
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
      if (hasStatus(error, 412)) throw new FileError("file_exists", to.path, "exists already.");
      throw error;
    }
  }
}

function changed(path: string): FileError {
  return new FileError("version_mismatch", path, "was changed by somebody else.", {
    remedy: "Read it again.",
  });
}

function chunks({ body }: Response): AsyncIterable<Uint8Array> {
  return body ?? new ReadableStream<Uint8Array>({ start: (controller) => controller.close() });
}

import type { FileError } from "@mcs/core";
import {
  type BackendCall,
  type BackendWrite,
  type FileBackend,
  type Found,
  isNoFile,
  SharedConnection,
  type Target,
} from "@mcs/core/files";
import type { FileEntry, FileStat, OpenFile } from "@mcs/core/ports";
import { append } from "./append.ts";
import { connect } from "./connect.ts";
import { ConnectionLost, explain } from "./errors.ts";
import { kindOf, secondsOf, statFrom } from "./file-stat.ts";
import type { Settings } from "./options.ts";
import { at, type Place, statAt } from "./place.ts";
import { putFile, replaceFile } from "./put-file.ts";

/** SFTP, version 3, with the extensions of OpenSSH where the server has them. */
export class SftpBackend implements FileBackend {
  readonly #connection: SharedConnection<Place & { readonly end: () => void }>;

  constructor(settings: Settings) {
    this.#connection = new SharedConnection(
      async (lost) => {
        const { session: sftp, end } = await connect(settings, lost);
        try {
          return { sftp, end, root: (await sftp.realpath(settings.root)).replace(/\/$/, "") };
        } catch (error) {
          end();
          throw error;
        }
      },
      async ({ end }) => end(),
    );
  }

  async stat(path: string): Promise<FileStat | undefined> {
    return statAt(await this.#connection.get(), path);
  }

  async *list(path: string): AsyncGenerator<FileEntry> {
    const place = await this.#connection.get();
    const { sftp } = place;
    const handle = await sftp.opendir(at(place, path));
    try {
      for (let batch = await sftp.readdir(handle); batch !== undefined; batch = await sftp.readdir(handle)) {
        for (const { filename, attrs } of batch) {
          if (filename === "." || filename === "..") continue;
          const { size, modifiedMs } = statFrom(attrs);
          const times = modifiedMs === undefined ? {} : { modifiedMs };
          yield { name: filename, kind: kindOf(attrs.mode), size, ...times };
        }
      }
    } finally {
      await sftp.close(handle);
    }
  }

  async open(path: string): Promise<OpenFile> {
    const place = await this.#connection.get();
    const { sftp } = place;
    const handle = await sftp.open(at(place, path), "r");
    const stat = async () => statFrom(await sftp.fstat(handle));
    try {
      const opened = await stat();
      if (opened.kind !== "file") throw isNoFile(path, opened);
      return {
        stat: opened,
        read: (start, length) => sftp.read(handle, start, length),
        current: stat,
        close: () => sftp.close(handle),
      };
    } catch (error) {
      await sftp.close(handle).catch(() => {});
      throw error;
    }
  }

  async write(
    path: string,
    content: Uint8Array,
    { mode, current }: BackendWrite,
    { signal }: BackendCall,
  ): Promise<FileStat> {
    const place = await this.#connection.get();
    if (mode === "append" && current !== undefined) return append(place, path, content, signal);
    const kept = current === undefined ? undefined : await place.sftp.lstat(at(place, path));
    const fill = (handle: Buffer) => place.sftp.write(handle, 0, content, signal);
    return putFile(place, { path, stat: current }, kept, fill, signal);
  }

  async makeDirectory(path: string): Promise<void> {
    const place = await this.#connection.get();
    await place.sftp.mkdir(at(place, path));
  }

  async move(from: Found, to: Target): Promise<void> {
    const place = await this.#connection.get();
    const source = at(place, from.path);
    if (to.stat === undefined) return place.sftp.rename(source, at(place, to.path));
    if (from.stat.size === to.stat.size && secondsOf(from.stat) <= secondsOf(to.stat)) {
      // Times only grow, or the path might show a version again that it had with another content.
      await place.sftp.setstat(source, { atime: secondsOf(to.stat), mtime: secondsOf(to.stat) + 1 });
    }
    await replaceFile(place, source, to.path);
  }

  async copy(from: Found, to: Target, { signal }: BackendCall): Promise<void> {
    const place = await this.#connection.get();
    const { sftp } = place;
    const source = await sftp.open(at(place, from.path), "r");
    try {
      const fill = (handle: Buffer) => sftp.pump(source, handle, signal);
      await putFile(place, to, await sftp.fstat(source), fill, signal);
    } finally {
      await sftp.close(source);
    }
  }

  async remove(path: string, { kind }: FileStat): Promise<void> {
    const place = await this.#connection.get();
    const name = at(place, path);
    await (kind === "directory" ? place.sftp.rmdir(name) : place.sftp.unlink(name));
  }

  explain(error: unknown, path: string): FileError {
    return explain(error, path);
  }

  isLost(error: unknown): boolean {
    return error instanceof ConnectionLost;
  }

  close(): Promise<void> {
    return this.#connection.close();
  }
}

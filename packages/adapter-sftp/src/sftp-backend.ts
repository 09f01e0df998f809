import { randomUUID } from "node:crypto";
import { FileError } from "@mcs/core";
import {
  type BackendCall,
  type BackendWrite,
  checkSignal,
  exists,
  type FileBackend,
  type Found,
  parentOf,
  SharedConnection,
  type Target,
} from "@mcs/core/files";
import type { FileEntry, FileStat, OpenFile } from "@mcs/core/ports";
import type { Stats } from "ssh2";
import { connect } from "./connect.ts";
import { ConnectionLost, explain, isMissing } from "./errors.ts";
import { kindOf, statFrom } from "./file-stat.ts";
import type { Settings } from "./options.ts";
import type { Session } from "./session.ts";

const COPIED_AT_ONCE = 524_288;

/** A session and what the server calls the root. */
interface Place {
  readonly sftp: Session;
  readonly root: string;
  readonly end: () => void;
}

/** SFTP, version 3, with the extensions of OpenSSH where the server has them. */
export class SftpBackend implements FileBackend {
  readonly #connection: SharedConnection<Place>;

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
    const { sftp, root } = await this.#connection.get();
    try {
      const [, attributes] = await Promise.all([this.#checkInside(path), sftp.lstat(at(root, path))]);
      return statFrom(attributes);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async *list(path: string): AsyncGenerator<FileEntry> {
    const { sftp, root } = await this.#connection.get();
    const handle = await sftp.opendir(at(root, path));
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
    const { sftp, root } = await this.#connection.get();
    const handle = await sftp.open(at(root, path), "r");
    const stat = async () => statFrom(await sftp.fstat(handle));
    return {
      stat: await stat(),
      read: (start, length) => sftp.read(handle, start, length),
      current: stat,
      close: () => sftp.close(handle),
    };
  }

  async write(
    path: string,
    content: Uint8Array,
    { mode, current }: BackendWrite,
    call: BackendCall,
  ): Promise<FileStat> {
    const { signal } = call;
    const { sftp, root } = await this.#connection.get();
    if (mode === "append" && current !== undefined) return this.#append(path, content, call);
    const kept = current === undefined ? undefined : await sftp.lstat(at(root, path));
    const fill = (handle: Buffer) => sftp.write(handle, 0, content, signal);
    return this.#put({ path, stat: current }, kept, fill, signal);
  }

  async makeDirectory(path: string): Promise<void> {
    const { sftp, root } = await this.#connection.get();
    await sftp.mkdir(at(root, path));
  }

  async move(from: Found, to: Target): Promise<void> {
    const { sftp, root } = await this.#connection.get();
    const [source, target] = [at(root, from.path), at(root, to.path)];
    if (to.stat === undefined) return sftp.rename(source, target);
    if (from.stat.size === to.stat.size && secondsOf(from.stat) <= secondsOf(to.stat)) {
      // Times only grow, or the path might show a version again that it had with another content.
      await sftp.setstat(source, { atime: secondsOf(to.stat), mtime: secondsOf(to.stat) + 1 });
    }
    if (!(await sftp.replace(source, target))) throw cannotReplace(to.path);
  }

  async copy(from: Found, to: Target, { signal }: BackendCall): Promise<void> {
    const { sftp, root } = await this.#connection.get();
    const source = await sftp.open(at(root, from.path), "r");
    try {
      const attributes = await sftp.fstat(source);
      const fill = async (handle: Buffer) => {
        await this.#pump(source, handle, signal);
      };
      await this.#put(to, attributes, fill, signal);
    } finally {
      await sftp.close(source);
    }
  }

  async remove(path: string, { kind }: FileStat): Promise<void> {
    const { sftp, root } = await this.#connection.get();
    await (kind === "directory" ? sftp.rmdir(at(root, path)) : sftp.unlink(at(root, path)));
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

  /**
   * Writes a file beside the target, and gives it the target's name in one step.
   *
   * @param kept whose permissions it gets; those of a new file otherwise
   */
  async #put(
    target: Target,
    kept: Stats | undefined,
    fill: (handle: Buffer) => Promise<void>,
    signal: AbortSignal | undefined,
  ): Promise<FileStat> {
    const { sftp, root } = await this.#connection.get();
    const temporary = at(root, below(parentOf(target.path), `.mcs-${randomUUID()}.tmp`));
    const handle = await sftp.open(temporary, "wx");
    try {
      await this.#fill(handle, target.stat, kept, fill).finally(() => sftp.close(handle));
      checkSignal(signal);
      if (target.stat === undefined) await this.#create(temporary, target.path);
      else if (!(await sftp.replace(temporary, at(root, target.path)))) throw cannotReplace(target.path);
    } catch (error) {
      await sftp.unlink(temporary).catch(() => {});
      throw error;
    }
    return statFrom(await sftp.lstat(at(root, target.path)));
  }

  async #fill(
    handle: Buffer,
    replaced: FileStat | undefined,
    kept: Stats | undefined,
    fill: (handle: Buffer) => Promise<void>,
  ): Promise<void> {
    const { sftp } = await this.#connection.get();
    if (kept !== undefined) await sftp.fsetstat(handle, { mode: kept.mode & 0o7777 });
    await fill(handle);
    const written = await sftp.fstat(handle);
    // Times are in seconds: of two contents of one size in one second, the later gets the next one.
    const before = replaced?.size === written.size ? secondsOf(replaced) : 0;
    if (written.mtime <= before) await sftp.fsetstat(handle, { atime: written.atime, mtime: before + 1 });
    await sftp.sync(handle);
  }

  /**
   * A link fails where something has the name by now; so does renaming, on servers that keep to the protocol.
   * Some file systems have no links, and some servers say that they made one and did not.
   */
  async #create(temporary: string, path: string): Promise<void> {
    const { sftp, root } = await this.#connection.get();
    const target = at(root, path);
    try {
      const linked = await sftp.link(temporary, target);
      if (linked && (await this.stat(path)) !== undefined) return await sftp.unlink(temporary);
    } catch (error) {
      if (error instanceof ConnectionLost) throw error;
    }
    if ((await this.stat(path)) !== undefined) throw exists(path);
    await sftp.rename(temporary, target);
  }

  /**
   * Some servers empty a file that is opened for writing, whatever flags they are given. One that can sync files
   * is OpenSSH or takes after it, and appends; for the others the file is written anew.
   */
  async #append(path: string, content: Uint8Array, { signal }: BackendCall): Promise<FileStat> {
    const { sftp, root } = await this.#connection.get();
    const place = at(root, path);
    const source = await sftp.open(place, "r");
    try {
      const attributes = await sftp.fstat(source);
      if (!(await sftp.sync(source))) {
        const fill = async (handle: Buffer) => {
          await sftp.write(handle, await this.#pump(source, handle, signal), content, signal);
        };
        return await this.#put({ path, stat: statFrom(attributes) }, attributes, fill, signal);
      }
    } finally {
      await sftp.close(source);
    }
    const handle = await sftp.open(place, "a");
    try {
      const { size } = await sftp.fstat(handle);
      await sftp.write(handle, size, content);
      await sftp.sync(handle);
    } finally {
      await sftp.close(handle);
    }
    return statFrom(await sftp.lstat(place));
  }

  /** @returns how many bytes there were */
  async #pump(source: Buffer, target: Buffer, signal: AbortSignal | undefined): Promise<number> {
    const { sftp } = await this.#connection.get();
    for (let start = 0; ; ) {
      const piece = await sftp.read(source, start, COPIED_AT_ONCE);
      if (piece.length === 0) return start;
      await sftp.write(target, start, piece, signal);
      start += piece.length;
    }
  }

  /**
   * Directories may be links on the server, and the server follows them.
   *
   * @throws FileError `"outside_root"` when one leads out of the root at this moment.
   */
  async #checkInside(path: string): Promise<void> {
    if (path.includes("\\")) {
      throw new FileError("invalid_path", path, "holds a backslash, which separates names on some servers.");
    }
    const parent = parentOf(path);
    if (parent === "") return;
    const { sftp, root } = await this.#connection.get();
    const real = await sftp.realpath(at(root, parent));
    if (real === root || real.startsWith(`${root}/`)) return;
    throw new FileError("outside_root", path, "leads through a link out of the root.");
  }
}

function at(root: string, path: string): string {
  return path === "" ? root || "/" : `${root}/${path}`;
}

function below(directory: string, name: string): string {
  return directory === "" ? name : `${directory}/${name}`;
}

function secondsOf({ modifiedMs = 0 }: FileStat): number {
  return Math.floor(modifiedMs / 1_000);
}

function cannotReplace(path: string): FileError {
  return new FileError("unsupported", path, "cannot be replaced in one step by this server.", {
    remedy: "It lacks the extension posix-rename@openssh.com. Remove the file first.",
  });
}

import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { FileError } from "@mcs/core";
import {
  type BackendCall,
  type BackendWrite,
  changedSince,
  checkSignal,
  type FileBackend,
  type Found,
  missing,
  parentOf,
  SharedConnection,
  type Target,
  Turns,
  versionedFile,
} from "@mcs/core/files";
import type { FileEntry, FileStat, OpenFile } from "@mcs/core/ports";
import { type Connection, connect } from "./connection.ts";
import { entriesIn } from "./directory-entries.ts";
import { ConnectionLost, explain, hasStatus, STATUS } from "./errors.ts";
import {
  ACCESS,
  DISPOSITION,
  type Handle,
  OPTION,
  type Opening,
  queryDirectory,
  readFrom,
  renameTo,
  withHandle,
  writeTo,
} from "./handles.ts";
import { sharePathOf } from "./names.ts";
import type { Settings } from "./options.ts";
import { permissionsOf, setPermissions } from "./permissions.ts";

const COPIED_AT_ONCE = 1_048_576;
/** How often and how long a file is waited for that somebody else has open: two seconds. */
const BUSY_TRIES = 40;
const BUSY_WAIT_MS = 50;

const LOOK: Opening = { access: 0, options: OPTION.reparsePoint };
const READ: Opening = { access: ACCESS.readData, options: OPTION.notDirectory };
const READ_PERMISSIONS: Opening = { access: ACCESS.readPermissions, options: OPTION.notDirectory };
const LIST: Opening = { access: ACCESS.readData, options: OPTION.directory };
const RENAME: Opening = { access: ACCESS.delete, options: OPTION.reparsePoint };
const NEW_FILE: Opening = {
  access: ACCESS.readData | ACCESS.writeData | ACCESS.delete | ACCESS.writePermissions,
  disposition: DISPOSITION.create,
  options: OPTION.notDirectory,
};
const APPEND: Opening = {
  access: ACCESS.writeData,
  disposition: DISPOSITION.openOrCreate,
  options: OPTION.notDirectory,
};
const NEW_DIRECTORY: Opening = {
  access: ACCESS.readData,
  disposition: DISPOSITION.create,
  options: OPTION.directory,
};

/** SMB 2. */
export class SmbBackend implements FileBackend {
  readonly #root: string;
  readonly #connection: SharedConnection<Connection>;
  /** Reading a file and replacing it take turns: what is open is not replaced, and readers may come in a row. */
  readonly #turns = new Turns();

  constructor(settings: Settings) {
    this.#root = settings.root;
    this.#connection = new SharedConnection(
      (lost) => connect(settings, lost),
      (connection) => connection.close(),
    );
  }

  async stat(path: string): Promise<FileStat | undefined> {
    try {
      return await this.#with(path, LOOK, async ({ stat }) => stat);
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async *list(path: string): AsyncGenerator<FileEntry> {
    const batches: Buffer[] = [];
    // A directory that is open cannot be renamed or removed, so it is not kept so while a caller thinks.
    await this.#with(path, LIST, async (handle) => {
      for (let batch = await queryDirectory(handle); batch !== undefined; ) {
        batches.push(batch);
        batch = await queryDirectory(handle);
      }
    });
    for (const batch of batches) yield* entriesIn(batch);
  }

  /** A file that is open cannot be replaced or removed, so it is opened for each read, and compared. */
  async open(path: string, stat: FileStat): Promise<OpenFile> {
    return versionedFile(path, stat, {
      read: (start, end) => this.#read(path, stat, start, end),
      stat: () => this.stat(path),
    });
  }

  async write(
    path: string,
    content: Uint8Array,
    how: BackendWrite,
    { signal }: BackendCall,
  ): Promise<FileStat> {
    const check = () => checkSignal(signal);
    if (how.mode === "append") {
      await this.#with(path, APPEND, (handle) => writeTo(handle, handle.stat.size, content, check));
    } else {
      const fill = (handle: Handle) => writeTo(handle, 0, content, check);
      await this.#put({ path, stat: how.current }, fill, signal);
    }
    return this.#written(path);
  }

  async makeDirectory(path: string): Promise<void> {
    await this.#with(path, NEW_DIRECTORY, async () => {});
  }

  async move(from: Found, to: Target, { signal }: BackendCall): Promise<void> {
    await this.#with(from.path, RENAME, (handle) => this.#rename(handle, to, signal));
  }

  async copy(from: Found, to: Target, { signal }: BackendCall): Promise<void> {
    const check = () => checkSignal(signal);
    const fill = (target: Handle) =>
      this.#with(from.path, READ, async (source) => {
        for (let start = 0; start < source.stat.size; start += COPIED_AT_ONCE) {
          check();
          await writeTo(target, start, await readFrom(source, start, COPIED_AT_ONCE), check);
        }
      });
    await this.#put(to, fill, signal);
  }

  async remove(path: string, { kind }: FileStat): Promise<void> {
    const what = kind === "directory" ? OPTION.directory : OPTION.notDirectory;
    const options = OPTION.deleteOnClose | OPTION.reparsePoint | (kind === "symlink" ? 0 : what);
    await this.#with(path, { access: ACCESS.delete, options }, async () => {});
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

  async #with<T>(path: string, opening: Opening, run: (handle: Handle) => Promise<T>): Promise<T> {
    const place = sharePathOf(this.#root, path);
    return withHandle(await this.#connection.get(), place, opening, run);
  }

  async #read(path: string, { version }: FileStat, start: number, end: number): Promise<Uint8Array> {
    return this.#turns.take([path], () =>
      this.#with(path, READ, (handle) => {
        if (handle.stat.version !== version) throw changedSince(path);
        return readFrom(handle, start, end - start);
      }),
    );
  }

  /** Writes a file beside the target, and gives it the target's name in one step. */
  async #put(target: Target, fill: (handle: Handle) => Promise<void>, signal?: AbortSignal): Promise<void> {
    const parent = parentOf(target.path);
    const name = `.mcs-${randomUUID()}.tmp`;
    const temporary = parent === "" ? name : `${parent}/${name}`;
    try {
      await this.#with(temporary, NEW_FILE, async (handle) => {
        if (target.stat !== undefined) await this.#keepPermissions(target.path, handle);
        await fill(handle);
        checkSignal(signal);
        await this.#rename(handle, target, signal);
      });
    } catch (error) {
      await this.remove(temporary, {
        kind: "file",
        size: 0,
        modifiedMs: undefined,
        version: undefined,
      }).catch(() => {});
      throw error;
    }
  }

  /** Before there is anything to read in the new file. */
  async #keepPermissions(path: string, handle: Handle): Promise<void> {
    const kept = await this.#with(path, READ_PERMISSIONS, permissionsOf);
    if (kept !== undefined) await setPermissions(handle, kept);
  }

  /** What somebody has open is not replaced, and mostly not open for long. */
  async #rename(handle: Handle, target: Target, signal: AbortSignal | undefined): Promise<void> {
    const place = sharePathOf(this.#root, target.path);
    for (let tries = 1; ; tries++) {
      try {
        const isReplaced = target.stat !== undefined;
        return await this.#turns.take([target.path], () => renameTo(handle, place, isReplaced));
      } catch (error) {
        const busy = hasStatus(error, STATUS.ACCESS_DENIED, STATUS.SHARING_VIOLATION);
        if (!busy || tries === BUSY_TRIES) throw error;
      }
      checkSignal(signal);
      await setTimeout(BUSY_WAIT_MS);
    }
  }

  async #written(path: string): Promise<FileStat> {
    const stat = await this.stat(path);
    if (stat === undefined) throw missing(path, "was removed by somebody else.");
    return stat;
  }
}

function isMissing(error: unknown): boolean {
  return hasStatus(
    error,
    STATUS.OBJECT_NAME_NOT_FOUND,
    STATUS.OBJECT_PATH_NOT_FOUND,
    STATUS.NOT_A_DIRECTORY,
    STATUS.DELETE_PENDING,
  );
}

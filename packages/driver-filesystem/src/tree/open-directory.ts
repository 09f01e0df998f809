import type { FileCallOptions, FileEntry, FilesystemPort, OpenDirectory } from "@mcs/core/ports";
import { join } from "../paths.ts";

/** Opens a directory of any port: held where the port can hold it, else looked up by its path each time. */
export async function openDirectory(
  files: FilesystemPort,
  path: string,
  options: FileCallOptions,
): Promise<OpenDirectory> {
  return files.openDirectory === undefined
    ? new NamedDirectory(files, path)
    : files.openDirectory(path, options);
}

class NamedDirectory implements OpenDirectory {
  readonly #files: FilesystemPort;
  readonly #path: string;

  constructor(files: FilesystemPort, path: string) {
    this.#files = files;
    this.#path = path;
  }

  async *entries(options: FileCallOptions): AsyncGenerator<readonly FileEntry[]> {
    for await (const entry of this.#files.list(this.#path, options)) yield [entry];
  }

  async enter(name: string): Promise<OpenDirectory> {
    return new NamedDirectory(this.#files, join(this.#path, name));
  }

  async close(): Promise<void> {}
}

/** A directory that several have use for, closed by the last of them. */
export class SharedDirectory {
  readonly directory: OpenDirectory;
  #users = 1;

  constructor(directory: OpenDirectory) {
    this.directory = directory;
  }

  /** One user more. */
  share(): this {
    this.#users += 1;
    return this;
  }

  /** One user less. Nobody waits for it, and one that fails to close has nothing to tell. */
  leave(): void {
    this.#users -= 1;
    if (this.#users === 0) void this.directory.close().catch(() => {});
  }
}

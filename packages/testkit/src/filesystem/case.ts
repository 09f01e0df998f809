import type { FilesystemPort } from "@mcs/core/ports";

/** One case of the filesystem suite. */
export interface FilesystemCase {
  /** Stable, `subject.name`: what `unsupported` names. */
  readonly id: string;
  /** The promise that it holds the port to. */
  readonly title: string;
  /**
   * Resolves when the port keeps the promise.
   *
   * @throws NotApplicable with the reason, when the subject does not say what the case needs.
   */
  readonly run: (context: FilesystemContext) => Promise<void>;
}

/** What a case works with. */
export interface FilesystemContext {
  /** On an empty root that no other case uses. */
  readonly port: FilesystemPort;
  /** Makes a symbolic link in the root that `port` is on. */
  readonly symlink: SymlinkMaker | undefined;
  /** Opens a port on the root of another one; its caller closes it. */
  readonly another: AnotherPort | undefined;
  /** What no error and no inspection may show. */
  readonly hidden: readonly string[];
  /** How many files a large directory has. */
  readonly manyEntries: number;
}

/** Makes a symbolic link past the port, on the backend itself. `path` and `target` are relative to the port's root. */
export type SymlinkMaker = (port: FilesystemPort, path: string, target: string) => Promise<void>;

/** Opens a second port on the root that `port` is on, as another program would: with nothing shared but the backend. */
export type AnotherPort = (port: FilesystemPort) => FilesystemPort | Promise<FilesystemPort>;

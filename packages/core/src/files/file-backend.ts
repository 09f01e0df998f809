import type { FileError } from "../file-error.ts";
import type { FileCallOptions, FileEntry, FileStat, OpenFile, WriteOptions } from "../ports/index.ts";

/** What ends a step early. Whoever takes several round trips looks at the signal between them. */
export type BackendCall = FileCallOptions;

/**
 * What a protocol does, for `BackendFilesystem` to make a `FilesystemPort` of it: that one checks paths, looks
 * at what is there before something is changed, and lets changes of one path wait for each other. Paths are
 * valid; what is said of the past is what a stat told a moment ago, and somebody else may have been quicker.
 *
 * Methods reject with whatever the protocol's library throws, which `explain` puts into words; or with a
 * `FileError` of their own.
 */
export interface FileBackend {
  /** The entry itself; a link is not followed. Undefined where nothing has this path. */
  stat(path: string, call: BackendCall): Promise<FileStat | undefined>;

  /** The entries of a directory. */
  list(path: string, call: BackendCall): AsyncIterable<FileEntry>;

  /** Opens what `stat` has found to be a file. */
  open(path: string, stat: FileStat, call: BackendCall): Promise<OpenFile>;

  /** Writes a file whose parent is there. */
  write(path: string, content: Uint8Array, how: BackendWrite, call: BackendCall): Promise<FileStat>;

  /** Makes a directory whose parent is there. */
  makeDirectory(path: string, call: BackendCall): Promise<void>;

  /** Moves to where nothing is, or a file that is to be replaced. */
  move(from: Found, to: Target, call: BackendCall): Promise<void>;

  /** Copies a file to where nothing is, or a file that is to be replaced. */
  copy(from: Found, to: Target, call: BackendCall): Promise<void>;

  /** Removes a file, a link, or a directory that is empty. */
  remove(path: string, stat: FileStat, call: BackendCall): Promise<void>;

  /** Removes a directory with what it holds. @defaultValue its entries are removed one after the other */
  removeTree?(path: string, call: BackendCall): Promise<void>;

  /** What an error means that is none of `@mcs/core`, without anything secret. */
  explain(error: unknown, path: string): FileError;

  /** True when the connection is gone: what changes nothing is tried once more. */
  isLost(error: unknown): boolean;

  close(): Promise<void>;
}

/** One write, as a backend is asked for it. */
export interface BackendWrite {
  readonly mode: WriteOptions["mode"];
  readonly ifMatch?: string;
  /** The file that is there; of this version, where `ifMatch` asks for one. */
  readonly current: FileStat | undefined;
}

/** Something that is there. */
export interface Found {
  readonly path: string;
  readonly stat: FileStat;
}

/** A place for something. */
export interface Target {
  readonly path: string;
  /** The file that is to be replaced. */
  readonly stat: FileStat | undefined;
}

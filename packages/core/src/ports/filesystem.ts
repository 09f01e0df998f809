/**
 * A tree of files under one root.
 *
 * A path is relative to the root, with `/` between its segments on every platform: `""` is the root,
 * `"src/main.ts"` a file. It has no empty, `.` or `..` segment and no NUL; an adapter refuses any other with
 * `"invalid_path"` and never resolves it. Names are compared as the backend compares them.
 *
 * Every method rejects with a `FileError` of `@mcs/core`, or with `"aborted"` once the signal fires.
 */
export interface FilesystemPort {
  /** The adapter's name in bindings, such as `"localfs"` or `"s3"`. */
  readonly adapter: string;

  /** What is known of one entry. A symbolic link is described, not followed. */
  stat(path: string, options?: FileCallOptions): Promise<FileStat>;

  /**
   * The entries of a directory in the backend's own order, a few at a time, so that the first of a million come
   * at once. Leaving the loop ends the listing.
   */
  list(path: string, options?: FileCallOptions): AsyncIterable<FileEntry>;

  /**
   * Opens a directory, to walk down from it: each one below is entered from the one above, and no path is looked up
   * from the root again. Left out where a path is as quick.
   */
  openDirectory?(path: string, options?: FileCallOptions): Promise<OpenDirectory>;

  /** Opens a regular file for reading. What is read is the file that was opened, whatever its path names later. */
  open(path: string, options?: FileCallOptions): Promise<OpenFile>;

  /**
   * Writes a whole file, or adds to its end. `"create"` and `"overwrite"` are atomic: a reader sees the old
   * content or the new one, and a failure leaves the old. The parent directory has to exist.
   */
  write(path: string, content: Uint8Array, options: WriteOptions): Promise<FileStat>;

  /** @param options.recursive also makes the parents, and accepts a directory that is there already */
  makeDirectory(path: string, options?: FileCallOptions & { readonly recursive?: boolean }): Promise<void>;

  /** A directory moves with what it holds. An existing target is refused unless it is a file and `overwrite` is set. */
  move(from: string, to: string, options?: FileCallOptions & { readonly overwrite?: boolean }): Promise<void>;

  /** Copies one regular file. An existing target is refused unless `overwrite` is set. */
  copy(from: string, to: string, options?: FileCallOptions & { readonly overwrite?: boolean }): Promise<void>;

  /** Removes a file, a symbolic link itself, or a directory: an empty one unless `recursive` is set. */
  remove(path: string, options?: FileCallOptions & { readonly recursive?: boolean }): Promise<void>;

  /** Changes below a directory until the signal fires. Left out where the backend cannot tell. */
  watch?(path: string, options: FileCallOptions): AsyncIterable<FileChange>;

  /**
   * The paths of files below a directory that may hold what is searched for: a shortcut that narrows a search.
   * A file that holds it is among them; not every one of them does. Left out where there is no quick way.
   */
  candidates?(path: string, search: CandidateSearch): AsyncIterable<string>;

  /** Frees connections. Calls under way are finished first. */
  close(): Promise<void>;
}

/** What a caller says about one call of a port. */
export interface FileCallOptions {
  /** Aborts the call, which then rejects with an `AbortedError`. */
  readonly signal?: AbortSignal;
}

/** What a path leads to. */
export type FileKind = "file" | "directory" | "symlink" | "other";

/** What is known of a file without reading it. Sizes are bytes. */
export interface FileStat {
  /** `"other"`: a device, a socket or a FIFO; it can be listed, and nothing else. */
  readonly kind: FileKind;
  /** In bytes; 0 for what is not a file. */
  readonly size: number;
  /** Milliseconds since 1970; undefined where the backend does not know. */
  readonly modifiedMs: number | undefined;
  /** Names the content: it changes whenever the content may have. For `ifMatch`; undefined for directories. */
  readonly version: string | undefined;
}

/** A line of a listing. */
export interface FileEntry {
  /** One segment. */
  readonly name: string;
  readonly kind: FileKind;
  /** Left out where the listing does not bring it and `stat` has to be asked. */
  readonly size?: number;
  /** Milliseconds since 1970. Absent where the listing does not bring it. */
  readonly modifiedMs?: number;
}

/** A directory that is open. What is asked of it is never asked of another one that has taken its path. */
export interface OpenDirectory {
  /** Its entries in the backend's own order, as many at a time as come at once. Leaving the loop ends the listing. */
  entries(options?: FileCallOptions): AsyncIterable<readonly FileEntry[]>;

  /** Opens a directory in it, by its name. A symbolic link is not followed. */
  enter(name: string, options?: FileCallOptions): Promise<OpenDirectory>;

  /** Those that were entered from it stay open. */
  close(): Promise<void>;
}

/** A file that is open for reading. Safe for several reads at once. */
export interface OpenFile {
  /** As it was when the file was opened. */
  readonly stat: FileStat;

  /**
   * Up to `length` bytes from `start`; fewer only at the end of the file. Rejects with `"version_mismatch"` where
   * the backend can tell that the content is another by now and cannot read the old.
   */
  read(start: number, length: number, options?: FileCallOptions): Promise<Uint8Array>;

  /** The stat as it is now, of the file that was opened: to learn whether it has changed. */
  current(): Promise<FileStat>;

  /** Gives up what the backend holds for it. */
  close(): Promise<void>;
}

/** How a file is written. */
export interface WriteOptions extends FileCallOptions {
  /**
   * `"create"` refuses an existing file with `"file_exists"`; `"overwrite"` replaces it, keeping its permissions,
   * or creates it; `"append"` adds to its end, or creates it.
   */
  readonly mode: "create" | "overwrite" | "append";
  /** Only if the file has this version; else `"version_mismatch"` and nothing is written. */
  readonly ifMatch?: string;
}

/** Something that has changed below a watched directory. */
export interface FileChange {
  /** Relative to the root. */
  readonly path: string;
  /** What happened to it; a move is a removal and a creation. */
  readonly change: "created" | "modified" | "removed";
}

/** What every match of a search has to hold. */
export interface CandidateSearch extends FileCallOptions {
  /** A text, or the source of a regular expression in JavaScript's syntax. */
  readonly pattern: string;
  /** Whether `pattern` is a regular expression. */
  readonly isRegularExpression: boolean;
  /** Whether letters of either case match. */
  readonly ignoreCase: boolean;
  /** Whether a directory need not be looked into, such as one that a `.gitignore` names. Asked once for each. */
  readonly skip?: (directory: string) => boolean | Promise<boolean>;
}

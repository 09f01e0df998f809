import { McsError, type McsErrorOptions } from "./errors.ts";

/** What went wrong with a file, the same words for every backend. */
export type FileErrorCode =
  | "invalid_path"
  | "file_not_found"
  | "file_exists"
  | "not_a_directory"
  | "not_a_file"
  | "directory_not_empty"
  | "outside_root"
  | "hard_links"
  | "permission_denied"
  | "read_only"
  | "version_mismatch"
  | "no_space"
  | "unsupported"
  | "backend_failed";

/** What a `FilesystemPort` rejects with. The message names the path as it was given, never one of the host. */
export class FileError extends McsError {
  override readonly name = "FileError";
  /** What is wrong, the same for every backend. */
  declare readonly code: FileErrorCode;
  /** As it was given, relative to the root. */
  readonly path: string;

  constructor(code: FileErrorCode, path: string, message: string, options?: McsErrorOptions) {
    super(code, `${JSON.stringify(path)} ${message}`, options);
    this.path = path;
  }
}

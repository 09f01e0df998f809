import { FileError } from "../file-error.ts";
import type { FileStat } from "../ports/index.ts";

/** The errors that are the same for every backend. */
export function missing(path: string, message = "does not exist."): FileError {
  return new FileError("file_not_found", path, message);
}

/** The refusal of a path that is there already. */
export function exists(path: string): FileError {
  return new FileError("file_exists", path, "exists already.");
}

export function isRoot(path: string): FileError {
  return new FileError("invalid_path", path, "is the root itself, which stays where it is.");
}

/** The refusal of a path that is no file but something else. */
export function isNoFile(path: string, { kind }: FileStat): FileError {
  const what =
    kind === "other" ? "neither a file nor a directory" : `a ${kind === "symlink" ? "symbolic link" : kind}`;
  return new FileError("not_a_file", path, `is ${what}.`);
}

/** The refusal of a write whose file has changed meanwhile. */
export function mismatch(path: string, current: FileStat | undefined): FileError {
  const what = current === undefined ? "is not there any more." : "was changed by somebody else.";
  return new FileError("version_mismatch", path, what, { remedy: "Read it again." });
}

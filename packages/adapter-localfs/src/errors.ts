import {
  AbortedError,
  ConfigurationError,
  FileError,
  type FileErrorCode,
  LimitError,
  McsError,
} from "@mcs/core";
import { errno } from "./system.ts";

/** What the system's errors mean for a path. */
const MEANINGS: Readonly<Record<string, readonly [code: FileErrorCode, message: string]>> = {
  ENOENT: ["file_not_found", "does not exist."],
  EEXIST: ["file_exists", "exists already."],
  ENOTDIR: ["not_a_directory", "does not lead through directories only."],
  EISDIR: ["not_a_file", "is a directory."],
  ENOTEMPTY: ["directory_not_empty", "is a directory that is not empty."],
  ELOOP: ["outside_root", "leads through a symbolic link."],
  EACCES: ["permission_denied", "is not accessible with this process's permissions."],
  EPERM: ["permission_denied", "cannot be changed with this process's permissions."],
  EROFS: ["read_only", "lies on a file system that may only be read."],
  ENOSPC: ["no_space", "cannot be written: the disk is full."],
  EDQUOT: ["no_space", "cannot be written: the quota is used up."],
  EFBIG: ["no_space", "would be larger than the system allows."],
  ENAMETOOLONG: ["invalid_path", "is longer than the file system allows."],
  EILSEQ: ["invalid_path", "has a name that the file system does not allow."],
  EINVAL: ["invalid_path", "has a name that the file system does not allow."],
  ERR_INVALID_ARG_VALUE: ["invalid_path", "has a name that the file system does not allow."],
  ENXIO: ["not_a_file", "is a device, a socket or a FIFO."],
  EXDEV: ["unsupported", "lies on another file system than its target."],
  ENOTSUP: ["unsupported", "lies on a file system that cannot do this."],
  ENOSYS: ["unsupported", "lies on a file system that cannot do this."],
  EMFILE: ["backend_failed", "cannot be opened: too many files are open."],
  ENFILE: ["backend_failed", "cannot be opened: too many files are open."],
  EBUSY: ["backend_failed", "is in use by the system or another program."],
  ETXTBSY: ["backend_failed", "is in use by the system or another program."],
};

/** Any thrown value as a member of the family; what the system says of host paths stays behind. */
export function toFileError(error: unknown, path: string): McsError {
  if (McsError.is(error)) return error;
  const name = errno(error);
  // Not the original: its message and its fields hold the path on the host.
  const { syscall } = error as { syscall?: unknown };
  const cause = new Error(`${String(syscall ?? "the call")} failed with ${name || "an unknown error"}`);
  const [code, message] = MEANINGS[name] ?? ["backend_failed", `failed: ${cause.message}.`];
  return new FileError(code, path, message, { cause });
}

/** Runs one call, and lets nothing out but members of the family. */
export async function guarded<Result>(path: string, call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    throw toFileError(error, path);
  }
}

/** @throws AbortedError once the signal has fired. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new AbortedError(undefined, { cause: signal.reason });
}

/** A link where none is followed, or one whose target lies elsewhere. */
export function outsideRoot(path: string, message: string): FileError {
  return new FileError("outside_root", path, message);
}

export function notAFile(path: string, what: string): FileError {
  return new FileError("not_a_file", path, `is ${what}.`);
}

export function fileNotFound(path: string): FileError {
  return new FileError("file_not_found", path, "does not exist.");
}

export function fileExists(path: string): FileError {
  return new FileError("file_exists", path, "exists already.");
}

export function versionMismatch(path: string): FileError {
  return new FileError("version_mismatch", path, "has changed since it was read.", {
    remedy: "Read it again, and repeat the change on what it holds now.",
  });
}

/** `limit` is the option that names the bound. */
export function tooLarge(path: string, what: string, limit: string, bound: number): LimitError {
  return new LimitError(`${JSON.stringify(path)} ${what}: ${limit} is ${bound}.`);
}

/** For constructors and first uses: an option that cannot be used. */
export function badOption(name: string, problem: string, remedy?: string): ConfigurationError {
  return new ConfigurationError(
    `The local file system adapter's option ${name} ${problem}.`,
    remedy === undefined ? undefined : { remedy },
  );
}

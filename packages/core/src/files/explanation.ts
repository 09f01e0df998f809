import { McsError } from "../errors.ts";
import { FileError, type FileErrorCode } from "../file-error.ts";

/** What a status of a protocol means: the code, and how the sentence that begins with the path ends. */
export type Meaning = readonly [code: FileErrorCode, message: string];

/**
 * An error that tells why the server cannot be reached. Errors of libraries hold requests with their credentials,
 * so nothing but the reason is kept.
 */
export function unreachable(path: string, reason: string, cause: unknown = new Error(reason)): FileError {
  return new FileError("backend_failed", path, `cannot be reached: ${reason}`, { cause });
}

/**
 * Those errors that no protocol has to explain: what a port rejects with stays what it is, and an error that is
 * about no file, such as a credential that is missing, is a reason why the server cannot be reached.
 */
export function explainOwn(error: unknown, path: string): McsError | undefined {
  if (!McsError.is(error)) return undefined;
  const isPorts = error.name === FileError.name || error.code === "aborted";
  return isPorts ? error : unreachable(path, error.message, error);
}

/** An answer that is no success, by its status. */
export function explainStatus(path: string, meaning: Meaning | undefined, cause: Error): FileError {
  const [code, message] = meaning ?? ["backend_failed", `could not be worked on: ${cause.message}.`];
  return new FileError(code, path, message, { cause });
}

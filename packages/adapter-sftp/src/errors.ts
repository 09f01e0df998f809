import { FileError, type FileErrorCode, McsError } from "@mcs/core";

/** The connection ended before an answer came. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
}

/** Status codes of SFTP, version 3. */
const STATUS: Readonly<Record<number, readonly [code: FileErrorCode, message: string]>> = {
  2: ["file_not_found", "does not exist."],
  3: ["permission_denied", "is not open to this account."],
  4: ["backend_failed", "could not be worked on: the server says no more than that it failed."],
  8: ["unsupported", "cannot be worked on that way by this server."],
};

/**
 * What an error of ssh2 means. The server's own text stays out: it may name paths of the host.
 */
export function explain(error: unknown, path: string): McsError {
  if (McsError.is(error)) {
    return error.name === "FileError" ? error : unreachable(path, error.message, error);
  }
  const { code, level } = error as { code?: unknown; level?: unknown };
  const status = typeof code === "number" ? STATUS[code] : undefined;
  if (status !== undefined) return new FileError(status[0], path, status[1], { cause: plain(error) });
  if (level === "client-authentication") {
    const message = "cannot be reached: the server refused the account's credentials.";
    return new FileError("permission_denied", path, message, { cause: plain(error) });
  }
  return unreachable(
    path,
    error instanceof Error ? `${error.message}.` : "the connection failed.",
    plain(error),
  );
}

/** True for the status code that a server sends for what is not there. */
export function isMissing(error: unknown): boolean {
  return (error as { code?: unknown }).code === 2;
}

function unreachable(path: string, reason: string, cause: unknown): FileError {
  return new FileError("backend_failed", path, `cannot be reached: ${reason}`, { cause });
}

/** Without what the library hangs on its errors. */
function plain(error: unknown): Error {
  const { code } = error as { code?: unknown };
  if (typeof code === "number") return new Error(`SFTP status ${code}`);
  return error instanceof Error ? new Error(error.message) : new Error("unknown");
}

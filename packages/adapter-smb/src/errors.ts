import type { FileError } from "@mcs/core";
import { explainStatus, type Meaning, unreachable } from "@mcs/core/files";

/** The connection ended before an answer came. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
}

/** A response that is no success. */
export class StatusError extends Error {
  override readonly name = "StatusError";
  readonly status: number;

  constructor(status: number) {
    super(`SMB status 0x${status.toString(16).padStart(8, "0")}`);
    this.status = status;
  }
}

/** NTSTATUS values, named as Microsoft names them. */
export const STATUS = {
  PENDING: 0x00000103,
  NO_MORE_FILES: 0x80000006,
  MORE_PROCESSING_REQUIRED: 0xc0000016,
  END_OF_FILE: 0xc0000011,
  ACCESS_DENIED: 0xc0000022,
  OBJECT_NAME_INVALID: 0xc0000033,
  OBJECT_NAME_NOT_FOUND: 0xc0000034,
  OBJECT_NAME_COLLISION: 0xc0000035,
  OBJECT_PATH_INVALID: 0xc0000039,
  OBJECT_PATH_NOT_FOUND: 0xc000003a,
  OBJECT_PATH_SYNTAX_BAD: 0xc000003b,
  SHARING_VIOLATION: 0xc0000043,
  QUOTA_EXCEEDED: 0xc0000044,
  DELETE_PENDING: 0xc0000056,
  LOGON_FAILURE: 0xc000006d,
  DISK_FULL: 0xc000007f,
  MEDIA_WRITE_PROTECTED: 0xc00000a2,
  FILE_IS_A_DIRECTORY: 0xc00000ba,
  NOT_SUPPORTED: 0xc00000bb,
  BAD_NETWORK_NAME: 0xc00000cc,
  DIRECTORY_NOT_EMPTY: 0xc0000101,
  NOT_A_DIRECTORY: 0xc0000103,
  NAME_TOO_LONG: 0xc0000106,
  CANNOT_DELETE: 0xc0000121,
} as const;

const MEANINGS: ReadonlyMap<number, Meaning> = new Map([
  [STATUS.ACCESS_DENIED, ["permission_denied", "is not open to this account."]],
  [STATUS.OBJECT_NAME_INVALID, ["invalid_path", "is no name on this server."]],
  [STATUS.OBJECT_NAME_NOT_FOUND, ["file_not_found", "does not exist."]],
  [STATUS.OBJECT_NAME_COLLISION, ["file_exists", "exists already."]],
  [STATUS.OBJECT_PATH_INVALID, ["invalid_path", "is no path on this server."]],
  [STATUS.OBJECT_PATH_NOT_FOUND, ["file_not_found", "lies in a directory that does not exist."]],
  [STATUS.OBJECT_PATH_SYNTAX_BAD, ["invalid_path", "is no path on this server."]],
  [STATUS.SHARING_VIOLATION, ["backend_failed", "is in use by another program."]],
  [STATUS.QUOTA_EXCEEDED, ["no_space", "does not fit: the account's quota is used up."]],
  [STATUS.DELETE_PENDING, ["file_not_found", "is being deleted."]],
  [
    STATUS.LOGON_FAILURE,
    ["permission_denied", "cannot be reached: the server refused the account's credentials."],
  ],
  [STATUS.DISK_FULL, ["no_space", "does not fit: the server has no room left."]],
  [STATUS.MEDIA_WRITE_PROTECTED, ["read_only", "lies on a disk that is read-only."]],
  [STATUS.FILE_IS_A_DIRECTORY, ["not_a_file", "is a directory."]],
  [STATUS.NOT_SUPPORTED, ["unsupported", "cannot be worked on that way by this server."]],
  [STATUS.BAD_NETWORK_NAME, ["backend_failed", "cannot be reached: the server has no share of that name."]],
  [STATUS.DIRECTORY_NOT_EMPTY, ["directory_not_empty", "holds something."]],
  [STATUS.NOT_A_DIRECTORY, ["not_a_directory", "is no directory."]],
  [STATUS.NAME_TOO_LONG, ["invalid_path", "has a name that is too long for the server."]],
  [STATUS.CANNOT_DELETE, ["permission_denied", "is marked as read-only on the server."]],
]);

/** The library's own errors may hold the packets of the exchange: only what they say is kept. */
export function explain(error: unknown, path: string): FileError {
  if (error instanceof StatusError) return explainStatus(path, MEANINGS.get(error.status), error);
  const { code, message } = error as { code?: unknown; message?: unknown };
  const reason = typeof code === "string" ? code : String(message ?? "the connection failed");
  return unreachable(path, `${reason}.`);
}

export function hasStatus(error: unknown, ...statuses: readonly number[]): boolean {
  return error instanceof StatusError && statuses.includes(error.status);
}

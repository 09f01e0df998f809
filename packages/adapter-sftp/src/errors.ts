import type { FileError } from "@mcs/core";
import { explainStatus, type Meaning, unreachable } from "@mcs/core/files";

/** The connection ended before an answer came. */
export class ConnectionLost extends Error {
  override readonly name = "ConnectionLost";
}

/** Status codes of SFTP, version 3. */
const MEANINGS: ReadonlyMap<number, Meaning> = new Map([
  [2, ["file_not_found", "does not exist."]],
  [3, ["permission_denied", "is not open to this account."]],
  [4, ["backend_failed", "could not be worked on: the server says no more than that it failed."]],
  [8, ["unsupported", "cannot be worked on that way by this server."]],
]);

/**
 * What an error of ssh2 means. The server's own text stays out: it may name paths of the host.
 */
export function explain(error: unknown, path: string): FileError {
  const { code, level } = error as { code?: unknown; level?: unknown };
  if (typeof code === "number") {
    return explainStatus(path, MEANINGS.get(code), new Error(`SFTP status ${code}`));
  }
  const reason = error instanceof Error ? error.message : "the connection failed";
  const refused: Meaning = [
    "permission_denied",
    "cannot be reached: the server refused the account's credentials.",
  ];
  if (level === "client-authentication") return explainStatus(path, refused, new Error(reason));
  return unreachable(path, `${reason}.`);
}

/** True for the status code that a server sends for what is not there. */
export function isMissing(error: unknown): boolean {
  return (error as { code?: unknown }).code === 2;
}

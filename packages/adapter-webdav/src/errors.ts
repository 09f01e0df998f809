import type { FileError } from "@mcs/core";
import { explainStatus, type Meaning, unreachable } from "@mcs/core/files";

/** A response that is no success. */
export class StatusError extends Error {
  override readonly name = "StatusError";
  readonly status: number;

  constructor(method: string, status: number) {
    super(`${method} was answered with status ${status}`);
    this.status = status;
  }
}

/** What servers mean by them, where a method has no meaning of its own for the status. */
const MEANINGS: ReadonlyMap<number, Meaning> = new Map([
  [401, ["permission_denied", "is not open without other credentials."]],
  [403, ["permission_denied", "is not open to these credentials."]],
  [404, ["file_not_found", "does not exist."]],
  [409, ["file_not_found", "lies in a directory that does not exist."]],
  [413, ["no_space", "is larger than the server takes."]],
  [414, ["invalid_path", "is longer than the server takes."]],
  [423, ["backend_failed", "is locked by somebody else."]],
  [501, ["unsupported", "cannot be worked on that way by this server."]],
  [507, ["no_space", "does not fit: the server has no room left."]],
]);

export function explain(error: unknown, path: string): FileError {
  if (error instanceof StatusError) return explainStatus(path, MEANINGS.get(error.status), error);
  const isSlow = (error as Error).name === "TimeoutError";
  return unreachable(path, `${isSlow ? "the server did not answer in time" : reasonOf(error)}.`);
}

/** True for what says that a connection ended before the response was there. */
export function isLost(error: unknown): boolean {
  return /^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/.test(reasonOf(error));
}

export function hasStatus(error: unknown, ...statuses: readonly number[]): boolean {
  return error instanceof StatusError && statuses.includes(error.status);
}

/** `fetch` puts what happened into the cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const { code, message } = cause as { code?: unknown; message?: unknown };
  return typeof code === "string" ? code : String(message ?? cause);
}

import type { FileError } from "@mcs/core";
import { explainStatus, type Meaning, unreachable } from "@mcs/core/files";

const OTHER_REGION: Meaning = ["backend_failed", "lies in a bucket of another region: set region."];
const NOT_LET_IN: Meaning = ["permission_denied", "is not open to these credentials."];

/** What servers say in their own words. */
const BY_NAME: ReadonlyMap<string, Meaning> = new Map([
  ["NoSuchBucket", ["backend_failed", "cannot be reached: there is no bucket of that name."]],
  ["PermanentRedirect", OTHER_REGION],
  ["AuthorizationHeaderMalformed", OTHER_REGION],
  ["KeyTooLongError", ["invalid_path", "is longer than the server takes."]],
  ["InvalidObjectState", ["unsupported", "is archived, and has to be restored before it can be read."]],
  ["EntityTooLarge", ["no_space", "is larger than the server takes."]],
  ["QuotaExceeded", ["no_space", "does not fit: the quota is used up."]],
]);

/** What a status means when there is no more to go by: answers to HEAD have no body. */
const BY_STATUS: ReadonlyMap<number, Meaning> = new Map([
  [301, OTHER_REGION],
  [401, NOT_LET_IN],
  [403, NOT_LET_IN],
  [404, ["file_not_found", "does not exist."]],
  [409, ["backend_failed", "is being written by others, again and again."]],
  [412, ["version_mismatch", "was changed by somebody else."]],
  [413, ["no_space", "is larger than the server takes."]],
  [501, ["unsupported", "cannot be worked on that way by this server; see the option conditionalWrites."]],
  [507, ["no_space", "does not fit: the server has no room left."]],
]);

/** Errors of the SDK hold the request with its session token: only names and numbers are kept. */
export function explain(error: unknown, path: string): FileError {
  const status = statusOf(error);
  const name = nameOf(error);
  if (status === undefined) return unreachable(path, `${reasonOf(error)}.`);
  const cause = new Error(`${name} (status ${status})`);
  return explainStatus(path, BY_NAME.get(name) ?? BY_STATUS.get(status), cause);
}

/** True for an answer with one of these statuses. */
export function hasStatus(error: unknown, ...statuses: readonly number[]): boolean {
  return statuses.some((status) => status === statusOf(error));
}

/** True for what says that there is no such object, and not that there is no such bucket. */
export function isMissing(error: unknown): boolean {
  return hasStatus(error, 404) && nameOf(error) !== "NoSuchBucket";
}

/** Undefined for what is no answer of a server. */
function statusOf(error: unknown): number | undefined {
  const { $metadata } = error as { $metadata?: { httpStatusCode?: unknown } };
  return typeof $metadata?.httpStatusCode === "number" ? $metadata.httpStatusCode : undefined;
}

function nameOf(error: unknown): string {
  const { name } = error as { name?: unknown };
  return typeof name === "string" && /^\w+$/.test(name) ? name : "error";
}

function reasonOf(error: unknown): string {
  const { code, name } = error as { code?: unknown; name?: unknown };
  if (name === "TimeoutError") return "the server did not answer in time";
  return typeof code === "string" ? code : nameOf(error);
}

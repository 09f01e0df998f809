import type { McsError } from "@mcs/core";
import type { HttpResponse } from "@mcs/core/ports";
import { NetworkError } from "./errors.ts";
import type { RetryOptions } from "./options.ts";

/** Methods that change nothing more when they arrive twice (RFC 9110, and QUERY). */
const IDEMPOTENT: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "OPTIONS",
  "PUT",
  "DELETE",
  "TRACE",
  "QUERY",
]);
const STATUSES: ReadonlySet<number> = new Set([429, 502, 503, 504]);
/** The connection was lost, which says nothing about the next one. */
const REASONS: ReadonlySet<string> = new Set(["ECONNRESET", "EPIPE", "closed", "truncated"]);

export function mayRepeat(method: string, idempotent: boolean | undefined): boolean {
  return idempotent ?? IDEMPOTENT.has(method);
}

/** Milliseconds until the next attempt, or undefined when the response is to be returned as it is. */
export function delayAfterResponse(
  { status, headers }: HttpResponse,
  attempt: number,
  options: Required<RetryOptions>,
): number | undefined {
  if (!STATUSES.has(status)) return undefined;
  const asked = retryAfter(headers["retry-after"]);
  if (asked === undefined) return backOff(attempt, options);
  return asked <= options.maxRetryAfterMs ? asked : undefined;
}

/** Milliseconds until the next attempt, or undefined when the error is final. */
export function delayAfterError(
  error: McsError,
  attempt: number,
  options: Required<RetryOptions>,
): number | undefined {
  return error instanceof NetworkError && REASONS.has(error.reason) ? backOff(attempt, options) : undefined;
}

/** Between half and all of a time that doubles, so that many clients do not come back at once. */
function backOff(attempt: number, { baseDelayMs, maxDelayMs }: Required<RetryOptions>): number {
  const full = Math.min(maxDelayMs, baseDelayMs * 2 ** (attempt - 1));
  return full * (0.5 + Math.random() / 2);
}

/** Seconds or a date (RFC 9110), as milliseconds from now. */
function retryAfter(header: string | readonly string[] | undefined): number | undefined {
  if (typeof header !== "string") return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

import type { HttpResponse } from "@mcs/core/ports";
import { decodeText } from "../document/decode-text.ts";
import { HttpStatusError } from "../errors.ts";
import type { Redactor } from "../security/redactor.ts";
import { header } from "./response-headers.ts";

/** How much of an error's body is kept: enough for a validation report, not enough for a web page. */
const MOST_ERROR_TEXT = 2000;

/** A status that is no success, as an error with what the API said and when to come back. */
export function statusError(operation: string, response: HttpResponse, redactor: Redactor): HttpStatusError {
  const { status, body } = response;
  const location = header(response, "location");
  if (status >= 300 && status < 400 && location !== undefined) {
    const target = redactor.text(location.split(/[?#]/)[0] ?? "");
    return new HttpStatusError(operation, status, `a redirect to ${target}, which is not followed`);
  }
  // Redacted before it is cut: half a credential would not be found.
  const text = decodeText(body, header(response, "content-type") ?? "");
  const retryAfter = secondsUntil(redactor.text(header(response, "retry-after") ?? ""), Date.now());
  return new HttpStatusError(operation, status, excerpt(redactor.text(text.trim())), {
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(status === 401 || status === 403
      ? { remedy: "The API does not accept the credentials, or needs some: see the option auth." }
      : {}),
  });
}

/**
 * Retry-After (RFC 9110, section 10.2.3) in seconds: a number of them, or a date.
 *
 * @param now milliseconds of the epoch
 */
function secondsUntil(value: string, now: number): number | undefined {
  if (value.trim() === "") return undefined;
  const seconds = Number(value);
  const left = Number.isFinite(seconds) ? seconds : Math.ceil((Date.parse(value) - now) / 1000);
  return left > 0 ? left : undefined;
}

/** The beginning of a text, with its length where there is more. */
export function excerpt(text: string): string {
  return text.length <= MOST_ERROR_TEXT
    ? text
    : `${text.slice(0, MOST_ERROR_TEXT)}… (${text.length} characters in all)`;
}

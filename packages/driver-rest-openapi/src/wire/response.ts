import { Media } from "@mcs/core";
import type { HttpResponse } from "@mcs/core/ports";
import { HttpStatusError, ResponseError } from "../errors.ts";
import type { Redactor } from "../security/redactor.ts";
import { essence, kindOf } from "./media-types.ts";

/** How much of an error's body is kept: enough for a validation report, not enough for a web page. */
const MOST_ERROR_TEXT = 2000;

/**
 * What the API answered as a result: parsed JSON, text, or media; null where there is no body.
 *
 * @param operation the operation as people know it, for messages
 * @throws HttpStatusError for statuses that are no success, ResponseError for JSON that is none.
 */
export function readResponse(operation: string, response: HttpResponse, redactor: Redactor): unknown {
  const { status, body } = response;
  if (status < 200 || status >= 300) throw statusError(operation, response, redactor);
  if (body.byteLength === 0) return null;
  const mediaType = header(response, "content-type") ?? sniff(body);
  const kind = kindOf(mediaType);
  if (kind === "json") return readJson(operation, status, decodeText(body, mediaType), redactor);
  if (kind === "binary" || kind === "multipart") return new Media({ type: essence(mediaType), bytes: body });
  return redactor.text(decodeText(body, mediaType));
}

function readJson(operation: string, status: number, text: string, redactor: Redactor): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return redactor.suspects(text) ? redactor.value(value) : value;
  } catch (error) {
    const excerpt = shorten(redactor.text(text));
    throw new ResponseError(
      `${operation} was carried out (status ${status}), but its answer is not valid JSON: ${excerpt}`,
      { cause: error },
    );
  }
}

function statusError(operation: string, response: HttpResponse, redactor: Redactor): HttpStatusError {
  const { status, body } = response;
  const location = header(response, "location");
  if (status >= 300 && status < 400 && location !== undefined) {
    const target = redactor.text(location.split(/[?#]/)[0] ?? "");
    return new HttpStatusError(operation, status, `a redirect to ${target}, which is not followed`);
  }
  const text = decodeText(body.subarray(0, MOST_ERROR_TEXT * 4), header(response, "content-type") ?? "");
  const seconds = Number(header(response, "retry-after"));
  return new HttpStatusError(operation, status, shorten(redactor.text(text.trim())), {
    ...(Number.isFinite(seconds) && seconds > 0 ? { retryAfter: seconds } : {}),
    ...(status === 401 || status === 403
      ? { remedy: "The API does not accept the credentials, or needs some: see the option auth." }
      : {}),
  });
}

function shorten(text: string): string {
  return text.length <= MOST_ERROR_TEXT
    ? text
    : `${text.slice(0, MOST_ERROR_TEXT)}… (${text.length} characters in all)`;
}

function header(response: HttpResponse, name: string): string | undefined {
  const value = response.headers[name];
  return typeof value === "string" ? value : value?.[0];
}

/** Without a Content-Type: JSON where it looks like it, text where it is UTF-8, bytes otherwise. */
function sniff(body: Uint8Array): string {
  const text = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, 1024)).toString("utf8");
  if (/^\s*[{[]/.test(text)) return "application/json";
  return text.includes("\u0000") || text.includes("\ufffd") ? "application/octet-stream" : "text/plain";
}

function decodeText(body: Uint8Array, mediaType: string): string {
  const charset = /charset\s*=\s*"?([\w-]+)/i.exec(mediaType)?.[1]?.toLowerCase() ?? "utf-8";
  if (charset === "utf-8" || charset === "utf8" || charset === "us-ascii") {
    const text = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
    return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  }
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("latin1");
  }
}

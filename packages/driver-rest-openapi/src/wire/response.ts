import { LimitError, Media } from "@mcs/core";
import type { HttpResponse } from "@mcs/core/ports";
import { decodeText } from "../document/decode-text.ts";
import { setOwn } from "../document/json.ts";
import { ResponseError } from "../errors.ts";
import type { Shape } from "../schema/shape.ts";
import type { Redactor } from "../security/redactor.ts";
import { suggestedName } from "./content-disposition.ts";
import { readEvents } from "./event-stream.ts";
import { parseJson } from "./exact-json.ts";
import { readLines } from "./json-lines.ts";
import { essence, kindOf, type MediaKind } from "./media-types.ts";
import { header, publicHeaders } from "./response-headers.ts";
import { sniff } from "./sniff.ts";
import { excerpt, statusError } from "./status-error.ts";
import { XmlError } from "./xml-parse.ts";
import { describesXml, readXml } from "./xml-read.ts";

/** What reading a response needs to know of its operation. */
export interface ResultPlan {
  readonly found: {
    /** The operation as people know it, for messages. */
    readonly signature: string;
    /** As it was sent. */
    readonly method: string;
  };
  /** The schema of a result in this kind of media type. */
  resultShape(kind: MediaKind): Shape | undefined;
}

/** One response while it is read. */
interface Reading {
  readonly plan: ResultPlan;
  readonly redactor: Redactor;
  readonly response: HttpResponse;
}

/**
 * What the API answered as a result: parsed JSON; an array for a stream; text; media; for HEAD the status and the
 * headers. Without a body it is null, or the status and where the thing is that was created.
 *
 * @throws HttpStatusError for statuses that are no success, ResponseError for JSON that is none.
 */
export function readResponse(plan: ResultPlan, response: HttpResponse, redactor: Redactor): unknown {
  const { status, body } = response;
  const reading: Reading = { plan, redactor, response };
  if (status < 200 || status >= 300) throw statusError(plan.found.signature, response, redactor);
  if (plan.found.method === "HEAD") return headResult(reading);
  if (body.byteLength === 0) return emptyResult(reading);
  const mediaType = header(response, "content-type") ?? sniff(body);
  const kind = kindOf(mediaType);
  if (kind === "lines" || kind === "events") return readStream(reading, mediaType, kind);
  if (response.truncated) {
    throw new LimitError(
      `${plan.found.signature}: the response was cut after ${body.byteLength} bytes, at the limit of time or size.`,
    );
  }
  if (kind === "binary") return mediaResult(reading, essence(mediaType));
  if (kind === "multipart") return mediaResult(reading, mediaType);
  const text = decodeText(body, mediaType);
  if (kind === "json") return readJson(reading, text);
  if (kind === "xml") return readMarkup(reading, text);
  return kind === "form" ? readForm(reading, text) : readText(reading, text);
}

function headResult({ redactor, response }: Reading): object {
  const headers: Record<string, string> = {};
  for (const [name, value] of publicHeaders(response)) setOwn(headers, name, redactor.text(value));
  return { status: response.status, headers };
}

/** After 201 and 202 the address of what was created, or of what is under way, is all there is to know. */
function emptyResult({ redactor, response }: Reading): object | null {
  const location = header(response, "location");
  return location === undefined ? null : { status: response.status, location: redactor.text(location) };
}

function readJson(reading: Reading, text: string): unknown {
  const { redactor } = reading;
  try {
    const value = parseJson(text);
    return redactor.suspects(text) ? redactor.value(value) : value;
  } catch (cause) {
    if (text.trim() === "") return emptyResult(reading);
    const lines = laxLines(text);
    if (lines !== undefined) return redactor.value(lines);
    const what = cause instanceof RangeError ? "nested too deeply to be read" : "not valid JSON";
    throw unreadable(reading, what, text, cause);
  }
}

/** One value, a line break, another value. The first line break is the one that counts, so no text is tried twice. */
const TWO_LINES = /[}\]][^\S\n\r]*[\n\r]\s*[{[]/;

/** Some APIs stream JSON line by line and call all of it JSON. */
function laxLines(text: string): unknown[] | undefined {
  if (!/^\s*[{[]/.test(text) || !TWO_LINES.test(text)) return undefined;
  try {
    return readLines(text, false);
  } catch {
    return undefined;
  }
}

/** A stream as the array of what came; one that was cut says so. */
function readStream(reading: Reading, mediaType: string, kind: "lines" | "events"): unknown {
  const { redactor } = reading;
  const { body, truncated } = reading.response;
  const text = decodeText(body, mediaType);
  let items: unknown[];
  try {
    items = kind === "events" ? readEvents(text, truncated) : readLines(text, truncated);
  } catch (cause) {
    throw unreadable(reading, "not JSON line by line", text, cause);
  }
  const safe = redactor.suspects(text) ? redactor.value(items) : items;
  if (!truncated) return safe;
  const note = `The stream went on when the limit of time or size was reached; this is what had come by then, ${body.byteLength} bytes.`;
  return { items: safe, cut: true, note };
}

function unreadable(
  { plan, redactor, response }: Reading,
  what: string,
  text: string,
  cause: unknown,
): ResponseError {
  const done = `${plan.found.signature} was carried out (status ${response.status})`;
  return new ResponseError(`${done}, but its answer is ${what}: ${excerpt(redactor.text(text))}`, { cause });
}

function mediaResult({ redactor, response }: Reading, type: string): Media {
  const name = suggestedName(header(response, "content-disposition"));
  return new Media({
    // As in the bytes, what is removed is replaced by as much, so that a boundary still is that of the parts.
    type: Buffer.from(redactor.bytes(Buffer.from(type))).toString(),
    bytes: redactor.bytes(response.body),
    ...(name === undefined ? {} : { name: redactor.text(name) }),
  });
}

/** XML that the document does not describe, or that is not read, is text: nothing in it was interpreted. */
function readMarkup({ plan, redactor }: Reading, text: string): unknown {
  const shape = plan.resultShape("xml");
  if (!describesXml(shape)) return redactor.text(text);
  try {
    return redactor.value(readXml(text, shape));
  } catch (error) {
    if (error instanceof XmlError) return redactor.text(text);
    throw error;
  }
}

/** Fields of a form; a name that occurs several times is a list. */
function readForm({ redactor }: Reading, text: string): object {
  const result: Record<string, unknown> = {};
  for (const [name, value] of new URLSearchParams(text)) {
    const known = Object.hasOwn(result, name) ? result[name] : undefined;
    if (Array.isArray(known)) known.push(value);
    else setOwn(result, name, known === undefined ? value : [known, value]);
  }
  return redactor.value(result) as object;
}

/** JSON under the name of text, where JSON is what the document promises. */
function readText({ plan, redactor }: Reading, text: string): unknown {
  const safe = redactor.text(text);
  if (
    !/^\s*[{[]/.test(safe) ||
    plan.resultShape("json") === undefined ||
    plan.resultShape("text") !== undefined
  )
    return safe;
  try {
    return parseJson(safe);
  } catch {
    return safe;
  }
}

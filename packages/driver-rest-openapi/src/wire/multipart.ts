import { Media } from "@mcs/core";
import { type Content, NO_ENCODINGS, type PartEncoding } from "../schema/content.ts";
import type { Shape } from "../schema/shape.ts";
import { encodeBody, type WireBody } from "./body.ts";
import { scalarText } from "./encode.ts";
import { fieldsOf, textIn } from "./form.ts";
import { bytesOf, mediaOf, mediaText, safeType } from "./media.ts";
import { essence, firstConcrete, isAmong, isRange, kindOf, sendable } from "./media-types.ts";
import { headerOf } from "./parameters.ts";
import { plainPairs } from "./styles.ts";

/** The value that the caller gave for a header of a named part, or of one by its position, if any. */
export type PartHeaderValues = (part: string | number, header: string) => unknown;

/** One part before it has its boundary. */
interface Part {
  readonly headers: readonly string[];
  readonly body: string | Uint8Array;
}

/**
 * Writes a multipart body: `form-data` (RFC 7578) with a named part for each property, items of arrays each on
 * their own; or, of a list, a part for each item.
 */
export function multipartBody(value: unknown, content: Content, partHeaders?: PartHeaderValues): WireBody {
  const parts = Array.isArray(value)
    ? value.map((item, index) => positionalPart(item, index, content, partHeaders))
    : Object.entries(fieldsOf(value)).flatMap(([name, item]) => namedParts(name, item, content, partHeaders));
  const bodies = parts.map(({ headers, body }) =>
    Buffer.concat([
      Buffer.from(`${headers.join("\r\n")}${headers.length > 0 ? "\r\n" : ""}\r\n`),
      toBytes(body),
      Buffer.from("\r\n"),
    ]),
  );
  const boundary = boundaryBeside(bodies);
  const chunks = bodies.flatMap((body) => [Buffer.from(`--${boundary}\r\n`), body]);
  chunks.push(Buffer.from(`--${boundary}--\r\n`));
  return {
    contentType: `${withoutBoundary(sendable(content.mediaType))}; boundary=${boundary}`,
    body: Buffer.concat(chunks),
  };
}

/** What the document says beside the type stays, such as the `type` of `multipart/related`. */
function withoutBoundary(mediaType: string): string {
  const parameters = mediaType.slice(mediaType.indexOf(";") + 1);
  if (parameters === mediaType) return essence(mediaType);
  return `${essence(mediaType)};${parameters}`.replace(/;\s*boundary\s*=\s*(?:"[^"]*"|[^;]*)|;?\s*$/gi, "");
}

/** A random boundary cannot be foreseen, and one that occurs all the same is not used. */
function boundaryBeside(bodies: readonly Buffer[]): string {
  for (;;) {
    const boundary = `mcs-${crypto.randomUUID()}`;
    if (!bodies.some((body) => body.includes(boundary))) return boundary;
  }
}

function namedParts(
  name: string,
  value: unknown,
  { byName, shape }: Content,
  partHeaders: PartHeaderValues | undefined,
): Part[] {
  const encoding = byName.get(name);
  const own = shape?.property(name);
  const headers = headersOf(encoding, (header) => partHeaders?.(name, header));
  const disposition = (partName: string, filename?: string): string =>
    `Content-Disposition: form-data; name="${quoted(partName)}"${filename === undefined ? "" : `; filename="${quoted(filename)}"`}`;
  // Generators write a style beside every property, and of a file none of them means anything.
  if (encoding?.format !== undefined && !isFiles(value, own)) {
    return plainPairs(name, value ?? undefined, encoding.format).map(([partName, text]) => ({
      headers: [disposition(partName), ...headers],
      body: text,
    }));
  }
  const items = Array.isArray(value)
    ? value.map((item, index) => [item, own?.item(index)] as const)
    : [[value, own] as const];
  return items
    .filter(([item]) => item !== undefined && item !== null)
    .map(([item, itemShape]) => {
      const { type, body, filename } = partContent(item, encoding, itemShape);
      return {
        headers: [
          disposition(name, filename === undefined ? undefined : filename || name),
          ...(type === undefined ? [] : [`Content-Type: ${type}`]),
          ...transferEncoding(itemShape, headers),
          ...headers,
        ],
        body,
      };
    });
}

function positionalPart(
  value: unknown,
  index: number,
  { prefix, rest, shape }: Content,
  partHeaders: PartHeaderValues | undefined,
): Part {
  const encoding = prefix[index] ?? rest;
  const own = shape?.item(index);
  const { type, body, filename } = partContent(value, encoding, own);
  const headers = headersOf(encoding, (header) => partHeaders?.(Math.min(index, prefix.length), header));
  const described = headers.some((header) => /^content-disposition:/i.test(header));
  const attachment = `Content-Disposition: attachment; filename="${quoted(filename ?? "")}"`;
  return {
    headers: [
      ...(filename === undefined || filename === "" || described ? [] : [attachment]),
      `Content-Type: ${type ?? "text/plain; charset=utf-8"}`,
      ...transferEncoding(own, headers),
      ...headers,
    ],
    body,
  };
}

function isFiles(value: unknown, shape: Shape | undefined): boolean {
  if (shape?.isBinary === true || shape?.item(0)?.isBinary === true) return true;
  return Media.is(value) || (Array.isArray(value) && value.some(Media.is));
}

interface PartContent {
  readonly type: string | undefined;
  readonly body: string | Uint8Array;
  /** Undefined for what is no file, empty for a file without a name. */
  readonly filename: string | undefined;
}

/** Defaults of OpenAPI 3.1, section 4.8.15.1: text for scalars, JSON for structures, bytes for files. */
function partContent(
  value: unknown,
  encoding: PartEncoding | undefined,
  shape: Shape | undefined,
): PartContent {
  const stated = encoding?.contentType;
  const media = mayBeFile(shape, stated) || typeof value === "object" ? mediaOf(value) : undefined;
  if (media !== undefined) return filePart(media, stated, shape);
  const concrete = stated === undefined ? undefined : firstConcrete(stated);
  if (shape?.isBinary === true) {
    return { type: concrete ?? "application/octet-stream", body: scalarText(value), filename: "" };
  }
  if (concrete !== undefined && kindOf(concrete) === "json" && typeof value !== "object")
    return { type: concrete, body: textIn(value, concrete), filename: undefined };
  if (typeof value === "object") {
    const mediaType = concrete ?? "application/json";
    const nested = encoding?.nested ?? NO_ENCODINGS;
    const { contentType, body } = encodeBody(value, { mediaType, shape, ...nested });
    return { type: contentType, body, filename: undefined };
  }
  const encoded = shape?.textEncoding === undefined ? undefined : "application/octet-stream";
  return { type: concrete ?? encoded, body: scalarText(value), filename: undefined };
}

/** Of a field that is text by its schema, a `data:` URL is the value itself. */
function mayBeFile(shape: Shape | undefined, stated: string | undefined): boolean {
  if (shape === undefined || shape.isBinary || shape.textEncoding !== undefined) return true;
  if (stated !== undefined) return kindOf(firstConcrete(stated) ?? "application/octet-stream") === "binary";
  return !shape.is("string");
}

function filePart(media: Media, stated: string | undefined, shape: Shape | undefined): PartContent {
  const own = safeType(media.type);
  const type = stated === undefined || isAmong(own, stated) ? own : (firstConcrete(stated) ?? own);
  const single = stated !== undefined && !stated.includes(",") && !isRange(stated) ? stated : type;
  const body = shape?.textEncoding === undefined ? bytesOf(media) : mediaText(media, shape);
  return { type: single, body, filename: media.name ?? "" };
}

/** What a schema says of the encoding is said in the part too (OpenAPI 3.1.1, Encoding Object). */
function transferEncoding(shape: Shape | undefined, headers: readonly string[]): string[] {
  const encoding = shape?.textEncoding;
  const isStated = headers.some((header) => /^content-transfer-encoding:/i.test(header));
  return encoding === undefined || isStated ? [] : [`Content-Transfer-Encoding: ${encoding}`];
}

function headersOf(encoding: PartEncoding | undefined, given: (header: string) => unknown): string[] {
  return (encoding?.headers ?? []).flatMap(({ name, value, fixed, format, content }) => {
    const stated = fixed ? value : (given(name) ?? value);
    const text = stated === undefined ? undefined : headerOf({ format }, content, stated);
    return text === undefined ? [] : [`${name.replace(/[^\w!#$&^`|~.'*+-]/g, "")}: ${text}`];
  });
}

/** What a quoted name cannot hold is percent-encoded, and the rest is UTF-8, as browsers do (WHATWG; RFC 7578, 5.1). */
function quoted(text: string): string {
  return text.toWellFormed().replace(/["\r\n\0]/g, encodeURIComponent);
}

function toBytes(body: string | Uint8Array): Uint8Array {
  return typeof body === "string" ? Buffer.from(body) : body;
}

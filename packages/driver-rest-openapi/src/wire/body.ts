import { Media } from "@mcs/core";
import type { Content } from "../schema/content.ts";
import { jsonText, scalarText } from "./encode.ts";
import { writeEvents } from "./event-stream.ts";
import { formBody } from "./form.ts";
import { writeLines } from "./json-lines.ts";
import { bytesOf, embedMedia, mayHoldMedia, mediaOf, mediaText, safeType } from "./media.ts";
import { essence, isRange, kindOf, sendable } from "./media-types.ts";
import { multipartBody, type PartHeaderValues } from "./multipart.ts";
import { Unwritable } from "./unwritable.ts";
import { writeXml } from "./xml-write.ts";

/** A body ready to be sent, with its Content-Type. */
export interface WireBody {
  readonly contentType: string;
  readonly body: string | Uint8Array;
}

/**
 * Writes a value in the content's media type. A pure function, but for the boundary of a multipart body.
 *
 * @throws Unwritable where the value cannot be written in it.
 */
export function encodeBody(value: unknown, content: Content, partHeaders?: PartHeaderValues): WireBody {
  const { mediaType, shape } = content;
  const contentType = sendable(mediaType);
  switch (kindOf(mediaType)) {
    case "json":
      // A file for `*/*`: whoever takes anything takes it as what it is.
      if (isRange(mediaType) && typeof value === "object" && mediaOf(value) !== undefined)
        return binaryBody(value, content);
      return { contentType, body: jsonBody(value, content) };
    case "form":
      return { contentType: essence(contentType), body: formBody(value, content) };
    case "multipart":
      return multipartBody(value, content, partHeaders);
    case "xml":
      return {
        contentType,
        body: inCharset(
          typeof value === "string"
            ? value
            : writeXml(embedMedia(value, shape), shape, charsetOf(contentType)?.toUpperCase()),
          contentType,
        ),
      };
    case "yaml":
      return { contentType, body: typeof value === "string" ? value : jsonBody(value, content) };
    case "lines":
      return { contentType, body: writeLines(value, essence(mediaType).endsWith("json-seq")) };
    case "text":
      return textBody(value, contentType);
    case "events":
      // A text that begins with "data:" is an event here, no URL.
      return Media.is(value) ? textBody(value, contentType) : { contentType, body: writeEvents(value) };
    case "binary":
      return binaryBody(value, content);
  }
}

/** Looking at the text first spares the walk through every body that holds no media. */
function jsonBody(value: unknown, { shape }: Content): string {
  const text = jsonText(value);
  return mayHoldMedia(text) ? jsonText(embedMedia(value, shape)) : text;
}

/** A file of text, such as a table in CSV, may be passed as a file too. */
function textBody(value: unknown, contentType: string): WireBody {
  const media = mediaOf(value);
  return {
    contentType,
    body: media === undefined ? inCharset(scalarText(value), contentType) : bytesOf(media),
  };
}

function charsetOf(contentType: string): string | undefined {
  return /;\s*charset\s*=\s*"?([\w:-]+)/i.exec(contentType)?.[1];
}

/** Text in the charset that its media type names: what says that it is Latin-1 has to be that. */
function inCharset(text: string, contentType: string): string | Uint8Array {
  const charset = charsetOf(contentType)?.toLowerCase() ?? "utf-8";
  // What is ASCII is the same in nearly all of them.
  if (charset === "utf-8" || charset === "utf8") return text;
  if (charset === "utf-16le") return Buffer.from(text, "utf16le");
  if (charset.startsWith("utf-16")) return Buffer.from(`\ufeff${text}`, "utf16le").swap16();
  if (/^[\0-\x7f]*$/.test(text)) return text;
  if (/^(?:iso-8859-1|latin1)$/.test(charset) && /^[\0-\xff]*$/.test(text))
    return Buffer.from(text, "latin1");
  throw new Unwritable(
    `holds characters that cannot be written in ${charset}, the charset of its media type`,
  );
}

function binaryBody(value: unknown, { mediaType, shape }: Content): WireBody {
  const media = mediaOf(value);
  const own = media === undefined ? sendable(mediaType) : safeType(media.type);
  const contentType = isRange(mediaType) ? own : mediaType;
  if (media === undefined) return { contentType, body: scalarText(value) };
  return { contentType, body: shape?.textEncoding === undefined ? bytesOf(media) : mediaText(media, shape) };
}

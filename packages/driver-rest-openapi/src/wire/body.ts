import type { Content } from "../schema/content.ts";
import { jsonText, scalarText } from "./encode.ts";
import { formBody } from "./form.ts";
import { writeLines } from "./json-lines.ts";
import { bytesOf, embedMedia, mayHoldMedia, mediaOf, mediaText, safeType } from "./media.ts";
import { essence, isRange, kindOf, sendable } from "./media-types.ts";
import { multipartBody, type PartHeaderValues } from "./multipart.ts";
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
        body: typeof value === "string" ? value : writeXml(embedMedia(value, shape), shape),
      };
    case "yaml":
      return { contentType, body: typeof value === "string" ? value : jsonBody(value, content) };
    case "lines":
      return { contentType, body: writeLines(value, essence(mediaType).endsWith("json-seq")) };
    case "text":
    case "events":
      return textBody(value, contentType);
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
  return { contentType, body: media === undefined ? scalarText(value) : bytesOf(media) };
}

function binaryBody(value: unknown, { mediaType, shape }: Content): WireBody {
  const media = mediaOf(value);
  const own = media === undefined ? sendable(mediaType) : safeType(media.type);
  const contentType = isRange(mediaType) ? own : mediaType;
  if (media === undefined) return { contentType, body: scalarText(value) };
  return { contentType, body: shape?.textEncoding === undefined ? bytesOf(media) : mediaText(media, shape) };
}

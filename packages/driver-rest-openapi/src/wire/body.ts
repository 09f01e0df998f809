import { Media } from "@mcs/core";
import { isObject } from "../document/json.ts";
import type { ContentModel } from "../operations/model.ts";
import { scalarText } from "./encode.ts";
import { essence, kindOf, sendable } from "./media-types.ts";
import { multipartBody } from "./multipart.ts";
import { formPairs } from "./styles.ts";

/** A body ready to be sent, with its Content-Type. */
export interface WireBody {
  readonly contentType: string;
  readonly body: string | Uint8Array;
}

/** Arrays repeat their name and objects are JSON unless the document says otherwise (OpenAPI 3.1, 4.8.15). */
const FORM_DEFAULT = { style: "form", explode: true, allowReserved: false } as const;

/** Writes a body in the content's media type. */
export function encodeBody(value: unknown, content: ContentModel): WireBody {
  const contentType = sendable(content.mediaType);
  switch (kindOf(content.mediaType)) {
    case "json":
      return { contentType, body: JSON.stringify(value) };
    case "form":
      return { contentType: essence(contentType), body: formBody(value, content) };
    case "multipart":
      return multipartBody(value, content);
    case "text":
      return { contentType, body: scalarText(value) };
    case "binary":
      return binaryBody(value, contentType);
  }
}

function formBody(value: unknown, { encoding }: ContentModel): string {
  if (!isObject(value)) return scalarText(value);
  return Object.entries(value)
    .filter(([, item]) => item !== undefined && item !== null)
    .flatMap(([name, item]) => {
      const format = Object.hasOwn(encoding, name) ? encoding[name]?.format : undefined;
      if (format !== undefined) return formPairs(name, item, format);
      // Without a style an object is written as JSON.
      return formPairs(name, isObject(item) ? JSON.stringify(item) : item, FORM_DEFAULT);
    })
    .join("&");
}

function binaryBody(value: unknown, contentType: string): WireBody {
  const media = Media.is(value) ? value : typeof value === "string" ? Media.fromDataUrl(value) : undefined;
  if (media?.bytes !== undefined) {
    return {
      contentType: contentType === "application/octet-stream" ? media.type : contentType,
      body: media.bytes,
    };
  }
  return { contentType, body: scalarText(value) };
}

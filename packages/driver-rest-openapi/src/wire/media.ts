import { Media } from "@mcs/core";
import type { Shape } from "../schema/shape.ts";
import { Unwritable } from "./unwritable.ts";

/** Media that was passed as such, or as a `data:` URL. */
export function mediaOf(value: unknown): Media | undefined {
  if (typeof value === "string") return value.startsWith("data:") ? Media.fromDataUrl(value) : undefined;
  return Media.is(value) ? value : undefined;
}

/** @throws Unwritable for media that only say where their bytes are. */
export function bytesOf(media: Media): Uint8Array {
  if (media.bytes !== undefined) return media.bytes;
  throw new Unwritable(
    "is a reference to a file that was not read: pass its bytes, a data: URL, or set the option media",
  );
}

/** Media where only text can stand, as in JSON: base64 unless the schema asks for a URL. */
export function mediaText(media: Media, shape: Shape | undefined): string {
  const bytes = bytesOf(media);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(
    shape?.textEncoding ?? "base64",
  );
  return shape?.schema.format === "uri" ? `data:${media.type};base64,${text}` : text;
}

/** A media type that can stand in a header: it came from whoever made the media, a model included. */
export function safeType(type: string): string {
  return /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:\s*;\s*[\w!#$&^.+-]+=(?:[\w!#$&^.+:/-]+|"[\w !#$&^.+:/()-]*"))*$/.test(
    type,
  )
    ? type
    : "application/octet-stream";
}

/**
 * A value that is written as text, with the media in it embedded: bytes become text, and so does a `data:` URL
 * where the schema asks for encoded bytes. Everything else stays the same object.
 */
export function embedMedia(value: unknown, shape: Shape | undefined): unknown {
  if (Media.is(value)) return mediaText(value, shape);
  if (typeof value === "string") {
    const encoded = shape?.textEncoding !== undefined || shape?.isBinary === true;
    const media = encoded ? mediaOf(value) : undefined;
    return media === undefined ? value : mediaText(media, shape);
  }
  if (Array.isArray(value)) return value.map((item, index) => embedMedia(item, shape?.item(index)));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, embedMedia(item, shape?.property(name))]),
  );
}

/** Whether the JSON text of a value holds what {@link embedMedia} may have to change. */
export function mayHoldMedia(json: string): boolean {
  return json.includes('"data:') || json.includes('{"media":{"type":');
}

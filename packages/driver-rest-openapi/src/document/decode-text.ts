import { isUtf8 } from "node:buffer";

/** Bytes as text: by a byte order mark, then by the media type's charset, then as UTF-8. */
export function decodeText(body: Uint8Array, mediaType: string): string {
  const charset = byteOrder(body) ?? charsetOf(mediaType);
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

/**
 * The same for a document, which a server mostly labels without having looked at it: what is UTF-8 is read as
 * that, and a text in UTF-16 is known by the zeros in its first character, which is ASCII in all that is one.
 */
export function decodeDocument(body: Uint8Array, mediaType = ""): string {
  if (byteOrder(body) === undefined && body.length > 1 && (body[0] === 0) !== (body[1] === 0))
    return decodeText(body, `text/plain; charset=utf-16${body[0] === 0 ? "be" : "le"}`);
  const charset = charsetOf(mediaType);
  return charset === "utf-8" || isUtf8(body) ? decodeText(body, "") : decodeText(body, mediaType);
}

function byteOrder(body: Uint8Array): string | undefined {
  if (body[0] === 0xfe && body[1] === 0xff) return "utf-16be";
  return body[0] === 0xff && body[1] === 0xfe ? "utf-16le" : undefined;
}

function charsetOf(mediaType: string): string {
  // Most types name none, and looking for the word is cheaper than a regular expression.
  if (!mediaType.includes("=")) return "utf-8";
  return /charset\s*=\s*"?([\w:-]+)/i.exec(mediaType)?.[1]?.toLowerCase() ?? "utf-8";
}

/** Bytes as text: by a byte order mark, then by the media type's charset, then as UTF-8. */
export function decodeText(body: Uint8Array, mediaType: string): string {
  const marked = byteOrder(body);
  const charset = marked ?? charsetOf(mediaType);
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

function byteOrder(body: Uint8Array): string | undefined {
  if (body[0] === 0xfe && body[1] === 0xff) return "utf-16be";
  return body[0] === 0xff && body[1] === 0xfe ? "utf-16le" : undefined;
}

function charsetOf(mediaType: string): string {
  // Most types name none, and looking for the word is cheaper than a regular expression.
  if (!mediaType.includes("=")) return "utf-8";
  return /charset\s*=\s*"?([\w:-]+)/i.exec(mediaType)?.[1]?.toLowerCase() ?? "utf-8";
}

/** Without a Content-Type: JSON where it looks like it, text where it is UTF-8, bytes otherwise. */
export function sniff(body: Uint8Array): string {
  const text = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, 1024)).toString("utf8");
  if (/^\s*[{[]/.test(text)) return "application/json";
  return text.includes("\u0000") || text.includes("\ufffd") ? "application/octet-stream" : "text/plain";
}

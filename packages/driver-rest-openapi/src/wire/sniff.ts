/** The media type of an answer without a Content-Type: JSON where it looks like it, text where it is UTF-8, bytes otherwise. */
export function sniff(body: Uint8Array): string {
  const text = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, 1024)).toString("utf8");
  if (/^\s*[{[]/.test(text)) return "application/json";
  return text.includes("\u0000") || text.includes("\ufffd") ? "application/octet-stream" : "text/plain";
}

import { Media } from "@mcs/core";
import { isObject } from "../document/json.ts";
import type { ContentModel } from "../operations/model.ts";
import type { WireBody } from "./body.ts";
import { scalarText } from "./encode.ts";

/** Writes `multipart/form-data` (RFC 7578): files from media, structures as JSON, arrays as repeated parts. */
export function multipartBody(value: unknown, { encoding }: ContentModel): WireBody {
  const boundary = `mcs-${crypto.randomUUID()}`;
  const chunks: Uint8Array[] = [];
  const fields = isObject(value) ? Object.entries(value) : [];
  for (const [name, item] of fields) {
    const stated = Object.hasOwn(encoding, name) ? encoding[name]?.contentType : undefined;
    for (const single of Array.isArray(item) ? item : [item]) {
      if (single !== undefined && single !== null) chunks.push(...part(boundary, name, single, stated));
    }
  }
  chunks.push(Buffer.from(`--${boundary}--\r\n`));
  return { contentType: `multipart/form-data; boundary=${boundary}`, body: Buffer.concat(chunks) };
}

function part(boundary: string, name: string, value: unknown, stated: string | undefined): Uint8Array[] {
  const media = Media.is(value) ? value : typeof value === "string" ? Media.fromDataUrl(value) : undefined;
  const filename = media === undefined ? "" : `; filename="${quoted(media.name ?? name)}"`;
  const single = stated?.includes(",") || stated?.includes("*") ? undefined : stated;
  const type = single ?? media?.type ?? (typeof value === "object" ? "application/json" : undefined);
  const head = [
    `--${boundary}`,
    `Content-Disposition: form-data; name="${quoted(name)}"${filename}`,
    ...(type === undefined ? [] : [`Content-Type: ${type}`]),
  ];
  return [
    Buffer.from(`${head.join("\r\n")}\r\n\r\n`),
    media?.bytes ?? Buffer.from(scalarText(value)),
    Buffer.from("\r\n"),
  ];
}

/** What a quoted name cannot hold is percent-encoded, as browsers do (WHATWG, multipart/form-data encoding). */
function quoted(text: string): string {
  return text.replace(/["\r\n]/g, (char) => ({ '"': "%22", "\r": "%0D", "\n": "%0A" })[char] as string);
}

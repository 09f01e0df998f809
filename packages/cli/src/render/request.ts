import type { PreparedRequest } from "@mcs/driver-rest-openapi";
import { type Channel, printable } from "../terminal.ts";
import { toJson } from "./result.ts";

/** A request that was not sent, much as it would stand on the wire. */
export function requestText({ method, url, headers, body }: PreparedRequest, { color }: Channel): string {
  const lines = [
    `${color.bold(method)} ${printable(url)}`,
    ...Object.entries(headers).map(([name, value]) => `${color.dim(`${name}:`)} ${printable(value)}`),
  ];
  if (body !== undefined) lines.push("", printable(typeof body === "string" ? body : bytesText(body)));
  return lines.join("\n");
}

/** The request for a program; bytes that are no text stand under `bodyBase64`. */
export function requestJson({ method, url, headers, body }: PreparedRequest): string {
  if (body === undefined || typeof body === "string") return toJson({ method, url, headers, body });
  const text = utf8(body);
  if (text !== undefined) return toJson({ method, url, headers, body: text });
  return toJson({ method, url, headers, bodyBase64: Buffer.from(body).toString("base64") });
}

function bytesText(body: Uint8Array): string {
  return utf8(body) ?? `(${body.byteLength} bytes)`;
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

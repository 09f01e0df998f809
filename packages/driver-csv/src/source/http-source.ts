import { ExecutionError, LimitError } from "@mcs/core";
import type { HttpPort, HttpResponse } from "@mcs/core/ports";
import { fileChanged } from "../errors.ts";
import { readAhead, type SeekableSource } from "./byte-source.ts";

/** What comes with the first request; enough for a look at most tables. */
const FIRST = 1 << 16;
/** A server that answers with the whole file instead of a part of it may send so many bytes. */
const MOST_WHOLE = 64 * 2 ** 20;

/** How a table is fetched. */
export interface HttpSourceOptions {
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A file behind HTTP, read in parts (RFC 9110, Range). Every later part is asked for on the condition that the file
 * is still the same one. A server without ranges sends it whole, once, up to 64 MiB.
 */
export async function openHttpSource(
  port: HttpPort,
  url: string,
  { headers = {} }: HttpSourceOptions = {},
  signal?: AbortSignal,
): Promise<SeekableSource> {
  const name = url.split(/[?#]/, 1)[0] ?? url;
  const ask = async (extra: Record<string, string>, maxBytes: number): Promise<HttpResponse> => {
    // Compressed on the way, a range would count other bytes than those of the file.
    const all = { ...headers, "accept-encoding": "identity", ...extra };
    return port.request({
      method: "GET",
      url,
      headers: all,
      trusted: true,
      maxBytes,
      ...(signal === undefined ? {} : { signal }),
    });
  };
  const first = await ask({ range: `bytes=0-${FIRST - 1}` }, MOST_WHOLE);
  const version = versionOf(first);
  if (first.status === 416) return wholeSource(name, new Uint8Array(0), version);
  if (first.status === 200) return wholeSource(name, first.body, version);
  if (first.status !== 206) throw httpFailed(name, first.status);
  const size = totalOf(first);
  if (size === undefined) {
    throw new LimitError(`${name} does not say how long it is.`, {
      remedy: "Download it and read the file.",
    });
  }
  const etag = header(first, "etag");
  const condition: Record<string, string> =
    etag === undefined || etag.startsWith("W/") ? {} : { "if-match": etag };
  const read = async (start: number, length: number): Promise<Uint8Array> => {
    const end = Math.min(start + length, size);
    if (end <= first.body.length) return first.body.subarray(start, end);
    if (end <= start) return new Uint8Array(0);
    const part = await ask({ ...condition, range: `bytes=${start}-${end - 1}` }, end - start);
    const isOther = versionOf(part) !== version || totalOf(part) !== size || part.body.length !== end - start;
    if (part.status === 412 || part.status === 416 || (part.status === 206 && isOther))
      throw fileChanged(name);
    if (part.status !== 206) throw httpFailed(name, part.status);
    return part.body;
  };
  return {
    name,
    size,
    version,
    read,
    stream: (start) => readAhead(read, start, size),
    verify: async () => undefined,
    close: async () => undefined,
  };
}

function wholeSource(name: string, body: Uint8Array, version: string | undefined): SeekableSource {
  const read = async (start: number, length: number): Promise<Uint8Array> =>
    body.subarray(start, start + length);
  return {
    name,
    size: body.length,
    version,
    read,
    stream: (start) => readAhead(read, start, body.length),
    verify: async () => undefined,
    close: async () => undefined,
  };
}

function versionOf(response: HttpResponse): string | undefined {
  return header(response, "etag") ?? header(response, "last-modified");
}

function totalOf(response: HttpResponse): number | undefined {
  const total = /\/(\d+)$/.exec(header(response, "content-range") ?? "")?.[1];
  return total === undefined ? undefined : Number(total);
}

function header(response: HttpResponse, name: string): string | undefined {
  const value = response.headers[name];
  return typeof value === "string" ? value : value?.[0];
}

function httpFailed(name: string, status: number): ExecutionError {
  return new ExecutionError(`${name} answered ${status}.`, { code: "http_status" });
}

import { changedSince, takeBytes } from "@mcs/core/files";
import type { FileStat } from "@mcs/core/ports";
import type { DavClient } from "./client.ts";
import { hasStatus } from "./errors.ts";
import { versionFrom } from "./multistatus.ts";

/**
 * A range of one version of a file, inside of it. HTTP opens nothing, so the response is looked at for whether it
 * is still that version.
 *
 * @throws FileError `"version_mismatch"` when the server has another content by now.
 */
export async function readRange(
  client: DavClient,
  path: string,
  stat: FileStat,
  [start, end]: readonly [start: number, end: number],
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  if (start === end) return new Uint8Array();
  const headers = { range: `bytes=${start}-${end - 1}` };
  let response: Response;
  try {
    response = await client.send({ method: "GET", url: client.urlOf(path), headers, signal });
  } catch (error) {
    if (hasStatus(error, 416)) throw changedSince(path);
    throw error;
  }
  if (!isOf(stat, response)) {
    await response.body?.cancel();
    throw changedSince(path);
  }
  // A server that knows no ranges sends all of it.
  return takeBytes(response.body ?? nothing(), response.status === 206 ? 0 : start, end - start);
}

function isOf(stat: FileStat, { headers, status }: Response): boolean {
  const etag = headers.get("etag");
  const modified = Date.parse(headers.get("last-modified") ?? "");
  const whole = status === 206 ? headers.get("content-range")?.split("/")[1] : headers.get("content-length");
  const size = whole === undefined || whole === null ? stat.size : Number(whole);
  if (size !== stat.size) return false;
  if (etag === null && Number.isNaN(modified)) return true;
  return versionFrom(etag, modified, size) === stat.version;
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

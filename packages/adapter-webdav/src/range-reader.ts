import { FileError } from "@mcs/core";
import type { FileStat } from "@mcs/core/ports";
import type { DavClient } from "./client.ts";
import { hasStatus } from "./errors.ts";
import { versionFrom } from "./multistatus.ts";

/**
 * Reads of one version of a file. HTTP opens nothing, so every response is looked at for whether it is still
 * that version.
 */
export class RangeReader {
  readonly #client: DavClient;
  readonly #path: string;
  readonly #stat: FileStat;

  constructor(client: DavClient, path: string, stat: FileStat) {
    this.#client = client;
    this.#path = path;
    this.#stat = stat;
  }

  /** @throws FileError `"version_mismatch"` when the server has another content by now. */
  async read(start: number, length: number, signal?: AbortSignal): Promise<Uint8Array> {
    const end = Math.min(start + length, this.#stat.size);
    if (start >= end) return new Uint8Array();
    const headers = { range: `bytes=${start}-${end - 1}` };
    const url = this.#client.urlOf(this.#path);
    let response: Response;
    try {
      response = await this.#client.send({ method: "GET", url, headers, signal });
    } catch (error) {
      if (hasStatus(error, 416)) throw this.#changed();
      throw error;
    }
    if (!this.#isSame(response)) {
      await response.body?.cancel();
      throw this.#changed();
    }
    // A server that knows no ranges sends all of it.
    const skipped = response.status === 206 ? 0 : start;
    const content = await take(response, skipped, end - start);
    if (content.length !== end - start) throw this.#changed();
    return content;
  }

  #isSame({ headers, status }: Response): boolean {
    const etag = headers.get("etag");
    const modified = Date.parse(headers.get("last-modified") ?? "");
    const whole =
      status === 206 ? headers.get("content-range")?.split("/")[1] : headers.get("content-length");
    const size = whole === undefined || whole === null ? this.#stat.size : Number(whole);
    if (size !== this.#stat.size) return false;
    if (etag === null && Number.isNaN(modified)) return true;
    return versionFrom(etag, modified, size) === this.#stat.version;
  }

  #changed(): FileError {
    return new FileError("version_mismatch", this.#path, "was changed since it was opened.", {
      remedy: "Open it again.",
    });
  }
}

/** Some bytes out of a body; what comes after them is not waited for. */
async function take({ body }: Response, skipped: number, length: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let [left, skip] = [length, skipped];
  for await (const chunk of body ?? []) {
    const piece = chunk.subarray(Math.min(skip, chunk.length)).subarray(0, left);
    skip = Math.max(0, skip - chunk.length);
    left -= piece.length;
    pieces.push(piece);
    if (left === 0) break;
  }
  return Buffer.concat(pieces);
}

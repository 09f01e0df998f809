import { readFile, realpath } from "node:fs/promises";
import { dirname, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { McsError } from "@mcs/core";
import type { HttpPort, HttpResponse } from "@mcs/core/ports";
import { DocumentError } from "../errors.ts";
import type { DocumentSource } from "../options.ts";
import { type Fetched, type Reader, withoutQuery } from "./load.ts";

export interface ReaderOptions {
  readonly http: () => Promise<HttpPort>;
  readonly maxBytes: number;
  readonly timeoutMs: number;
  /** Headers for an origin, credentials included where it may have them; `attempt` counts from 0. */
  readonly headersFor: (origin: string, attempt: number) => Readonly<Record<string, string>> | undefined;
  readonly isNamed: (origin: string) => boolean;
}

const MOST_REDIRECTS = 5;
const ACCEPT = "application/json, application/yaml, text/yaml, */*;q=0.8";

/** Reads documents over HTTP and from files. What a document may refer to depends on where it came from. */
export function createReader(source: DocumentSource, options: ReaderOptions): Reader {
  return {
    fetchUrl: (url) => fetchText(url, options),
    readFile: readDocumentFile,
    readReferenced: async (uri) => {
      if (/^https?:/.test(uri)) return fetchText(uri, options);
      // A document from the network never reads a file of this machine, and one from a folder never leaves it.
      if (uri.startsWith("file:") && source.file !== undefined) return readBeside(uri, source.file);
      throw new DocumentError(
        "document_unreachable",
        uri,
        `${uri} is not read: a document may not refer to it.`,
      );
    },
  };
}

async function readDocumentFile(path: string): Promise<Fetched> {
  try {
    return { text: await readFile(path, "utf8"), uri: pathToFileURL(await realpath(path)).href };
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
    throw new DocumentError(
      "document_unreachable",
      path,
      `The document ${path} could not be read: ${reason}.`,
      {
        cause,
        remedy: "Check the path; a relative one is relative to the working directory.",
      },
    );
  }
}

async function readBeside(uri: string, file: string): Promise<Fetched> {
  const root = `${await realpath(dirname(resolve(file)))}${sep}`;
  const path = await realpath(fileURLToPath(uri));
  if (!path.startsWith(root)) {
    throw new DocumentError(
      "document_unreachable",
      uri,
      `${path} is outside of ${root}, the document's folder.`,
    );
  }
  return { text: await readFile(path, "utf8"), uri: pathToFileURL(path).href };
}

async function fetchText(url: string, options: ReaderOptions): Promise<Fetched> {
  let target = url;
  let attempt = 0;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; ) {
    const response = await get(target, url, attempt, options);
    const { status } = response;
    const location = response.headers.location;
    if (status >= 300 && status < 400 && typeof location === "string") {
      target = new URL(location, target).href;
      redirects++;
      continue;
    }
    // Some descriptions are behind the same key as their API.
    const { origin } = new URL(target);
    if ((status === 401 || status === 403) && options.headersFor(origin, attempt + 1) !== undefined) {
      attempt++;
      continue;
    }
    if (status !== 200) throw refused(url, status);
    const { body } = response;
    return { text: Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8"), uri: target };
  }
  throw new DocumentError(
    "document_unreachable",
    withoutQuery(url),
    `${withoutQuery(url)} redirects without end.`,
  );
}

async function get(
  target: string,
  asked: string,
  attempt: number,
  options: ReaderOptions,
): Promise<HttpResponse> {
  const { origin } = new URL(target);
  const http = await options.http();
  try {
    return await http.request({
      method: "GET",
      url: target,
      headers: { accept: ACCEPT, ...(options.headersFor(origin, attempt) ?? {}) },
      timeoutMs: options.timeoutMs,
      maxBytes: options.maxBytes,
      trusted: options.isNamed(origin),
    });
  } catch (cause) {
    const location = withoutQuery(asked);
    const reason = cause instanceof Error ? cause.message : String(cause);
    const remedy = McsError.is(cause) ? undefined : "Check the address and that the server runs.";
    throw new DocumentError(
      "document_unreachable",
      location,
      `The document ${location} could not be fetched: ${reason}`,
      {
        cause,
        ...(remedy === undefined ? {} : { remedy }),
      },
    );
  }
}

function refused(url: string, status: number): DocumentError {
  const location = withoutQuery(url);
  const remedy =
    status === 401 || status === 403
      ? "It asks for credentials: pass auth, or the header that it wants in headers."
      : "Open the URL in a browser: it should show the OpenAPI document itself.";
  return new DocumentError(
    "document_unreachable",
    location,
    `The document ${location} could not be fetched: the server answered ${status}.`,
    { remedy },
  );
}

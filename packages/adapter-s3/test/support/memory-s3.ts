import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { listing } from "./listing.ts";

export interface StoredObject {
  readonly content: Buffer;
  readonly etag: string;
  readonly modified: Date;
  readonly headers: Readonly<Record<string, string>>;
}

export interface MemoryS3 extends AsyncDisposable {
  readonly endpoint: string;
  /** By key. */
  readonly objects: Map<string, StoredObject>;
  /** The requests so far, with their headers. */
  readonly requests: { readonly line: string; readonly headers: IncomingMessage["headers"] }[];
  /** Asked first; what it returns is the answer in place of the server's own. */
  intercept: ((line: string) => Answer | "never" | undefined) | undefined;
  dropConnections(): void;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export const BUCKET = "bucket";
const KEPT = /^(cache-control|content-(disposition|encoding|language|type)|x-amz-(meta-.*|storage-class))$/;

/** An S3 server in memory that heeds the conditions of reads, writes, copies and deletions as S3 documents them. */
export async function startMemoryS3(): Promise<MemoryS3> {
  const objects = new Map<string, StoredObject>();
  const requests: MemoryS3["requests"] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const line = `${request.method} ${request.url}`;
    requests.push({ line, headers: request.headers });
    const intercepted = s3.intercept?.(line);
    if (intercepted === "never") return;
    send(request, response, intercepted ?? answer(objects, request, Buffer.concat(chunks)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const s3: MemoryS3 = {
    endpoint: `http://127.0.0.1:${port}`,
    objects,
    requests,
    intercept: undefined,
    dropConnections: () => server.closeAllConnections(),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<unknown>((resolve) => server.close(resolve));
    },
  };
  return s3;
}

function send(
  { method }: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: Answer,
): void {
  response.writeHead(status, headers);
  response.end(method === "HEAD" ? undefined : body);
}

function answer(objects: MemoryS3["objects"], request: IncomingMessage, body: Buffer): Answer {
  const { method, headers } = request;
  const { pathname, searchParams } = new URL(request.url ?? "", "http://localhost");
  const [, bucket = "", ...segments] = pathname.split("/").map(decodeURIComponent);
  if (bucket !== BUCKET) return failure(404, "NoSuchBucket");
  const key = segments.join("/");
  if (method === "GET" && key === "") return { status: 200, body: listing(objects, searchParams) };
  if (method === "POST" && searchParams.has("delete")) return removeSome(objects, body.toString());
  const found = objects.get(key);
  if (method === "GET" || method === "HEAD") return read(found, headers);
  if (!fits(found, headers["if-match"], headers["if-none-match"])) return failure(412, "PreconditionFailed");
  if (method === "DELETE") {
    objects.delete(key);
    return { status: 204 };
  }
  const source = headers["x-amz-copy-source"];
  if (typeof source !== "string") return put(objects, key, body, keptOf(headers));
  const original = objects.get(decodeURIComponent(source).slice(BUCKET.length + 1));
  if (original === undefined) return failure(404, "NoSuchKey");
  const asked = headers["x-amz-copy-source-if-match"];
  if (asked !== undefined && asked !== original.etag) return failure(412, "PreconditionFailed");
  put(objects, key, original.content, original.headers);
  return { status: 200, body: `<CopyObjectResult><ETag>${original.etag}</ETag></CopyObjectResult>` };
}

function put(
  objects: MemoryS3["objects"],
  key: string,
  content: Buffer,
  headers: StoredObject["headers"],
): Answer {
  const etag = `"${createHash("md5").update(content).digest("hex")}"`;
  objects.set(key, { content, etag, modified: new Date(), headers });
  return { status: 200, headers: { etag } };
}

function read(found: StoredObject | undefined, headers: IncomingMessage["headers"]): Answer {
  if (found === undefined) return failure(404, "NoSuchKey");
  const { content, etag, modified } = found;
  if (!fits(found, headers["if-match"], undefined)) return failure(412, "PreconditionFailed");
  const about = { ...found.headers, etag, "last-modified": modified.toUTCString() };
  const range = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? "");
  if (range === null) {
    return { status: 200, headers: { ...about, "content-length": String(content.length) }, body: content };
  }
  const [start, end] = [Number(range[1]), Math.min(Number(range[2]), content.length - 1)];
  if (start > end) return failure(416, "InvalidRange");
  const where = { "content-range": `bytes ${start}-${end}/${content.length}` };
  return { status: 206, headers: { ...about, ...where }, body: content.subarray(start, end + 1) };
}

function removeSome(objects: MemoryS3["objects"], xml: string): Answer {
  for (const [, key = ""] of xml.matchAll(/<Key>([^<]*)<\/Key>/g)) objects.delete(unescapeXml(key));
  return { status: 200, body: "<DeleteResult></DeleteResult>" };
}

function fits(found: StoredObject | undefined, ifMatch: unknown, ifNoneMatch: unknown): boolean {
  if (ifNoneMatch === "*" && found !== undefined) return false;
  return ifMatch === undefined || ifMatch === found?.etag;
}

function keptOf(headers: IncomingMessage["headers"]): StoredObject["headers"] {
  const kept = Object.entries(headers).filter(([name]) => KEPT.test(name));
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]));
}

function failure(status: number, code: string): Answer {
  return { status, body: `<Error><Code>${code}</Code><Message>Told to nobody.</Message></Error>` };
}

function unescapeXml(text: string): string {
  const named: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (_, hex?: string, digits?: string, name = "") => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
    return digits === undefined ? (named[name] ?? "") : String.fromCodePoint(Number(digits));
  });
}

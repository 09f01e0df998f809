import { type CapturedRequest, type CaptureServer, startCaptureServer } from "@mcs/testkit";
import type { RestDriver } from "../src/index.ts";
import { openApi } from "./support.ts";

/** With one operation. */
export const documentOf = (id: string): object => openApi({ [`/${id}`]: { get: { operationId: id } } });

export const codes = async (driver: RestDriver): Promise<string[]> =>
  (await driver.diagnostics()).map(({ code }) => code);

export interface Published extends AsyncDisposable {
  readonly server: CaptureServer;
  readonly url: string;
  /** What is published now; undefined for a server with a problem. */
  document: object | undefined;
  etag: string | undefined;
}

/** A server whose document changes, with an ETag that it looks at. */
export async function publish(id: string): Promise<Published> {
  const server = await startCaptureServer((request: CapturedRequest) => {
    const { document, etag } = state;
    if (request.target.startsWith("/api/")) return { json: { path: request.target } };
    if (document === undefined) return { status: 503, headers: { "retry-after": "0" } };
    const headers = etag === undefined ? {} : { etag };
    if (etag !== undefined && request.header("if-none-match") === etag) return { status: 304, headers };
    return { json: document, headers };
  });
  const state: Published = {
    server,
    url: `${server.url}/openapi.json`,
    document: documentOf(id),
    etag: `"${id}"`,
    [Symbol.asyncDispose]: () => server.close(),
  };
  return state;
}

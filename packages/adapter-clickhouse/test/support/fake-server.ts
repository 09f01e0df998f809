import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as the server got it. */
export interface SeenRequest {
  readonly sql: string;
  readonly settings: URLSearchParams;
  readonly authorization: string | undefined;
}

export interface FakeServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: readonly SeenRequest[];
}

/** An answer: the columns with their types, and the rows as JSON. */
export function compact(columns: Readonly<Record<string, string>>, rows: string): string {
  const meta = Object.entries(columns).map(([name, type]) => ({ name, type }));
  return `{"meta":${JSON.stringify(meta)},"data":${rows},"rows":1}`;
}

/** An HTTP server that gives each statement what `respond` has for it; undefined: it never answers. */
export async function startFakeServer(
  respond: (sql: string, response: ServerResponse) => string | undefined,
  profile = "0",
): Promise<FakeServer> {
  const requests: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const sql = Buffer.concat(chunks).toString("utf8");
    const settings = new URL(request.url ?? "/", "http://localhost").searchParams;
    requests.push({ sql, settings, authorization: request.headers.authorization });
    const body = sql.startsWith("SELECT version()")
      ? compact({ v: "String", value: "String" }, `[["26.7.2.1","${profile}"]]`)
      : respond(sql, response);
    if (body !== undefined) response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

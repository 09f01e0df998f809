import { fork } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";

const ITEM = JSON.stringify({ id: 1, name: "Rex", tags: ["dog", "brown"], status: "available" });
const LIST = JSON.stringify(Array.from({ length: 1_000 }, (_, id) => ({ id, text: "x".repeat(85) })));

const json = { "200": { description: "Found.", content: { "application/json": { schema: {} } } } };
const DOCUMENT = JSON.stringify({
  openapi: "3.1.0",
  info: { title: "Items", version: "1.0.0" },
  servers: [{ url: "/" }],
  paths: {
    "/items/{id}": {
      get: {
        operationId: "getItem",
        summary: "Finds one item.",
        parameters: [
          { name: "id", in: "path", required: true, schema: { type: "integer", minimum: 1 } },
          { name: "view", in: "query", schema: { type: "string", enum: ["short", "full"] } },
        ],
        responses: json,
      },
    },
    "/items": { get: { operationId: "listItems", summary: "Lists all items: 100 KB.", responses: json } },
  },
});

/** An API in a process of its own, so that its work is not counted. */
export interface ItemServer extends AsyncDisposable {
  /** `http://127.0.0.1:PORT`; the document is at `/openapi.json`, items at `/items/{id}` and `/items`. */
  readonly url: string;
}

/** Starts the API on a free port of loopback. */
export async function startItemServer(): Promise<ItemServer> {
  const child = fork(fileURLToPath(import.meta.url), ["--serve"], { execArgv: [] });
  const [port] = (await once(child, "message")) as [number];
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      child.kill();
      await once(child, "exit");
    },
  };
}

function serve(): void {
  const bodies = new Map([
    ["/openapi.json", DOCUMENT],
    ["/items", LIST],
  ]);
  const server = createServer(({ url = "" }, response) => {
    const body = bodies.get(url) ?? ITEM;
    const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
    response.writeHead(200, headers).end(body);
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
}

if (process.argv[2] === "--serve") serve();

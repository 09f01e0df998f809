import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const PRICES = "sku;name;price\nT-1;Teapot;24,90\nC-2;Cup;6,50\nK-3;Kettle;39,00\n";
const DOCUMENT = {
  openapi: "3.1.0",
  info: { title: "Shop", version: "1" },
  components: { securitySchemes: { key: { type: "apiKey", in: "header", name: "x-shop-key" } } },
  security: [{ key: [] }],
  paths: {
    "/orders/{id}": {
      parameters: [{ name: "id", in: "path", required: true, schema: { type: "integer" } }],
      get: { operationId: "getOrder", summary: "An order", responses: { 200: json() } },
      delete: { operationId: "deleteOrder", summary: "Deletes an order", responses: { 200: json() } },
    },
    "/orders/{id}/refund": {
      post: {
        operationId: "refundOrder",
        summary: "Pays an order back",
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "integer" } }],
        requestBody: {
          required: true,
          content: { "application/json": { schema: { properties: { euros: { type: "number" } } } } },
        },
        responses: { 200: json() },
      },
    },
  },
};

/** A shop with one order, behind a key: its API, the API's document, and a price list. */
export async function startShop(key: string) {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const { method, url } = request;
    const answer = (status: number, value: unknown): void => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
    };
    if (url === "/openapi.json") return answer(200, DOCUMENT);
    if (url === "/prices.csv") return void response.setHeader("content-type", "text/csv").end(PRICES);
    if (request.headers["x-shop-key"] !== key) return answer(401, { error: "no key" });
    requests.push(`${method} ${url}`);
    return answer(200, { id: 7, sku: "T-1", state: method === "POST" ? "refunded" : "returned" });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { url: `http://127.0.0.1:${port}`, requests, close };
}

function json() {
  return { description: "The order", content: { "application/json": { schema: { type: "object" } } } };
}

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface PetApi {
  /** Of its OpenAPI document. */
  readonly url: string;
  /** Method, path and query of every request, in order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

const responses = { "200": { description: "What was asked for." } };

/** What the examples need of the petstore; a pet by its id is behind the key. */
const DOCUMENT = {
  openapi: "3.0.3",
  info: { title: "Pets", version: "1.0.0" },
  servers: [{ url: "/v3" }],
  components: { securitySchemes: { api_key: { type: "apiKey", in: "header", name: "api_key" } } },
  paths: {
    "/pet/findByStatus": {
      get: {
        operationId: "findPetsByStatus",
        summary: "Finds pets by their status.",
        parameters: [
          { name: "status", in: "query", schema: { type: "string", enum: ["available", "sold"] } },
        ],
        responses,
      },
    },
    "/pet/{petId}": {
      get: {
        operationId: "getPetById",
        summary: "Finds one pet.",
        security: [{ api_key: [] }],
        parameters: [{ name: "petId", in: "path", required: true, schema: { type: "integer" } }],
        responses,
      },
      put: {
        operationId: "broken",
        summary: "Its parameter leads nowhere.",
        parameters: [{ $ref: "#/components/parameters/missing" }],
        responses,
      },
    },
  },
};

export async function startPetApi(key: string): Promise<PetApi> {
  const requests: string[] = [];
  const server = createServer(({ method, url, headers }, response) => {
    requests.push(`${method} ${url}`);
    const pet = { id: 1, name: "Rex", status: "available" };
    const answer = (status: number, body: unknown): void => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
    if (url === "/openapi.json") answer(200, DOCUMENT);
    else if (url === "/v3/pet/findByStatus?status=available") answer(200, [pet]);
    else if (url !== "/v3/pet/1") answer(404, { error: "There is nothing here." });
    else if (headers.api_key === key) answer(200, pet);
    else answer(401, { error: "That key is not known." });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/openapi.json`,
    requests,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}

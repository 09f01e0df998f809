import { secret } from "@mcs/core";
import { type CannedReply, type CapturedRequest, startCaptureServer, testDriver } from "@mcs/testkit";
import { afterAll, describe, test } from "vitest";
import { RestDriver, type RestDriverOptions, RestToolDriver } from "../src/index.ts";
import { openApi } from "./support.ts";

const canary = "canary-9d41c7";
const document = openApi(
  {
    "/items/{id}": {
      get: {
        operationId: "getItem",
        summary: "One item",
        parameters: [
          { name: "id", in: "path", required: true, schema: { type: "integer" } },
          { name: "unit", in: "query", schema: { enum: ["kg", "lb"] } },
        ],
      },
    },
    "/slow": { get: { operationId: "wait", summary: "Never answers" } },
  },
  {
    security: [{ key: [] }],
    components: { securitySchemes: { key: { type: "apiKey", in: "header", name: "X-Key" } } },
  },
);

const server = await startCaptureServer(answer);
afterAll(() => server.close());

function answer(request: CapturedRequest): CannedReply {
  const key = request.header("x-key");
  if (request.target === "/openapi.json") return { json: document };
  if (request.target === "/slow") return { delayMs: 60_000 };
  if (request.target === "/items/404") return { status: 404, json: { error: "no such item", you: key } };
  return { json: { id: 7, you: key } };
}

const options: RestDriverOptions = { url: `${server.url}/openapi.json`, auth: secret(canary) };
const sample = {
  valid: { tool: "getItem", arguments: { id: 7, unit: "kg" }, result: { id: 7, you: "[secret]" } },
  failing: { tool: "getItem", arguments: { id: 404 } },
  slow: { tool: "wait", arguments: {} },
  canary,
};
const withoutKey: RestDriverOptions = { ...options, auth: { env: "MCS_TEST_NOT_SET" } };

describe("RestDriver keeps the contract", () => {
  testDriver({
    test,
    describe,
    driver: () => new RestDriver(options),
    sample: { ...sample, withoutCredential: () => new RestDriver(withoutKey) },
  });
});

describe("RestToolDriver keeps the contract", () => {
  testDriver({
    test,
    describe,
    driver: () => new RestToolDriver(options),
    sample: { ...sample, withoutCredential: () => new RestToolDriver(withoutKey) },
  });
});

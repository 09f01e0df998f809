import { strict as assert } from "node:assert";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { RestToolDriver } from "@mcs/driver-rest-openapi";
import { type CaptureServer, startCaptureServer } from "@mcs/testkit";
import { test, vi } from "vitest";
import { describeNode } from "../src/node-description.ts";
import { runWorkflow } from "../src/workflow.ts";

// Programs that are started take a while on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const document = {
  openapi: "3.1.0",
  info: { title: "Orders", version: "1.0.0" },
  servers: [{ url: "/" }],
  paths: {
    "/orders": {
      get: {
        operationId: "listOrders",
        summary: "Lists orders.",
        parameters: [
          {
            name: "state",
            in: "query",
            schema: { type: "string", enum: ["open", "shipped"], default: "open" },
          },
          { name: "limit", in: "query", schema: { type: "integer" } },
        ],
        responses: { 200: { description: "Orders." } },
      },
    },
    "/orders/{id}/ship": {
      post: {
        operationId: "shipOrder",
        summary: "Ships an order.",
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "integer" } }],
        requestBody: {
          content: {
            "application/json": {
              schema: {
                type: "object",
                properties: { parcels: { type: "array", items: { type: "number" } } },
              },
            },
          },
        },
        responses: { 200: { description: "Shipped." } },
      },
    },
  },
};

/** An API with its document, which answers every request with an order. */
function startApi(): Promise<CaptureServer> {
  return startCaptureServer(({ target }) => {
    if (target === "/openapi.json") return { json: document };
    return {
      json:
        target.startsWith("/orders?") || target === "/orders" ? [{ id: 7 }, { id: 8 }] : { shipped: true },
    };
  });
}

test("a driver becomes a node: its tools are operations, their parameters fields of a form", async () => {
  const node = await describeNode(
    new RestToolDriver({ document, serverUrl: "http://127.0.0.1:9" }),
    "orders",
  );
  assert.deepEqual(node.properties, [
    {
      displayName: "Operation",
      name: "operation",
      type: "options",
      noDataExpression: true,
      options: [
        { name: "List Orders", value: "listOrders", action: "Lists orders.", description: "Lists orders." },
        { name: "Ship Order", value: "shipOrder", action: "Ships an order.", description: "Ships an order." },
      ],
      default: "listOrders",
    },
    {
      displayName: "Additional Fields",
      name: "additionalFields",
      type: "collection",
      placeholder: "Add Field",
      default: {},
      options: [
        {
          displayName: "State",
          name: "state",
          type: "options",
          options: [
            { name: "Open", value: "open" },
            { name: "Shipped", value: "shipped" },
          ],
          default: "open",
        },
        { displayName: "Limit", name: "limit", type: "number", default: 0 },
      ],
      displayOptions: { show: { operation: ["listOrders"] } },
    },
    {
      displayName: "Id",
      name: "id",
      type: "number",
      default: 0,
      required: true,
      displayOptions: { show: { operation: ["shipOrder"] } },
    },
    {
      displayName: "Additional Fields",
      name: "additionalFields",
      type: "collection",
      placeholder: "Add Field",
      default: {},
      options: [{ displayName: "Parcels", name: "parcels", type: "json", default: "" }],
      displayOptions: { show: { operation: ["shipOrder"] } },
    },
  ]);
  const { inputs, outputs, displayName, defaults } = node;
  assert.deepEqual(
    { inputs, outputs, displayName, defaults },
    {
      inputs: ["main"],
      outputs: ["main"],
      displayName: "Orders",
      defaults: { name: "Orders" },
    },
  );
});

test("a workflow's steps are calls, and each can use what the one before gave", async () => {
  await using api = await startApi();
  await using driver = new RestToolDriver({ url: `${api.url}/openapi.json` });
  const result = await runWorkflow(
    [
      { name: "Open orders", parameters: { operation: "listOrders", additionalFields: { limit: 2 } } },
      {
        name: "Ship the second",
        parameters: {
          operation: "shipOrder",
          id: "={{ $json[1].id }}",
          additionalFields: { parcels: "[1.5, 2]" },
        },
      },
    ],
    await describeNode(driver, "orders"),
    driver,
  );
  assert.deepEqual(result, { shipped: true });
  const [, list, ship] = api.requests;
  assert.equal(list?.target, "/orders?limit=2");
  assert.equal(ship?.target, "/orders/8/ship");
  assert.deepEqual(JSON.parse(new TextDecoder().decode(ship.body)), { parcels: [1.5, 2] });
});

test("a step that does not fit the tool's schema is refused before anything is sent", async () => {
  await using api = await startApi();
  await using driver = new RestToolDriver({ url: `${api.url}/openapi.json` });
  const steps = [{ name: "Ship", parameters: { operation: "shipOrder", id: "seven" } }];
  await assert.rejects(runWorkflow(steps, await describeNode(driver, "orders"), driver), {
    code: "invalid_arguments",
  });
  assert.equal(api.requests.length, 1);
});

test("the command prints the node of several APIs at once", async () => {
  await using api = await startApi();
  const main = join(import.meta.dirname, "../src/main.ts");
  const url = `${api.url}/openapi.json`;
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--conditions=@mcs/source",
    main,
    url,
    url,
  ]);
  const { properties } = JSON.parse(stdout) as { properties: Array<{ options: Array<{ value: string }> }> };
  assert.deepEqual(
    properties[0]?.options.map(({ value }) => value),
    [
      "rest_over_openapi__listOrders",
      "rest_over_openapi__shipOrder",
      "rest_over_openapi_2__listOrders",
      "rest_over_openapi_2__shipOrder",
    ],
  );
});

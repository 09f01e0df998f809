import type { JsonSchema } from "@mcs/core";
import { describe, expect, test } from "vitest";
import { type Diagnostic, RestDriver } from "../src/index.ts";
import { oneOperation, openApi } from "./support.ts";
import { body, parameter, written } from "./wire-support.ts";

const text = { type: "string" };
const swagger = (operation: object, rest: object = {}): object => ({
  swagger: "2.0",
  info: { title: "Test", version: "1" },
  paths: { "/a": { post: { operationId: "op", ...operation } } },
  ...rest,
});

async function read(document: object): Promise<{
  readonly schemas: Record<string, JsonSchema | undefined>;
  readonly found: readonly Diagnostic[];
}> {
  const driver = new RestDriver({ document, serverUrl: "http://api.test" });
  const [tool] = await driver.listTools();
  const schemas = Object.fromEntries((tool?.parameters ?? []).map(({ name, schema }) => [name, schema]));
  return { schemas, found: await driver.diagnostics() };
}

test("a reference in place of an operation is reported", async () => {
  const { found } = await read(
    openApi({ "/a": { get: { $ref: "#/paths/~1b/get" } }, "/b": { get: { operationId: "b" } } }),
  );
  expect(found).toContainEqual(
    expect.objectContaining({ severity: "error", code: "malformed", pointer: "/paths/~1a/get" }),
  );
});

test("a path parameter that the path does not have is left out, and reported", async () => {
  const parameters = ["id", "ID"].map((name) => ({ name, in: "path", required: true, schema: text }));
  const { schemas, found } = await read(oneOperation("get", "/a/{id}", { parameters }));
  expect(Object.keys(schemas)).toEqual(["id"]);
  expect(found).toMatchObject([{ code: "malformed", pointer: "/paths/~1a~1{id}/get/parameters/1" }]);
});

describe("Swagger 2.0", () => {
  test("form fields beside a body are left out, and reported", async () => {
    const parameters = [
      { name: "b", in: "body", schema: { type: "object", properties: { a: text } } },
      { name: "f", in: "formData", type: "string" },
    ];
    const { schemas, found } = await read(swagger({ parameters }));
    expect(Object.keys(schemas)).toEqual(["a"]);
    expect(found).toMatchObject([{ code: "malformed", pointer: "/paths/~1a/post" }]);
  });

  test("one media type may stand without a list", async () => {
    const stated = swagger({
      consumes: "text/plain",
      parameters: [{ name: "b", in: "body", required: true, schema: text }],
    });
    const { headers, body: sent } = await written(stated, { body: "x" });
    expect([headers["content-type"], sent]).toEqual(["text/plain", "x"]);
  });

  test.each([
    ["a basePath without a slash or a host", { basePath: "v1" }, "http://api.test/v1/a"],
    ["a host that is a URL", { host: "http://other.test:81/", basePath: "/v1" }, "http://other.test:81/v1/a"],
  ])("%s", async (_, rest, url) => {
    const document = JSON.stringify(swagger({}, rest));
    const http = {
      adapter: "memory",
      close: async () => undefined,
      request: async () => ({ status: 200, headers: {}, body: Buffer.from(document), truncated: false }),
    };
    const driver = new RestDriver({ url: "http://api.test/docs/openapi.json", http });
    expect((await driver.prepareRequest("op", {})).url).toBe(url);
  });
});

test("a parameter's type outside of its schema counts", async () => {
  const list = { schema: undefined, type: "array", items: { type: "integer" } };
  expect(await parameter("query", list, [1, 2])).toBe("v=1&v=2");
  await expect(parameter("query", list, ["x"])).rejects.toThrow("integer");
});

test("a dynamic reference leads to its anchor", async () => {
  const node = { $dynamicAnchor: "node", type: "object", properties: { next: { $dynamicRef: "#node" } } };
  const stated = oneOperation(
    "get",
    "/a",
    { parameters: [{ name: "q", in: "query", schema: { $ref: "#/components/schemas/Node" } }] },
    { components: { schemas: { Node: node } } },
  );
  const { schemas, found } = await read(stated);
  expect(schemas.q).toMatchObject({ $defs: { Node: { properties: { next: { $ref: "#/$defs/Node" } } } } });
  expect(found).toEqual([]);
});

describe("what says nothing is not shown", () => {
  test("a body that can only be an empty object: it is sent where it is required, and may be where it is not", async () => {
    const empty = { type: "object", properties: {}, additionalProperties: false };
    const content = { "application/json": { schema: empty } };
    const { schemas } = await read(oneOperation("post", "/a", { requestBody: { content } }));
    expect(schemas).toEqual({ body: empty });
    expect(await body("application/json", empty, {})).toMatchObject({ text: "{}" });
    expect(await body("application/json", empty, { body: {} })).toMatchObject({ text: "{}" });
  });

  test("uniqueItems of what is no list", async () => {
    const parameters = [
      { name: "one", in: "query", schema: { ...text, uniqueItems: true } },
      { name: "many", in: "query", schema: { type: "array", uniqueItems: true } },
    ];
    const { schemas } = await read(oneOperation("get", "/a", { parameters }));
    expect(schemas).toEqual({ one: text, many: { type: "array", uniqueItems: true } });
  });
});

test("an enum beside type: array is of its items", async () => {
  const schema = { type: "array", nullable: true, items: text, enum: ["identity", "devices", null] };
  const parameters = [{ name: "expand", in: "query", schema }];
  const { schemas, found } = await read(oneOperation("get", "/a", { parameters }));
  expect(schemas.expand).toEqual({
    type: ["array", "null"],
    items: { ...text, enum: ["identity", "devices"] },
  });
  expect(found).toEqual([]);
});

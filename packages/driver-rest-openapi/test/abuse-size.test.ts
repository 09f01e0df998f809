import { gzipSync } from "node:zlib";
import { startCaptureServer } from "@mcs/testkit";
import { afterAll, describe, expect, test } from "vitest";
import { RestDriver } from "../src/index.ts";
import { bounded, boundedText, endWorker } from "./abuse-support.ts";
import { oneOperation, openApi } from "./support.ts";

afterAll(endWorker);

describe("documents that are larger than they look", { timeout: 30_000 }, () => {
  const lines = (first: string, times: number, prefix: string): string[] =>
    Array.from({ length: times }, (_, i) =>
      i === 0 ? `  l0: &l0 ${first}` : `  l${i}: &l${i} ${prefix.replaceAll("%", `*l${i - 1}`)}`,
    );
  const ten = Array(10).fill("%").join(", ");
  const document = (bomb: readonly string[], schema: string): string =>
    [
      "openapi: 3.0.3",
      "info: {title: T, version: '1'}",
      "x-bomb:",
      ...bomb,
      "paths:",
      "  /a:",
      "    post:",
      "      operationId: op",
      "      parameters:",
      `      - {name: q, in: query, schema: ${schema}}`,
      "      requestBody: {content: {application/json: {schema: {type: object, properties: {",
      `        a: ${schema}}}}}}`,
      "      responses: {'200': {description: ok, content: {application/json: {schema:",
      `        ${schema}}}}}`,
    ].join("\n");
  const list = lines("[lol, lol]", 30, `[${ten}]`);
  const map = lines("{k: lol}", 30, `{${Array.from({ length: 10 }, (_, i) => `k${i}: %`).join(", ")}}`);
  const schemas = lines(
    "{type: string}",
    30,
    `{type: object, properties: {${Array.from({ length: 10 }, (_, i) => `p${i}: %`).join(", ")}}}`,
  );
  const unions = lines("{type: string}", 30, `{anyOf: [${ten}]}`);
  const alls = lines("{properties: {a: {}}}", 30, `{allOf: [${ten}]}`);
  const merges = lines("{k: lol}", 30, `{<<: [${ten}], z: 1}`);

  test.each([
    ["in enums", list, "{enum: *l29}"],
    ["in examples", list, "{type: string, example: *l29}"],
    ["in defaults", map, "{type: object, default: *l29}"],
    ["in const", map, "{const: *l29}"],
    ["in schemas", schemas, "*l29"],
    ["in unions", unions, "*l29"],
    ["in allOf", alls, "*l29"],
    ["in merge keys", merges, "{type: object, default: *l29}"],
    ["in descriptions", list, "{type: string, description: *l29}"],
    ["in required", list, "{type: object, required: *l29}"],
    ["in dependentRequired", map, "{type: object, dependentRequired: *l29}"],
  ])("billion laughs %s", async (_, bomb, schema) => {
    const outcome = await boundedText(document(bomb, schema));
    expect(outcome).toMatchObject({ tools: 1, typed: true });
    expect(outcome.told).toBeLessThan(10_000_000);
  });

  const nested = (depth: number, open: string, close: string, inner = "{}"): string =>
    `${open.repeat(depth)}${inner}${close.repeat(depth)}`;
  const withSchema = (schema: string): string =>
    `{"openapi":"3.1.0","paths":{"/a":{"post":{"operationId":"op","parameters":[{"name":"q","in":"query","schema":${schema}}],"requestBody":{"content":{"application/json":{"schema":${schema}}}},"responses":{"200":{"content":{"application/json":{"schema":${schema}}}}}}}}}`;
  test.each([
    ["properties", withSchema(nested(10_000, '{"properties":{"a":', "}}"))],
    ["items", withSchema(nested(10_000, '{"items":', "}"))],
    ["allOf", withSchema(nested(10_000, '{"allOf":[', "]}"))],
    ["anyOf", withSchema(nested(10_000, '{"anyOf":[', "]}"))],
    ["not", withSchema(nested(10_000, '{"not":', "}"))],
    ["a default", withSchema(`{"default":${nested(10_000, "[", "]")}}`)],
    ["an example", withSchema(`{"example":${nested(10_000, '{"a":', "}")}}`)],
    ["an enum", withSchema(`{"enum":${nested(10_000, "[", "]")}}`)],
    ["an extension", `{"openapi":"3.1.0","x-a":${nested(10_000, "[", "]")},"paths":{"/a":{"get":{}}}}`],
    ["YAML in flow style", `openapi: 3.1.0\npaths: {/a: {get: {}}}\nx-a: ${nested(10_000, "[", "]")}`],
    ["YAML in block style", `openapi: 3.1.0\npaths: {/a: {get: {}}}\nx-a:\n  ${"- ".repeat(10_000)}a`],
  ])("10,000 levels deep in %s", async (_, text) => {
    expect(await boundedText(text)).toMatchObject({ typed: true });
  });

  test("GHSA-f897: fifty thousand operations, parameters and properties", async () => {
    const many = Array.from({ length: 50_000 }, (_, i) => i);
    const paths = Object.fromEntries(
      many.map((i) => [`/p${i % 2 === 0 ? "_".repeat(i % 97) : ""}${i}`, { get: {} }]),
    );
    expect((await bounded({ document: openApi(paths) })).tools).toBe(50_000);
    const parameters = many.map((i) => ({ name: `p${i}`, in: "query", schema: {} }));
    const properties = Object.fromEntries(many.map((i) => [`p${i}`, { type: "string" }]));
    const requestBody = { content: { "application/json": { schema: { type: "object", properties } } } };
    expect(
      await bounded({ document: oneOperation("post", "/a", { parameters, requestBody }) }),
    ).toMatchObject({
      tools: 1,
      typed: true,
    });
  });

  test("a gzip bomb in place of a document", async () => {
    const body = gzipSync(Buffer.alloc(200 * 2 ** 20));
    await using server = await startCaptureServer({ headers: { "content-encoding": "gzip" }, body });
    expect((await bounded({ url: server.url })).error).toMatch(/DocumentError/);
  });
});

test("a path item whose reference is no text costs its path, not the document", async () => {
  const document = openApi({ "/odd": { $ref: 7 }, "/fine": { get: { operationId: "fine" } } });
  const driver = new RestDriver({ document });
  expect((await driver.listTools()).map(({ name }) => name)).toEqual(["fine"]);
  expect(await driver.diagnostics()).toMatchObject([{ code: "malformed", pointer: "/paths/~1odd/$ref" }]);
});

import { toolInputSchema } from "@mcs/core";
import { describe, expect, test } from "vitest";
import { RestDriver } from "../src/index.ts";
import { oneOperation, openApi, toolsOf } from "./support.ts";

const json = (schema: object, required = true) => ({
  requestBody: { required, content: { "application/json": { schema } } },
});

describe("parameters", () => {
  test("of the path and of the operation, the operation's replacing the path's", async () => {
    const shared = { name: "q", in: "query", schema: { type: "string" } };
    const own = { name: "q", in: "query", required: true, schema: { type: "integer" } };
    const document = openApi({
      "/a/{id}": {
        parameters: [{ name: "id", in: "path", schema: { type: "string" } }, shared],
        get: { parameters: [own] },
      },
    });
    const [tool] = await toolsOf(document);
    expect(tool?.parameters).toEqual([
      { name: "id", description: "", required: true, schema: { type: "string" } },
      { name: "q", description: "", required: true, schema: { type: "integer" } },
    ]);
  });

  test("beside a path item's reference add to the item's own, and replace them", async () => {
    const path = { name: "id", in: "path", schema: { type: "string" } };
    const tenant = { name: "tenant", in: "query", required: true, schema: { type: "string" } };
    const parameters = [{ ...path, schema: { type: "integer" } }, tenant];
    const pathItems = { P: { parameters: [path], get: { operationId: "op" } } };
    const [tool] = await toolsOf(
      openApi({ "/a/{id}": { $ref: "#/components/pathItems/P", parameters } }, { components: { pathItems } }),
    );
    expect(tool?.parameters).toEqual([
      { name: "id", description: "", required: true, schema: { type: "integer" } },
      { name: "tenant", description: "", required: true, schema: { type: "string" } },
    ]);
  });

  test("beside a path item's reference, when unknown, cost its operations", async () => {
    const driver = new RestDriver({
      document: openApi(
        { "/a": { $ref: "#/components/pathItems/P", parameters: [{ $ref: "#/nowhere" }] } },
        { components: { pathItems: { P: { get: { operationId: "op" } } } } },
      ),
    });
    expect(await driver.listTools()).toEqual([]);
    expect(await driver.diagnostics()).toContainEqual(
      expect.objectContaining({ code: "broken_reference", pointer: "/paths/~1a/parameters/0" }),
    );
  });

  test("one name in several places: the path's keeps it", async () => {
    const parameters = ["path", "query", "header", "cookie"].map((place) => ({
      name: "id",
      in: place,
      schema: { type: "string" },
    }));
    const body = json({ type: "object", properties: { id: { type: "integer" }, other: {} } });
    const [tool] = await toolsOf(oneOperation("post", "/a/{id}", { parameters, ...body }));
    expect(tool?.parameters.map(({ name }) => name)).toEqual([
      "id",
      "id_query",
      "id_header",
      "id_cookie",
      "id_body",
      "other",
    ]);
  });

  test("what the driver adds gives way to the document's names", async () => {
    const schema = { type: "object", properties: { z: { type: "string" } } };
    const content = { "application/json": { schema }, "application/xml": { schema } };
    const parameters = ["contentType", "_fields"].map((name) => ({ name, in: "query", schema: {} }));
    const flat = oneOperation("post", "/a", { parameters, requestBody: { content } });
    const named = (list: readonly { name: string }[] = []): string[] => list.map(({ name }) => name);
    const [tool] = await new RestDriver({ document: flat, projection: true }).listTools();
    expect(named(tool?.parameters)).toEqual([
      "contentType",
      "_fields",
      "z",
      "contentType_choice",
      "_fields_result",
    ]);
    const body = { parameters: [{ name: "body", in: "query", schema: {} }], ...json({ type: "array" }) };
    const [whole] = await toolsOf(oneOperation("post", "/a", body));
    expect(named(whole?.parameters)).toEqual(["body", "body_body"]);
  });

  test("headers that are not the model's are no parameters", async () => {
    const parameters = ["Accept", "content-type", "AUTHORIZATION", "X-Ok"].map((name) => ({
      name,
      in: "header",
      schema: {},
    }));
    const [tool] = await toolsOf(oneOperation("get", "/a", { parameters }));
    expect(tool?.parameters.map(({ name }) => name)).toEqual(["X-Ok"]);
  });

  test("names such as __proto__ and constructor", async () => {
    const properties = JSON.parse(
      '{"__proto__": {"type": "string"}, "constructor": {"type": "string"}}',
    ) as object;
    const [tool] = await toolsOf(oneOperation("post", "/a", json({ type: "object", properties })));
    expect(tool?.parameters.map(({ name }) => name)).toEqual(["__proto__", "constructor"]);
    expect(Object.keys(toolInputSchema(tool as NonNullable<typeof tool>).properties ?? {})).toEqual([
      "__proto__",
      "constructor",
    ]);
  });
});

describe("bodies", () => {
  test("a flat object becomes parameters, read-only ones left out", async () => {
    const schema = {
      type: "object",
      required: ["id", "name"],
      properties: {
        id: { type: "integer", readOnly: true },
        name: { type: "string", description: "What it is called" },
        tag: { type: "string", nullable: true },
      },
    };
    const [tool] = await toolsOf(oneOperation("post", "/a", json(schema)));
    expect(tool?.parameters).toEqual([
      { name: "name", description: "What it is called", required: true, schema: { type: "string" } },
      { name: "tag", description: "", required: false, schema: { type: ["string", "null"] } },
    ]);
  });

  test("of a body that may be left out nothing is required", async () => {
    const [tool] = await toolsOf(
      oneOperation("post", "/a", json({ type: "object", required: ["a"], properties: { a: {} } }, false)),
    );
    expect(tool?.parameters[0]?.required).toBe(false);
  });

  test("allOf is one object", async () => {
    const components = {
      schemas: { Base: { type: "object", required: ["a"], properties: { a: { type: "string" } } } },
    };
    const schema = {
      allOf: [
        { $ref: "#/components/schemas/Base" },
        { type: "object", properties: { b: { type: "integer" } } },
      ],
    };
    const [tool] = await toolsOf(oneOperation("post", "/a", json(schema), { components }));
    expect(tool?.parameters.map(({ name, required }) => [name, required])).toEqual([
      ["a", true],
      ["b", false],
    ]);
  });

  test.each([
    ["a list", { type: "array", items: { type: "string" } }],
    ["a union", { oneOf: [{ type: "object", properties: { a: {} } }, { type: "string" }] }],
    [
      "an object with free keys",
      { type: "object", properties: { a: {} }, additionalProperties: { type: "string" } },
    ],
  ])("%s is the parameter body", async (_, schema) => {
    const [tool] = await toolsOf(oneOperation("post", "/a", json(schema)));
    expect(tool?.parameters.map(({ name, required }) => [name, required])).toEqual([["body", true]]);
  });
});

describe("schemas of OpenAPI 3.0 and 2.0 as JSON Schema 2020-12", () => {
  test.each([
    [
      { type: "string", nullable: true, enum: ["a"] },
      { type: ["string", "null"], enum: ["a", null] },
    ],
    [
      { type: "integer", minimum: 1, exclusiveMinimum: true },
      { type: "integer", exclusiveMinimum: 1 },
    ],
    [
      { type: "number", maximum: 5, exclusiveMaximum: false },
      { type: "number", maximum: 5 },
    ],
    [
      { type: "string", example: "x", xml: {}, externalDocs: {}, "x-a": 1 },
      { type: "string", examples: ["x"] },
    ],
    [
      { type: "object", required: true, properties: { a: { type: "int" } } },
      { type: "object", properties: { a: { type: "integer" } } },
    ],
    [{ oneOf: [{ type: "string" }], nullable: true }, { oneOf: [{ type: "string" }, { type: "null" }] }],
    [
      { $ref: "#/components/schemas/S", nullable: true },
      { anyOf: [{ $ref: "#/$defs/S" }, { type: "null" }], $defs: { S: { type: "string" } } },
    ],
    [
      { type: "array", items: [{ type: "string" }] },
      { type: "array", items: { type: "string" } },
    ],
    [{ type: "string", minLength: "3" }, { type: "string" }],
  ])("%j", async (schema, expected) => {
    const parameters = [{ name: "p", in: "query", schema }];
    const [tool] = await toolsOf(
      oneOperation("get", "/a", { parameters }, { components: { schemas: { S: { type: "string" } } } }),
    );
    expect(tool?.parameters[0]?.schema).toEqual(expected);
  });
});

describe("examples beside a parameter's schema are in it", () => {
  const schema = { type: "string" };
  test.each<[object, object]>([
    [{ example: "x" }, { type: "string", examples: ["x"] }],
    [{ examples: { a: { value: "x" }, b: { dataValue: "y" } } }, { type: "string", examples: ["x", "y"] }],
    [
      { example: "x", schema: { type: "string", example: "own" } },
      { type: "string", examples: ["own"] },
    ],
    [{ example: { deep: { er: [1] } } }, { type: "string" }],
    [{ schema: undefined, example: 7 }, { examples: [7] }],
  ])("%j", async (stated, expected) => {
    const parameters = [{ name: "p", in: "query", schema, ...stated }];
    const [tool] = await toolsOf(oneOperation("get", "/a", { parameters }));
    expect(tool?.parameters[0]?.schema).toEqual(expected);
  });
});

import { toolInputSchema } from "@mcs/core";
import { describe, expect, test } from "vitest";
import { RestDriver } from "../src/index.ts";
import { oneOperation, openApi } from "./support.ts";

const toolsOf = (document: object) => new RestDriver({ document }).listTools();
const namesOf = async (document: object) => (await toolsOf(document)).map(({ name }) => name);
const json = (schema: object, required = true) => ({
  requestBody: { required, content: { "application/json": { schema } } },
});

describe("names", () => {
  test("a valid operationId is kept", async () => {
    expect(await namesOf(openApi({ "/a": { get: { operationId: "Get_a-1" } } }))).toEqual(["Get_a-1"]);
  });

  test("what a name cannot hold becomes an underscore; without an id method and path make one", async () => {
    const document = openApi({
      "/repos/{owner}": { get: { operationId: "repos/get" }, delete: {} },
      "/1st": { get: { operationId: "1st thing" } },
    });
    expect(await namesOf(document)).toEqual(["repos_get", "delete_repos_owner", "_1st_thing"]);
  });

  test("an id that is taken does not take another operation's own", async () => {
    const document = openApi({
      "/x": { get: { operationId: "a/b" }, put: { operationId: "a_b" } },
      "/y": { get: { operationId: "a_b" } },
    });
    expect(await namesOf(document)).toEqual([expect.stringMatching(/^a_b_[0-9a-z]{7}$/), "a_b", "get_y"]);
  });

  test("long names are cut and told apart by a hash, the same in every document", async () => {
    const long = "x".repeat(80);
    const small = await namesOf(openApi({ "/b": { get: { operationId: `${long}b` } } }));
    const large = await namesOf(
      openApi({ "/a": { get: { operationId: `${long}a` } }, "/b": { get: { operationId: `${long}b` } } }),
    );
    expect(new Set(large).size).toBe(2);
    expect(large[1]).toBe(small[0]);
    for (const name of large) expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_-]{0,63}$/);
  });
});

describe("what a tool says of itself", () => {
  test("title and description, one filled from the other", async () => {
    const [both, title, none] = await toolsOf(
      openApi({
        "/a": { get: { summary: "List", description: "Lists all." }, put: { summary: "Put" }, post: {} },
      }),
    );
    expect(both).toMatchObject({ title: "List", description: "Lists all." });
    expect(title).toMatchObject({ title: "Put", description: "Put" });
    expect(none).toMatchObject({ title: "POST /a", description: "POST /a" });
  });

  test("annotations by method, and where it comes from", async () => {
    const tools = await toolsOf(
      openApi({ "/a": { get: {}, put: {}, post: {}, delete: { deprecated: true } } }),
    );
    expect(tools.map(({ annotations }) => annotations)).toEqual([
      { readOnly: true, destructive: false, idempotent: true },
      { readOnly: false, destructive: true, idempotent: true },
      { readOnly: false, idempotent: false },
      { readOnly: false, destructive: true, idempotent: true },
    ]);
    expect(tools[3]?.origin).toEqual({ method: "DELETE", path: "/a" });
    expect(tools[3]?.description).toMatch(/^\(deprecated\)/);
  });

  test("the schema of its result", async () => {
    const responses = {
      200: {
        description: "ok",
        content: {
          "application/json": { schema: { type: "array", items: { $ref: "#/components/schemas/P" } } },
        },
      },
    };
    const components = {
      schemas: {
        P: {
          type: "object",
          properties: { id: { type: "integer" }, secret: { type: "string", writeOnly: true } },
        },
      },
    };
    const [tool] = await toolsOf(oneOperation("get", "/p", { responses }, { components }));
    expect(tool?.outputSchema).toEqual({
      type: "array",
      items: { $ref: "#/$defs/P" },
      $defs: { P: { type: "object", properties: { id: { type: "integer" } } } },
    });
  });
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

test("other methods are sent as they are written, and promise nothing", async () => {
  const additionalOperations = { copy: { operationId: "copy" }, constructor: { operationId: "odd" } };
  const document = openApi({ "/a": { additionalOperations } }, { openapi: "3.2.0" });
  const driver = new RestDriver({ document, serverUrl: "http://api.test" });
  for (const { name, origin, annotations } of await driver.listTools()) {
    expect(annotations).toEqual({ readOnly: false, idempotent: false });
    expect((await driver.prepareRequest(name, {})).method).toBe(origin?.method);
  }
  expect((await driver.listTools()).map(({ origin }) => origin?.method)).toEqual(["copy", "constructor"]);
});

test("the schema of a result is that of its JSON, or of the XML that is read by it", async () => {
  const [text, number] = [{ type: "string" }, { type: "number" }];
  const outputOf = async (content: object): Promise<unknown> =>
    (await toolsOf(oneOperation("get", "/a", { responses: { 200: { content } } })))[0]?.outputSchema;
  const both = { "application/xml": { schema: number }, "application/json": { schema: text } };
  expect(await outputOf(both)).toEqual(text);
  expect(await outputOf({ "application/xml": { schema: number } })).toEqual(number);
  expect(await outputOf({ "image/png": { schema: text } })).toBe(true);
});

describe("a body of which the document says too little", () => {
  test.each([
    ["no media types", { required: true }],
    ["none of them", { required: true, content: {} }],
    ["a list of them", { required: true, content: ["application/json"] }],
  ])("%s: any value is taken and sent as JSON, and that is reported", async (_, requestBody) => {
    const driver = new RestDriver({
      document: oneOperation("post", "/a", { requestBody }),
      serverUrl: "http://api.test",
    });
    const { body, headers } = await driver.prepareRequest("op", { body: { x: 1 } });
    expect([body, headers["content-type"]]).toEqual(['{"x":1}', "application/json"]);
    expect(await driver.diagnostics()).toContainEqual(
      expect.objectContaining({ code: "malformed", pointer: "/paths/~1a/post/requestBody" }),
    );
  });

  test("no object at all: there is none, and that is reported", async () => {
    const driver = new RestDriver({ document: oneOperation("post", "/a", { requestBody: [{ x: 1 }] }) });
    expect((await driver.listTools())[0]?.parameters).toEqual([]);
    expect(await driver.diagnostics()).toContainEqual(
      expect.objectContaining({ severity: "error", pointer: "/paths/~1a/post/requestBody" }),
    );
  });
});

describe("an enum whose values are not of its type", () => {
  test.each<[string, object, unknown]>([
    ["numbers as text", { type: "string", enum: [1, 2.5, true, "x"] }, ["1", "2.5", "true", "x"]],
    ["text as numbers", { type: "integer", enum: ["1", "2"] }, [1, 2]],
    ["text as a switch", { type: "boolean", enum: ["true"] }, [true]],
    ["with null", { type: "string", nullable: true, enum: ["a", null] }, ["a", null]],
    ["null alone", { type: "string", nullable: true, enum: [null] }, [null]],
    ["several types", { type: ["string", "integer"], enum: ["1", 1] }, ["1", 1]],
    ["no values", { type: "string", enum: [] }, undefined],
    ["values of a list's items", { type: "array", items: { type: "string" }, enum: ["a"] }, undefined],
  ])("%s", async (_, schema, expected) => {
    const document = oneOperation("get", "/a", { parameters: [{ name: "q", in: "query", schema }] });
    const driver = new RestDriver({ document, serverUrl: "http://api.test" });
    const [tool] = await driver.listTools();
    const shown = tool?.parameters[0]?.schema ?? true;
    expect(typeof shown === "object" && shown.enum).toEqual(expected);
    const reported = (await driver.diagnostics()).map(({ pointer }) => pointer);
    expect(reported).toEqual(expected === undefined ? ["/paths/~1a/get/parameters/0/schema/enum"] : []);
  });
});

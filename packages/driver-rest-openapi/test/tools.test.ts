import { describe, expect, test } from "vitest";
import { RestDriver } from "../src/index.ts";
import { oneOperation, openApi, toolsOf } from "./support.ts";

const namesIn = async (document: object) => (await toolsOf(document)).map(({ name }) => name);

describe("names", () => {
  test("a valid operationId is kept", async () => {
    expect(await namesIn(openApi({ "/a": { get: { operationId: "Get_a-1" } } }))).toEqual(["Get_a-1"]);
  });

  test("what a name cannot hold becomes an underscore; without an id method and path make one", async () => {
    const document = openApi({
      "/repos/{owner}": { get: { operationId: "repos/get" }, delete: {} },
      "/1st": { get: { operationId: "1st thing" } },
    });
    expect(await namesIn(document)).toEqual(["repos_get", "delete_repos_owner", "_1st_thing"]);
  });

  test("an id that is taken does not take another operation's own", async () => {
    const document = openApi({
      "/x": { get: { operationId: "a/b" }, put: { operationId: "a_b" } },
      "/y": { get: { operationId: "a_b" } },
    });
    expect(await namesIn(document)).toEqual([expect.stringMatching(/^a_b_[0-9a-z]{7}$/), "a_b", "get_y"]);
  });

  test("long names are cut and told apart by a hash, the same in every document", async () => {
    const long = "x".repeat(80);
    const small = await namesIn(openApi({ "/b": { get: { operationId: `${long}b` } } }));
    const large = await namesIn(
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
    [
      "items of several kinds",
      { type: "array", items: { anyOf: [{ type: "integer" }] }, enum: ["a"] },
      undefined,
    ],
    ["what no item of a list can be", { type: "array", items: { type: "integer" }, enum: ["a"] }, undefined],
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

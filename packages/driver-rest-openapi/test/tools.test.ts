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

import { InvalidArgumentsError, Media } from "@mcs/core";
import { describe, expect, test } from "vitest";
import { RestDriver } from "../src/index.ts";
import { oneOperation } from "./support.ts";
import { body, objectOf, written } from "./wire-support.ts";

const text = { type: "string" };
const cat = objectOf({ hunts: { type: "boolean" } });
const dog = objectOf({ barks: { type: "boolean" } });

/** The schema that the body is shown with. */
async function shown(schema: object): Promise<unknown> {
  const requestBody = { content: { "application/json": { schema } } };
  const driver = new RestDriver({ document: oneOperation("post", "/p", { requestBody }) });
  const [tool] = await driver.listTools();
  return tool?.parameters.find(({ name }) => name === "body")?.schema;
}

describe("alternatives that swallow one another may be any of them, because none could be called", () => {
  const kind = (value: string): object => ({ type: "string", enum: [value] });
  test.each<[string, object[]]>([
    ["objects without required properties", [cat, dog]],
    ["the same twice", [text, text]],
    ["a text, and a text of a certain form", [text, { type: "string", format: "uuid" }]],
    ["anything, and a number", [{}, { type: "number" }]],
    ["a number, and a whole number", [{ type: "integer" }, { type: "number" }]],
    ["lists of such", [{ type: "array", items: text }, { type: "array" }]],
    [
      "one that requires more than the other",
      [cat, objectOf({ barks: {}, hunts: { type: "boolean" } }, { required: ["barks"] })],
    ],
  ])("%s", async (_, oneOf) => {
    expect(await shown({ oneOf })).toHaveProperty("anyOf");
  });

  test.each<[string, object[]]>([
    ["other types", [text, { type: "number" }, { type: "array", items: text }]],
    ["other constants", [kind("a"), kind("b")]],
    [
      "a kind of their own",
      [
        objectOf({ kind: kind("a") }, { required: ["kind"] }),
        objectOf({ kind: kind("b") }, { required: ["kind"] }),
      ],
    ],
    [
      "objects that forbid what they do not list",
      [cat, dog].map((one) => ({ ...one, additionalProperties: false })),
    ],
    ["nothing but what is required", [{ required: ["hunts"] }, { required: ["barks"] }]],
    [
      "other required properties of the same object",
      ["hunts", "barks"].map((name) => ({ ...objectOf({ hunts: {}, barks: {} }), required: [name] })),
    ],
    [
      "other required properties",
      [
        { ...cat, required: ["hunts"] },
        { ...dog, required: ["barks"] },
      ],
    ],
  ])("what differs stays one of them: %s", async (_, oneOf) => {
    expect(await shown({ oneOf })).toHaveProperty("oneOf");
  });

  test("a call that is made for one of them is sent", async () => {
    const sent = await body("application/json", { oneOf: [cat, dog] }, { body: { hunts: true } });
    expect(sent.text).toBe('{"hunts":true}');
  });
});

describe("a body and its media type belong together", () => {
  const content = {
    "application/json": { schema: { oneOf: [{ type: "integer" }, { type: "array" }] } },
    "multipart/form-data": { schema: objectOf({ file: { type: "string", format: "binary" } }) },
    "text/plain": { schema: text },
    "application/octet-stream": {},
  };
  const document = oneOperation("post", "/p", { requestBody: { required: true, content } });
  const type = async (args: Record<string, unknown>): Promise<string | undefined> =>
    (await written(document, args)).headers["content-type"]?.split(";", 1)[0];

  test("without a choice it is the first that takes the body", async () => {
    expect(await type({ body: [1] })).toBe("application/json");
    expect(await type({ body: { file: "a" } })).toBe("multipart/form-data");
    expect(await type({ body: "a" })).toBe("text/plain");
    expect(await type({ body: new Media({ type: "image/png", bytes: new Uint8Array([1]) }) })).toBe(
      "application/octet-stream",
    );
  });

  test("a patch that is described as an object is no JSON Patch, which is a list", async () => {
    const patchOf = async (schema: object, args: object): Promise<string | undefined> => {
      const types = ["application/json-patch+json", "application/merge-patch+json"];
      const content = Object.fromEntries(types.map((name) => [name, { schema }]));
      const requestBody = { required: true, content };
      const sent = await written(oneOperation("patch", "/p", { requestBody }), { ...args });
      return sent.headers["content-type"];
    };
    const merge = "application/merge-patch+json";
    expect(await patchOf({ type: "object" }, { body: { a: 1 } })).toBe(merge);
    const list = { type: "array", items: {} };
    expect(await patchOf(list, { body: [] })).toBe("application/json-patch+json");
    const chosen = { body: {}, contentType: "application/json-patch+json" };
    expect(await patchOf({ type: "object" }, chosen)).toBe("application/json-patch+json");
  });

  test("a choice that takes it is used, and one that does not is an error that says so", async () => {
    expect(await type({ body: "a", contentType: "application/octet-stream" })).toBe(
      "application/octet-stream",
    );
    const refused = written(document, { body: "a", contentType: "multipart/form-data" });
    await expect(refused).rejects.toThrow(InvalidArgumentsError);
    await expect(refused).rejects.toThrow(/"body" should be an object.*\(as multipart\/form-data\)/);
  });

  test.each<[string, string, unknown]>([
    ["multipart/form-data", "a text", "a"],
    ["multipart/form-data", "a number", 7],
    ["multipart/form-data", "null", null],
    ["application/x-www-form-urlencoded", "a list", [1]],
    ["application/x-www-form-urlencoded", "a number", 7],
    [
      "application/x-www-form-urlencoded",
      "a file",
      new Media({ type: "text/plain", bytes: new Uint8Array([65]) }),
    ],
    ["multipart/form-data", "a file", new Media({ type: "text/plain", bytes: new Uint8Array([65]) })],
  ])("what has no fields is no %s, and not sent as an empty one: %s", async (mediaType, _, value) => {
    await expect(body(mediaType, {}, { body: value })).rejects.toThrow(InvalidArgumentsError);
  });
});

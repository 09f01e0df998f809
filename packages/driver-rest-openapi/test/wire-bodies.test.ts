import { strict as assert } from "node:assert";
import { Media } from "@mcs/core";
import { describe, test } from "vitest";
import { RestDriver } from "../src/index.ts";
import { oneOperation } from "./support.ts";
import { bytes, dataUrl, image, raw } from "./wire-bytes.ts";
import { body, objectOf, written } from "./wire-support.ts";

describe("application/x-www-form-urlencoded", () => {
  const form = "application/x-www-form-urlencoded";
  const rows: ReadonlyArray<
    readonly [title: string, args: Record<string, unknown>, encoding: object, expected: string]
  > = [
    ["scalars", { a: "x y&z", b: 1, c: true, d: "" }, {}, "a=x+y%26z&b=1&c=true&d="],
    ["null and empty lists are left out", { a: null, b: [], c: 1 }, {}, "c=1"],
    ["lists repeat their name", { a: ["x", "y"] }, {}, "a=x&a=y"],
    [
      "structures are JSON, each item of a list on its own",
      { a: { b: [1] }, c: [{ d: 1 }, { d: 2 }] },
      {},
      "a=%7B%22b%22%3A%5B1%5D%7D&c=%7B%22d%22%3A1%7D&c=%7B%22d%22%3A2%7D",
    ],
    ["an explode of false", { a: ["x", "y,z"] }, { a: { explode: false } }, "a=x,y%2Cz"],
    ["a style", { a: ["x", "y"] }, { a: { style: "pipeDelimited" } }, "a=x%7Cy"],
    ["an exploded object", { a: { b: 1, c: 2 } }, { a: { style: "form" } }, "b=1&c=2"],
    [
      "deep objects as payment APIs have them",
      { a: { b: { c: "d" }, e: [{ f: 1 }], g: true } },
      { a: { style: "deepObject", explode: true } },
      "a%5Bb%5D%5Bc%5D=d&a%5Be%5D%5B0%5D%5Bf%5D=1&a%5Bg%5D=true",
    ],
    ["a deep list", { a: ["x", "y"] }, { a: { style: "deepObject" } }, "a%5B0%5D=x&a%5B1%5D=y"],
    ["allowReserved", { a: "x/y?z&w" }, { a: { allowReserved: true } }, "a=x/y?z%26w"],
    [
      "JSON by its content type",
      { a: "x", b: '{"c":1}' },
      { a: { contentType: "application/json" }, b: { contentType: "application/json" } },
      "a=%22x%22&b=%7B%22c%22%3A1%7D",
    ],
    [
      "a style goes before a content type",
      { a: { b: 1 } },
      { a: { style: "form", contentType: "application/json" } },
      "b=1",
    ],
  ];
  for (const [title, args, encoding, expected] of rows) {
    test(title, async () => {
      const properties = Object.fromEntries(Object.keys(args).map((name) => [name, {}]));
      assert.deepEqual(await body(form, objectOf(properties), args, { encoding }), {
        type: form,
        text: expected,
      });
    });
  }

  test("without a style, the examples of OpenAPI 3.2.0: spaces are plus signs", async () => {
    const id = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6";
    const address = { streetAddress: "123 Example Dr.", city: "Somewhere", state: "CA", zip: "99999+1234" };
    const { text } = await body(form, objectOf({ id: { type: "string" }, address: objectOf({}) }), {
      id,
      address,
    });
    assert.equal(
      text,
      `id=${id}&address=%7B%22streetAddress%22%3A%22123+Example+Dr.%22%2C%22city%22%3A%22Somewhere%22%2C%22state%22%3A%22CA%22%2C%22zip%22%3A%2299999%2B1234%22%7D`,
    );
    const content = { [form]: { schema: objectOf({ foo: {}, bar: {} }) } };
    const parameters = [{ in: "querystring", name: "q", content }];
    const document = oneOperation("get", "/p", { parameters }, { openapi: "3.2.0" });
    assert.equal((await written(document, { q: { foo: "a + b", bar: true } })).query, "foo=a+%2B+b&bar=true");
    const styled = { encoding: { a: { style: "form" } } };
    assert.equal((await body(form, objectOf({ a: {} }), { a: "x y" }, styled)).text, "a=x%20y");
  });

  test("a structure is written in the content type that the document names", async () => {
    const schema = objectOf({ u: objectOf({ a: { type: "string" } }, { xml: { name: "user" } }) });
    const xml = { encoding: { u: { contentType: "application/xml" } } };
    const fields = new URLSearchParams((await body(form, schema, { u: { a: "1" } }, xml)).text);
    assert.equal(fields.get("u"), '<?xml version="1.0" encoding="UTF-8"?>\n<user><a>1</a></user>');
    const inner = { encoding: { u: { contentType: form } } };
    assert.equal((await body(form, schema, { u: { a: "x y" } }, inner)).text, "u=a%3Dx%2By");
    const parts = { encoding: { u: { contentType: "multipart/form-data" } } };
    await assert.rejects(body(form, schema, { u: { a: "1" } }, parts), /as a field of a form has to be/);
  });

  test("an encoding named like a property of every object is found only where it is", async () => {
    assert.equal(
      (await body(form, objectOf({ constructor: {}, a: {} }), { constructor: "x", a: 1 })).text,
      "constructor=x&a=1",
    );
  });
});

describe("bytes", () => {
  test.each([
    ["application/octet-stream", image, "application/octet-stream"],
    ["application/octet-stream", dataUrl, "application/octet-stream"],
    ["application/pdf", image, "application/pdf"],
    ["image/*", image, "image/jpeg"],
    ["*/*", image, "image/jpeg"],
  ])("%s of %j", async (mediaType, value, type) => {
    assert.deepEqual(await body(mediaType, {}, { body: value }), { type, text: raw });
  });

  test("a text for bytes is its own bytes, and a table in text may be a file", async () => {
    assert.deepEqual(await body("application/octet-stream", {}, { body: "hello" }), {
      type: "application/octet-stream",
      text: "hello",
    });
    assert.deepEqual(await body("text/csv", { type: "string" }, { body: "data:text/csv,a%2Cb" }), {
      type: "text/csv",
      text: "a,b",
    });
  });

  test("bytes in JSON are base64: media anywhere, data URLs where the schema asks for bytes", async () => {
    const schema = objectOf({
      raw: { type: "string", format: "byte" },
      safe: { contentEncoding: "base64url" },
      url: { type: "string", format: "uri" },
      text: { type: "string" },
      list: { items: { format: "byte" } },
    });
    const odd = new Media({ type: "image/x", bytes: Uint8Array.of(0xfb, 0xff) });
    const { text } = await body("application/json", schema, {
      raw: dataUrl,
      safe: odd,
      url: odd,
      text: dataUrl,
      list: ["data:,hi"],
    });
    assert.deepEqual(JSON.parse(text), {
      raw: Buffer.from(bytes).toString("base64"),
      safe: "-_8",
      url: "data:image/x;base64,+/8=",
      text: dataUrl,
      list: ["aGk="],
    });
  });

  test("a reference that nobody reads is refused by name", async () => {
    const media = new Media({ type: "image/png", ref: "a.png" });
    await assert.rejects(
      body("application/octet-stream", {}, { body: media }),
      /argument "body" is a reference to a file that was not read/,
    );
    await assert.rejects(
      body("application/json", objectOf({ f: {} }), { f: media }),
      /argument "f" is a reference/,
    );
  });
});

describe("text, YAML and JSON in sequence", () => {
  test.each([
    ["text/plain", "gr\u00fcn \u2603", Buffer.from("gr\u00fcn \u2603")],
    ["text/plain; charset=UTF-8", "gr\u00fcn \u2603", Buffer.from("gr\u00fcn \u2603")],
    ["text/plain; charset=iso-8859-1", "gr\u00fcn", Buffer.from("gr\u00fcn", "latin1")],
    ["text/csv; charset=utf-16", "a\u2603", Buffer.from([0xfe, 0xff, 0, 0x61, 0x26, 0x03])],
    ["text/plain; charset=shift_jis", "plain", Buffer.from("plain")],
  ])("text is written in the charset that the document names: %s", async (type, text, expected) => {
    const requestBody = { required: true, content: { [type]: { schema: { type: "string" } } } };
    const driver = new RestDriver({
      document: oneOperation("post", "/p", { requestBody }),
      serverUrl: "http://api.test",
    });
    const sent = await driver.prepareRequest("op", { body: text });
    assert.equal(sent.headers["content-type"], type);
    assert.deepEqual(Buffer.from(sent.body ?? ""), expected);
  });

  test("what that charset does not have is refused", async () => {
    const sent = body("text/plain; charset=iso-8859-1", { type: "string" }, { body: "\u2603" });
    await assert.rejects(sent, /cannot be written in iso-8859-1/);
  });

  test("XML declares the charset that it is written in", async () => {
    const schema = objectOf({ a: { type: "string" } }, { xml: { name: "r" } });
    const { text } = await body("application/xml; charset=iso-8859-1", schema, { a: "gr\u00fcn" });
    assert.equal(text, '<?xml version="1.0" encoding="ISO-8859-1"?>\n<r><a>gr\u00fcn</a></r>');
  });

  test("an array is a server-sent event for each item", async () => {
    const events = [
      { event: "add", data: "two\nlines", retry: 5, id: "1" },
      { event: "addJson", data: { foo: 42 } },
      { data: "x", more: true },
    ];
    assert.deepEqual(await body("text/event-stream", { type: "array" }, { body: events }), {
      type: "text/event-stream",
      text: 'event: add\ndata: two\ndata: lines\nretry: 5\nid: 1\n\nevent: addJson\ndata: {"foo":42}\n\ndata: {"data":"x","more":true}\n\n',
    });
    const one = await body("text/event-stream", { type: "object" }, { body: { data: "a,b" } });
    assert.equal(one.text, "data: a,b\n\n");
    const split = body("text/event-stream", {}, { body: [{ event: "a\ndata: b" }] });
    await assert.rejects(split, /holds a line break in the field event/);
  });

  test("all JSON is YAML", async () => {
    assert.deepEqual(await body("application/yaml", objectOf({ a: {} }), { a: [1, null] }), {
      type: "application/yaml",
      text: '{"a":[1,null]}',
    });
    assert.equal((await body("text/yaml", { type: "string" }, { body: "a: 1\n" })).text, "a: 1\n");
  });

  test("an array is a line for each item", async () => {
    for (const type of ["application/x-ndjson", "application/jsonl", "application/json-lines"]) {
      assert.deepEqual(await body(type, { type: "array" }, { body: [{ a: 1 }, "x\n", null] }), {
        type,
        text: '{"a":1}\n"x\\n"\nnull\n',
      });
    }
  });

  test("or a record for each item", async () => {
    assert.equal(
      (await body("application/json-seq", { type: "array" }, { body: [1, 2] })).text,
      "\u001e1\n\u001e2\n",
    );
  });

  test("items are described by OpenAPI 3.2's itemSchema", async () => {
    const requestBody = {
      required: true,
      content: { "application/jsonl": { itemSchema: { type: "integer" } } },
    };
    const document = oneOperation("post", "/p", { requestBody });
    assert.equal((await written(document, { body: [1, 2] })).body, "1\n2\n");
    await assert.rejects(written(document, { body: ["x"] }), /should be an integer/);
  });
});

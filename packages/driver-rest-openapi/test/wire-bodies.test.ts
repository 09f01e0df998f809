import { strict as assert } from "node:assert";
import { Media } from "@mcs/core";
import { describe, test } from "vitest";
import { RestDriver } from "../src/index.ts";
import { oneOperation } from "./support.ts";
import { body, objectOf, written } from "./wire-support.ts";

const bytes = Uint8Array.of(0xff, 0xd8, 0x00, 0x0d, 0x0a);
const raw = Buffer.from(bytes).toString("latin1");
const image = new Media({ type: "image/jpeg", name: "a.jpg", bytes });
const dataUrl = `data:image/jpeg;name=a.jpg;base64,${Buffer.from(bytes).toString("base64")}`;
const binary = { type: "string", format: "binary" };

/** The parts of a multipart body: what stands before the empty line, and what after it. */
function partsOf({
  type = "",
  text,
}: {
  readonly type: string | undefined;
  readonly text: string;
}): Array<{ head: string; content: string }> {
  const boundary = /boundary=(.+)$/.exec(type)?.[1] ?? "";
  const parts = text.split(`--${boundary}`);
  assert.equal(parts.shift(), "");
  assert.equal(parts.pop(), "--\r\n");
  return parts.map((part) => {
    const [head = "", ...rest] = part.replace(/^\r\n/, "").replace(/\r\n$/, "").split("\r\n\r\n");
    return { head: head.replace(/^\r\n/, ""), content: rest.join("\r\n\r\n") };
  });
}

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

describe("multipart/form-data", () => {
  const multipart = async (properties: object, args: Record<string, unknown>, encoding: object = {}) =>
    partsOf(await body("multipart/form-data", objectOf(properties), args, { encoding }));

  test("files, as media and as data URLs, keep name, type and every byte", async () => {
    for (const file of [image, dataUrl]) {
      assert.deepEqual(await multipart({ file: binary }, { file }), [
        {
          head: 'Content-Disposition: form-data; name="file"; filename="a.jpg"\r\nContent-Type: image/jpeg',
          content: raw,
        },
      ]);
    }
  });

  test("text for a file is a file", async () => {
    assert.deepEqual(await multipart({ file: binary }, { file: "a,b\n1,2" }), [
      {
        head: 'Content-Disposition: form-data; name="file"; filename="file"\r\nContent-Type: application/octet-stream',
        content: "a,b\n1,2",
      },
    ]);
  });

  test("lists of files, a part each; a file that may be null", async () => {
    const parts = await multipart(
      { files: { type: "array", items: binary }, one: { anyOf: [binary, { type: "null" }] } },
      { files: [image, "data:text/plain,hi"], one: dataUrl },
    );
    assert.deepEqual(
      parts.map(({ head }) => head.split("\r\n")),
      [
        ['Content-Disposition: form-data; name="files"; filename="a.jpg"', "Content-Type: image/jpeg"],
        ['Content-Disposition: form-data; name="files"; filename="files"', "Content-Type: text/plain"],
        ['Content-Disposition: form-data; name="one"; filename="a.jpg"', "Content-Type: image/jpeg"],
      ],
    );
  });

  test("scalars are text, structures are JSON, null is nothing", async () => {
    const parts = await multipart(
      { a: {}, b: {}, c: {}, d: {}, e: {} },
      { a: "ü", b: 1, c: { d: [true] }, d: [1, { e: 2 }], e: null },
    );
    assert.deepEqual(parts, [
      { head: 'Content-Disposition: form-data; name="a"', content: Buffer.from("ü").toString("latin1") },
      { head: 'Content-Disposition: form-data; name="b"', content: "1" },
      {
        head: 'Content-Disposition: form-data; name="c"\r\nContent-Type: application/json',
        content: '{"d":[true]}',
      },
      { head: 'Content-Disposition: form-data; name="d"', content: "1" },
      {
        head: 'Content-Disposition: form-data; name="d"\r\nContent-Type: application/json',
        content: '{"e":2}',
      },
    ]);
  });

  test("a text that looks like a data URL stays text where the schema says text", async () => {
    assert.deepEqual(await multipart({ url: { type: "string" } }, { url: "data:,x" }), [
      { head: 'Content-Disposition: form-data; name="url"', content: "data:,x" },
    ]);
  });

  test("content types: one, a list, a range, and one with parameters", async () => {
    const types = async (contentType: string, value: unknown): Promise<string | undefined> => {
      const [part] = await multipart({ f: {} }, { f: value }, { f: { contentType } });
      return /Content-Type: (.*)/.exec(part?.head ?? "")?.[1];
    };
    assert.equal(await types("image/png, image/jpeg", image), "image/jpeg");
    assert.equal(await types("image/png, image/gif", image), "image/png");
    assert.equal(await types("image/*", image), "image/jpeg");
    assert.equal(await types("application/pdf", image), "application/pdf");
    assert.equal(await types("application/json; charset=utf-8", { a: 1 }), "application/json; charset=utf-8");
    assert.equal(await types("text/csv", "a,b"), "text/csv");
    assert.equal(await types("*/*", "x"), undefined);
  });

  test("a style beside a file means nothing", async () => {
    const encoding = {
      one: { style: "form" },
      many: { style: "form" },
      meta: { contentType: "application/json" },
    };
    const parts = await multipart(
      { one: binary, many: { type: "array", items: binary }, meta: {} },
      { one: image, many: [dataUrl], meta: { thumbnail: image } },
      encoding,
    );
    assert.deepEqual(
      parts.map(({ content }) => content),
      [raw, raw, `{"thumbnail":"${Buffer.from(bytes).toString("base64")}"}`],
    );
  });

  test("a part in XML, written by its schema", async () => {
    const meta = {
      ...objectOf({ id: { type: "integer", xml: { attribute: true } } }),
      xml: { name: "meta" },
    };
    const [part] = await multipart({ m: meta }, { m: { id: 7 } }, { m: { contentType: "application/xml" } });
    assert.equal(part?.content, '<?xml version="1.0" encoding="UTF-8"?>\n<meta id="7"/>');
  });

  test("styles, without percent-encoding", async () => {
    const parts = await multipart(
      { a: {}, b: {} },
      { a: { R: "x y", G: [1] }, b: ["x&y", "z"] },
      { a: { style: "deepObject", explode: true }, b: { style: "pipeDelimited" } },
    );
    assert.deepEqual(
      parts.map(({ head, content }) => [/name="(.*?)"/.exec(head)?.[1], content]),
      [
        ["a[R]", "x y"],
        ["a[G][0]", "1"],
        ["b", "x&y|z"],
      ],
    );
  });

  test("headers of parts: what the document gives, and what the caller gives instead", async () => {
    const headers = {
      "X-Const": { schema: { const: "c" } },
      "X-Default": { schema: { type: "integer", default: 5 } },
      "X-Example": { schema: { type: "string" }, example: "e" },
      "X-Asked": { required: true, schema: { type: "string" }, description: "Asked." },
      "X-Nothing": { schema: { type: "string" } },
      "Content-Type": { schema: { const: "text/evil" } },
    };
    const send = async (args: Record<string, unknown>): Promise<string[]> => {
      const [part] = await multipart({ f: {} }, { f: 1, ...args }, { f: { headers } });
      return (part?.head ?? "").split("\r\n").slice(1);
    };
    assert.deepEqual(await send({ "f_X-Asked": "a" }), [
      "X-Const: c",
      "X-Default: 5",
      "X-Example: e",
      "X-Asked: a",
    ]);
    assert.deepEqual(await send({ "f_X-Asked": "a", "f_X-Default": 6, "f_X-Nothing": "n" }), [
      "X-Const: c",
      "X-Default: 6",
      "X-Example: e",
      "X-Asked: a",
      "X-Nothing: n",
    ]);
    await assert.rejects(send({}), /argument "f_X-Asked" is missing/);
    await assert.rejects(send({ "f_X-Asked": "a\r\nX-Evil: 1" }), /a header cannot carry/);
  });

  test("headers of parts in a media type of their own", async () => {
    const content = { "application/json": { schema: { type: "object" } } };
    const encoding = { f: { headers: { "X-Json": { required: true, content } } } };
    const [part] = await multipart({ f: {} }, { f: 1, "f_X-Json": { a: "\u00fc", b: [1] } }, encoding);
    assert.equal(part?.head.split("\r\n")[1], 'X-Json: {"a":"\\u00fc","b":[1]}');
  });

  test("what is encoded says so in its part", async () => {
    const header = { "Content-Transfer-Encoding": { schema: { const: "base64" } } };
    const parts = await multipart(
      {
        a: { type: "string", contentEncoding: "base64" },
        b: { type: "string", format: "byte" },
        c: { type: "string", contentEncoding: "base64url" },
        d: { type: "string", contentEncoding: "base64" },
        e: binary,
      },
      { a: "AAEC", b: image, c: image, d: "AAEC", e: image },
      { d: { headers: header } },
    );
    assert.deepEqual(
      parts.map(({ head }) => head.match(/(?<=Content-Transfer-Encoding: ).*/g)),
      [["base64"], ["base64"], ["base64url"], ["base64"], null],
    );
  });

  test("names: quotes and line breaks cannot leave them, and others are UTF-8", async () => {
    const media = new Media({ type: 'text/plain"\r\nX-Evil: 1', name: 'ü"\r\n.txt', bytes });
    const [part] = await multipart({ 'f"': binary }, { 'f"': media });
    assert.equal(
      Buffer.from(part?.head ?? "", "latin1").toString("utf8"),
      'Content-Disposition: form-data; name="f%22"; filename="ü%22%0D%0A.txt"\r\nContent-Type: application/octet-stream',
    );
  });

  test("OpenAPI 3.1: a content media type is a file, a content encoding is text", async () => {
    const properties = {
      picture: { type: "string", contentMediaType: "image/jpeg" },
      encoded: { type: "string", contentMediaType: "image/jpeg", contentEncoding: "base64" },
    };
    const parts = await multipart(properties, { picture: image, encoded: image });
    assert.deepEqual(
      parts.map(({ content }) => content),
      [raw, Buffer.from(bytes).toString("base64")],
    );
  });

  test("the boundary is not foreseen, and does not occur in the content", async () => {
    const seen = new Set<string>();
    for (let i = 0; i < 20; i++) {
      const { type = "", text } = await body("multipart/form-data", objectOf({ a: {} }), {
        a: `--mcs-\r\n${[...seen].join("\r\n--")}`,
      });
      const boundary = /boundary=(.+)$/.exec(type)?.[1] ?? "";
      assert.equal(text.split(boundary).length, 3);
      seen.add(boundary);
    }
    assert.equal(seen.size, 20);
  });

  test("a list as Swagger 2.0 joins it", async () => {
    const parameters = [
      { name: "tags", in: "formData", type: "array", collectionFormat: "ssv" },
      { name: "file", in: "formData", type: "file" },
    ];
    const document = {
      swagger: "2.0",
      info: {},
      paths: { "/p": { post: { operationId: "op", consumes: ["multipart/form-data"], parameters } } },
    };
    const { headers, body: text } = await written(document, { tags: ["a b", "c"], file: image });
    const parts = partsOf({ type: headers["content-type"], text });
    assert.deepEqual(
      parts.map(({ content }) => content),
      ["a b c", raw],
    );
  });
});

describe("other multipart types", () => {
  test("multipart/mixed with named parts", async () => {
    const { type, text } = await body("multipart/mixed", objectOf({ meta: {}, file: binary }), {
      meta: { a: 1 },
      file: image,
    });
    assert.match(type ?? "", /^multipart\/mixed; boundary=/);
    assert.deepEqual(
      partsOf({ type, text }).map(({ content }) => content),
      ['{"a":1}', raw],
    );
  });

  test("OpenAPI 3.2: parts by position, one of them multipart itself", async () => {
    const { type, text } = await body(
      "multipart/mixed",
      { type: "array" },
      { body: [{ a: 1 }, "text", image, [1, 2]] },
      {
        prefixEncoding: [
          { headers: { "X-Part": { schema: { const: "first" } } } },
          { contentType: "text/markdown" },
          { contentType: "image/*" },
        ],
        itemEncoding: { contentType: "multipart/mixed", itemEncoding: { contentType: "text/x-number" } },
      },
    );
    const parts = partsOf({ type, text });
    assert.deepEqual(parts.slice(0, 3), [
      { head: "Content-Type: application/json\r\nX-Part: first", content: '{"a":1}' },
      { head: "Content-Type: text/markdown", content: "text" },
      { head: 'Content-Disposition: attachment; filename="a.jpg"\r\nContent-Type: image/jpeg', content: raw },
    ]);
    const inner = partsOf({
      type: /Content-Type: (.*)/.exec(parts[3]?.head ?? "")?.[1],
      text: parts[3]?.content ?? "",
    });
    assert.deepEqual(inner, [
      { head: "Content-Type: text/x-number", content: "1" },
      { head: "Content-Type: text/x-number", content: "2" },
    ]);
  });

  test("headers of parts by position are asked for, and so are those of all that follow", async () => {
    const location = { headers: { "Content-Location": { required: true, schema: { type: "string" } } } };
    const encodings = { prefixEncoding: [{ contentType: "text/html", ...location }], itemEncoding: location };
    const args = {
      body: ["<html>", "a", "b"],
      "part1_Content-Location": "/1",
      "part2_Content-Location": "/2",
    };
    const parts = partsOf(await body("multipart/related", { type: "array" }, args, encodings));
    assert.deepEqual(
      parts.map(({ head }) => /Content-Location: .*/.exec(head)?.[0]),
      ["Content-Location: /1", "Content-Location: /2", "Content-Location: /2"],
    );
    const { "part1_Content-Location": _, ...without } = args;
    await assert.rejects(
      body("multipart/related", { type: "array" }, without, encodings),
      /argument "part1_Content-Location" is missing/,
    );
  });

  test("parameters of the media type are sent, but for a boundary of the document's own", async () => {
    for (const mediaType of [
      "multipart/related; type=text/html; boundary=x",
      'multipart/related; boundary="x;y"; type=text/html;',
    ]) {
      const { type } = await body(mediaType, { type: "array" }, { body: ["<html>"] });
      assert.match(type ?? "", /^multipart\/related; type=text\/html; boundary=mcs-[\w-]+$/);
    }
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

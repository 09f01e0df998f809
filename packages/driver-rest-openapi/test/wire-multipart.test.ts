import { strict as assert } from "node:assert";
import { Media } from "@mcs/core";
import { describe, test } from "vitest";
import { binary, bytes, dataUrl, image, raw } from "./wire-bytes.ts";
import { body, objectOf, partsOf, written } from "./wire-support.ts";

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

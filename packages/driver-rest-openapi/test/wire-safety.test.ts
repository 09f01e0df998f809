import { strict as assert } from "node:assert";
import { McsError, secret } from "@mcs/core";
import * as fc from "fast-check";
import { describe, test } from "vitest";
import { RestDriver } from "../src/index.ts";
import { oneOperation } from "./support.ts";
import { answering, body, objectOf, parameter, resultOf, written } from "./wire-support.ts";

const json = { "content-type": "application/json" };

/** Arrays in arrays, so deep that nothing recursive comes back from them. */
function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let i = 0; i < depth; i++) value = [value];
  return value;
}

describe("values nested without end are refused with a typed error", () => {
  const deep = nested(20_000);
  const rows: ReadonlyArray<readonly [title: string, write: () => Promise<unknown>]> = [
    ["in JSON", () => body("application/json", {}, { body: deep })],
    ["in a form", () => body("application/x-www-form-urlencoded", {}, { body: { a: deep } })],
    [
      "in a deep object of a form",
      () =>
        body(
          "application/x-www-form-urlencoded",
          {},
          { body: { a: deep } },
          { encoding: { a: { style: "deepObject" } } },
        ),
    ],
    ["in multipart", () => body("multipart/form-data", {}, { body: { a: deep } })],
    ["in XML", () => body("application/xml", {}, { body: { a: deep } })],
    ["in lines", () => body("application/jsonl", {}, { body: deep })],
    ["in YAML", () => body("application/yaml", {}, { body: deep })],
    ["in the query", () => parameter("query", {}, { a: deep })],
    ["in a deep object of the query", () => parameter("query", { style: "deepObject" }, { a: deep })],
    ["in the path", () => parameter("path", {}, deep)],
    ["in a header", () => parameter("header", { explode: true }, { a: deep })],
  ];
  for (const [title, write] of rows) {
    test(title, async () => {
      await assert.rejects(write(), { code: "invalid_arguments" });
    });
  }

  test("and so are circles, which JSON does not have", async () => {
    const circle: Record<string, unknown> = { a: 1n };
    circle.self = circle;
    await assert.rejects(body("application/json", {}, { body: circle }), { code: "invalid_arguments" });
  });
});

describe("results nested without end", () => {
  const text = `${"[".repeat(100_000)}1${"]".repeat(100_000)}`;
  const auth = secret("s3cret-value");

  test("come back, also where they are searched for credentials", async () => {
    for (const reply of [
      text,
      text.replace("1", '"s3cret-value"'),
      `{"a":${text.replace("1", '"\\u0073"')}}`,
    ]) {
      const http = answering({ body: reply, headers: json });
      const document = oneOperation(
        "get",
        "/p",
        { security: [{ k: [] }] },
        { components: { securitySchemes: { k: { type: "http", scheme: "bearer" } } } },
      );
      const driver = new RestDriver({ document, serverUrl: "http://api.test", auth, http });
      let value = await driver.executeTool("op", {});
      while (typeof value === "object" && value !== null) value = Object.values(value)[0];
      assert.ok(value === 1 || value === "[secret]" || value === "s", String(value));
    }
  });

  test("also in lines, events and under the name of text", async () => {
    assert.ok(await resultOf({}, { body: `${text}\n`, headers: { "content-type": "application/jsonl" } }));
    assert.ok(
      await resultOf({}, { body: `data: ${text}\n\n`, headers: { "content-type": "text/event-stream" } }),
    );
  });

  test("a list of a million items is a list", async () => {
    const list = (await resultOf({}, { body: `[${"0,".repeat(999_999)}0]`, headers: json })) as unknown[];
    assert.equal(list.length, 1_000_000);
  });
});

test("names that objects have of their own are names like others, in every body", async () => {
  const value = JSON.parse('{"__proto__":{"a":1},"constructor":"c"}') as Record<string, unknown>;
  assert.equal(
    (await body("application/json", {}, { body: value })).text,
    '{"__proto__":{"a":1},"constructor":"c"}',
  );
  assert.equal(
    (await body("application/x-www-form-urlencoded", {}, { body: value })).text,
    "__proto__=%7B%22a%22%3A1%7D&constructor=c",
  );
  assert.match(
    (await body("application/xml", {}, { body: value })).text,
    /<root><__proto__><a>1<\/a><\/__proto__><constructor>c<\/constructor><\/root>/,
  );
  assert.match((await body("multipart/form-data", {}, { body: value })).text, /name="__proto__"/);
  assert.equal(
    await parameter("query", { style: "deepObject" }, value),
    "v%5B__proto__%5D%5Ba%5D=1&v%5Bconstructor%5D=c",
  );
});

test("lone surrogates become one harmless character, or an escape", async () => {
  const lone = "a\ud800b";
  assert.equal(await parameter("query", { allowReserved: true }, lone), "v=a%EF%BF%BDb");
  assert.equal(await parameter("path", {}, lone), "a%EF%BF%BDb");
  assert.equal((await body("application/json", {}, { body: lone })).text, '"a\\ud800b"');
  assert.match(
    (await body("application/xml", { type: "object" }, { body: { a: lone } })).text,
    /<a>a\ufffdb<\/a>/,
  );
  assert.match(
    (await body("multipart/form-data", objectOf({ a: {} }), { a: lone })).text,
    /a\u00ef\u00bf\u00bdb/,
  );
});

// Whatever a model writes, the request line stays one line, every header stays its own, and errors are typed.
test("any value in any place, in any style", async () => {
  const value = fc.jsonValue();
  const places: ReadonlyArray<readonly [string, readonly string[]]> = [
    ["path", ["simple", "label", "matrix"]],
    ["query", ["form", "spaceDelimited", "pipeDelimited", "deepObject"]],
    ["header", ["simple"]],
    ["cookie", ["form", "cookie"]],
  ];
  const format = fc.constantFrom(
    ...places.flatMap(([place, styles]) => styles.map((style) => [place, style] as const)),
  );
  await fc.assert(
    fc.asyncProperty(
      format,
      fc.boolean(),
      fc.boolean(),
      value,
      async ([place, style], explode, allowReserved, v) => {
        const path = place === "path" ? "/p/{v}/end" : "/p";
        const parameters = [{ name: "v", in: place, style, explode, allowReserved, schema: {} }];
        try {
          const request = await written(oneOperation("get", path, { parameters }), { v });
          assert.match(`${request.path}?${request.query}`, /^[\x21-\x7e]*$/);
          assert.ok(!/[#\\]/.test(request.path + request.query));
          assert.equal(request.path.split("/").length, path.split("/").length);
          for (const text of Object.values(request.headers)) assert.match(text, /^[\t\x20-\x7e\x80-\xff]*$/);
        } catch (error) {
          assert.ok(McsError.is(error) && error.code === "invalid_arguments", String(error));
        }
      },
    ),
    { numRuns: 300 },
  );
});

test("any value in any body", async () => {
  const types = [
    "application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "multipart/mixed",
    "application/xml",
    "application/yaml",
    "application/jsonl",
    "text/plain",
    "application/octet-stream",
  ];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...types), fc.jsonValue(), async (mediaType, value) => {
      try {
        const { type } = await body(mediaType, {}, { body: value });
        assert.match(type ?? "", /^[\x20-\x7e]+$/);
      } catch (error) {
        assert.ok(McsError.is(error) && error.code === "invalid_arguments", String(error));
      }
    }),
    { numRuns: 300 },
  );
});

test("any bytes as an answer of any type", async () => {
  const types = [
    "application/json",
    "application/xml",
    "text/event-stream",
    "application/x-ndjson",
    "application/x-www-form-urlencoded",
    "text/plain; charset=nonsense",
    "image/png",
    "multipart/mixed",
    ";;;",
    "",
  ];
  const schema = objectOf({ a: { type: "integer" }, b: { type: "array", items: {} } });
  const operation = {
    responses: {
      200: { description: "", content: { "application/xml": { schema }, "application/json": { schema } } },
    },
  };
  const text = fc.oneof(
    fc.uint8Array(),
    fc.string({ unit: fc.constantFrom(..."<>/&;:ab \n\"'=!-[]{},1") }).map((s) => Buffer.from(s)),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...types), text, async (type, bytes) => {
      try {
        await resultOf(operation, { body: bytes, headers: type === "" ? {} : { "content-type": type } });
      } catch (error) {
        assert.ok(McsError.is(error) && error.code === "unreadable_response", String(error));
      }
    }),
    { numRuns: 500 },
  );
});

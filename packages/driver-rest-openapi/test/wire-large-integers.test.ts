import { strict as assert } from "node:assert";
import { test } from "vitest";
import { RestDriver } from "../src/index.ts";
import { oneOperation } from "./support.ts";
import { answering, body, objectOf, resultOf, written } from "./wire-support.ts";

test("large integers in results keep their digits, as text, and all other values are what they were", async () => {
  const json = { "content-type": "application/json" };
  const large =
    '{"id":9007199254740993,"list":[-12345678901234567890 , 9007199254740992],"a":[{"b":18446744073709551615}]}';
  assert.deepEqual(await resultOf({}, { body: large, headers: json }), {
    id: "9007199254740993",
    list: ["-12345678901234567890", "9007199254740992"],
    a: [{ b: "18446744073709551615" }],
  });
  const others =
    '[9007199254740991,-9007199254740991,0.12345678901234567,1234567890123456.5,1e300,12345678901234567e2,"12345678901234567890","a 12345678901234567890",{"12345678901234567890":1,"__proto__":2}]';
  for (const body of [others, `${others.slice(0, -1)},99999999999999999999]`]) {
    const values = (await resultOf({}, { body, headers: json })) as unknown[];
    assert.deepEqual(values.slice(0, 9), JSON.parse(others));
  }
  assert.equal(await resultOf({}, { body: "9007199254740993", headers: json }), "9007199254740993");
  const lines = { "content-type": "application/jsonl" };
  assert.deepEqual(await resultOf({}, { body: "[9007199254740993]\n[1]\n", headers: lines }), [
    ["9007199254740993"],
    [1],
  ]);
  const events = { "content-type": "text/event-stream" };
  assert.deepEqual(await resultOf({}, { body: 'data: {"id":9007199254740993}\n\n', headers: events }), [
    { data: { id: "9007199254740993" } },
  ]);
  for (let shift = 0; shift < 20; shift++) {
    const body = `${" ".repeat(shift)}{"a":1,"id":1234567890123456789}`;
    assert.deepEqual(await resultOf({}, { body, headers: json }), { a: 1, id: "1234567890123456789" });
  }
  const deep = `${"[".repeat(50_000)}9007199254740993${"]".repeat(50_000)}`;
  await assert.rejects(resultOf({}, { body: deep, headers: json }), /nested too deeply to be read/);
});

const integer = { type: "integer", format: "int64" };
const digits = "9007199254740993";

test("a large integer may be passed as the text of its digits, and is sent with all of them", async () => {
  const parameters = [
    { name: "id", in: "path", required: true, schema: integer },
    { name: "after", in: "query", schema: { type: ["integer", "null"] } },
    { name: "X-Id", in: "header", schema: integer },
  ];
  const document = oneOperation("get", "/p/{id}", { parameters });
  const args = { id: `-${digits}`, after: digits, "X-Id": "18446744073709551615" };
  const { path, query, headers } = await written(document, args);
  assert.deepEqual(
    [path, query, headers["x-id"] ?? headers["X-Id"]],
    [`/p/-${digits}`, `after=${digits}`, "18446744073709551615"],
  );
  const http = answering({ body: "{}", headers: { "content-type": "application/json" } });
  const driver = new RestDriver({ document, serverUrl: "http://api.test", http });
  await driver.executeTool("op", { id: digits });
  assert.equal(http.requests[0]?.url, `http://api.test/p/${digits}`);
});

test("in a body it is an integer, and a text stays one", async () => {
  const schema = objectOf({ id: integer, text: { type: "string" } }, { xml: { name: "r" } });
  const args = { id: digits, text: digits };
  const json = await body("application/json", schema, args);
  assert.equal(json.text, `{"id":${digits},"text":"${digits}"}`);
  const form = await body("application/x-www-form-urlencoded", schema, args);
  assert.equal(form.text, `id=${digits}&text=${digits}`);
  const xml = await body("application/xml", schema, args);
  assert.match(xml.text, new RegExp(`<r><id>${digits}</id><text>${digits}</text></r>$`));
  const media = { type: "string", contentEncoding: "base64" };
  const mixed = await body("application/json", objectOf({ id: integer, f: media }), {
    id: digits,
    f: "data:,a",
  });
  assert.equal(mixed.text, `{"id":${digits},"f":"YQ=="}`);
});

test("what a number holds is passed as a number, and the limits of the schema stand", async () => {
  for (const [schema, v] of [
    [integer, "7"],
    [integer, "9007199254740991"],
    [integer, `${digits}.5`],
    [{ ...integer, maximum: 10 }, digits],
    [{ type: "boolean" }, digits],
  ] as const) {
    const parameters = [{ name: "v", in: "query", schema }];
    const document = oneOperation("get", "/p", { parameters });
    await assert.rejects(written(document, { v }), { code: "invalid_arguments" });
    const driver = new RestDriver({ document, serverUrl: "http://api.test", http: answering({}) });
    await assert.rejects(driver.executeTool("op", { v }), { code: "invalid_arguments" });
  }
});

test("so may one within a list or an object, where nothing there takes a text", async () => {
  const schema = {
    type: "object",
    properties: {
      ids: { type: "array", items: integer },
      owner: { $ref: "#/components/schemas/Owner" },
      either: { anyOf: [integer, { type: "string" }] },
      maybe: { oneOf: [integer, { type: "boolean" }] },
      text: { type: "string" },
    },
    additionalProperties: { type: "object", additionalProperties: integer },
  };
  const Owner = { type: "object", properties: { id: integer, boss: { $ref: "#/components/schemas/Owner" } } };
  const requestBody = { required: true, content: { "application/json": { schema } } };
  const document = oneOperation("post", "/p", { requestBody }, { components: { schemas: { Owner } } });
  const value = {
    ids: [1, digits],
    owner: { id: digits, boss: { id: `-${digits}` } },
    either: digits,
    maybe: digits,
    text: digits,
    more: { [digits]: digits },
  };
  const sent = await written(document, { body: value });
  assert.equal(
    sent.body,
    `{"ids":[1,${digits}],"owner":{"id":${digits},"boss":{"id":-${digits}}},"either":"${digits}","maybe":${digits},"text":"${digits}","more":{"${digits}":${digits}}}`,
  );
});

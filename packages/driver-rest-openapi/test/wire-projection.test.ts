import { strict as assert } from "node:assert";
import { describe, test } from "vitest";
import { RestDriver } from "../src/index.ts";
import { oneOperation, startApi } from "./support.ts";
import { resultOf } from "./wire-support.ts";

const json = { "content-type": "application/json" };
const pets = [
  { id: 1, name: "A", owner: { login: "x", url: "u" }, tags: [{ t: 1, u: 2 }], "a.b": 1 },
  { id: 2, name: "B", owner: null, tags: [] },
];

const cut = (value: unknown, ...fields: string[]): Promise<unknown> =>
  resultOf(
    {},
    { body: JSON.stringify(value), headers: json },
    { projection: true, args: { _fields: fields } },
  );

describe("a result cut down to the fields that the caller names", () => {
  const rows: ReadonlyArray<readonly [fields: string[], expected: unknown]> = [
    [["id"], [{ id: 1 }, { id: 2 }]],
    [
      ["id", "owner.login"],
      [
        { id: 1, owner: { login: "x" } },
        { id: 2, owner: null },
      ],
    ],
    [["tags.t"], [{ tags: [{ t: 1 }] }, { tags: [] }]],
    [["tags[].t"], [{ tags: [{ t: 1 }] }, { tags: [] }]],
    [
      ["owner", "owner.login"],
      [{ owner: { login: "x" } }, { owner: null }],
    ],
    [["a\\.b"], [{ "a.b": 1 }, {}]],
  ];
  for (const [fields, expected] of rows) {
    test(fields.join(" "), async () => {
      const { result, note } = (await cut(pets, ...fields)) as { result: unknown; note: string };
      assert.deepEqual(result, expected);
      assert.match(note, /^Left out, as _fields asks: .*\. For everything, call again without _fields\.$/);
    });
  }

  test("says what is left out, and which names there are not", async () => {
    const { note } = (await cut(pets[0], "id", "owner.login", "colour")) as { note: string };
    assert.equal(
      note,
      "Left out, as _fields asks: name, owner.url, tags, a.b. The result has no colour. For everything, call again without _fields.",
    );
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`f${i}`, i]));
    assert.match(((await cut(many, "f0")) as { note: string }).note, /f20 … \(29 in all\)/);
  });

  test("says nothing where nothing is left out, and cuts nothing but JSON", async () => {
    assert.deepEqual(await cut({ id: 1 }, "id"), { id: 1 });
    assert.equal(await cut("text", "id"), "text");
    assert.deepEqual(
      await resultOf(
        {},
        { body: "hi", headers: { "content-type": "text/plain" } },
        { projection: true, args: { _fields: ["a"] } },
      ),
      "hi",
    );
  });

  test("without the argument, everything comes", async () => {
    assert.deepEqual(
      await resultOf({}, { body: JSON.stringify(pets), headers: json }, { projection: true }),
      pets,
    );
  });

  test("a result nested without end is no danger, and neither are an object's own names", async () => {
    const deep = `${"[".repeat(10_000)}{"a":1,"b":2}${"]".repeat(10_000)}`;
    await resultOf({}, { body: deep, headers: json }, { projection: true, args: { _fields: ["a"] } });
    const { result } = (await resultOf(
      {},
      { body: '{"__proto__":{"x":1},"y":2}', headers: json },
      { projection: true, args: { _fields: ["__proto__.x"] } },
    )) as { result: object };
    assert.deepEqual(Object.keys(result), ["__proto__"]);
  });
});

test("the argument is there only where the operator wants it, is not sent, and makes way for a parameter of its name", async () => {
  const parameters = [{ name: "_fields", in: "query", schema: { type: "string" } }];
  const document = oneOperation("get", "/p", { parameters });
  const names = async (projection: boolean): Promise<string[] | undefined> => {
    const [tool] = await new RestDriver({ document, serverUrl: "http://api.test", projection }).listTools();
    return tool?.parameters.map(({ name }) => name);
  };
  assert.deepEqual(await names(false), ["_fields"]);
  assert.deepEqual(await names(true), ["_fields", "_fields_result"]);
  await using api = await startApi(document, { projection: true }, { json: { a: 1, b: 2 } });
  assert.equal(await api.call("op", { _fields: "x", _fields_result: ["a"] }), "GET /p?_fields=x");
});

import { describe, expect, test } from "vitest";
import { get, parameters, query, read, v2, v3, v31 } from "./abuse-reading.ts";

// An API that asks for a body means it, although nothing of this one is left for the caller to say.
test("a required body of which every property is read-only is still asked for", async () => {
  const schema = { type: "object", required: ["id"], properties: { id: { type: "string", readOnly: true } } };
  const requestBody = { required: true, content: { "application/json": { schema } } };
  expect((await read(v3({ "/a": { post: { requestBody } } }))).tools).toEqual(["POST /a(body!)"]);
});

test("a property that is required and not listed can be given", async () => {
  const schema = { type: "object", required: ["grant"], properties: { id: { type: "string" } } };
  const requestBody = { required: true, content: { "application/json": { schema } } };
  expect((await read(v3({ "/a": { post: { requestBody } } }))).tools).toEqual(["POST /a(id grant!)"]);
});

describe("odd schemas are still JSON Schema, and still say what they said", () => {
  const cases: Array<[string, object, unknown]> = [
    ["a boolean", v31(parameters(query(true))), true],
    ["false", v31(parameters(query(false))), false],
    ["null", v3(parameters(query(null))), true],
    [
      "a list of types with null",
      v31(parameters(query({ type: ["string", "null"], format: "date" }))),
      { type: ["string", "null"], format: "date" },
    ],
    ["an empty list of types", v31(parameters(query({ type: [] }))), {}],
    ["const", v31(parameters(query({ const: null }))), { const: null }],
    [
      "keywords with values of other types",
      v3(
        parameters(
          query({
            type: "string",
            title: 1,
            description: {},
            format: [],
            pattern: 7,
            enum: "a",
            required: "yes",
            minLength: -1,
            maxLength: 1.5,
            multipleOf: 0,
            uniqueItems: "true",
            deprecated: 1,
            allOf: {},
            anyOf: [],
            properties: [],
            items: "x",
            additionalProperties: "no",
            not: 1,
            examples: "e",
          }),
        ),
      ),
      { type: "string" },
    ],
    [
      "types in capitals and of other languages",
      v3(parameters(query({ type: "String" }))),
      { type: "string" },
    ],
    [
      "a pattern with needless escapes",
      v3(parameters(query({ type: "string", pattern: "^[\\w\\-\\_\\@]+\\-\\:$" }))),
      { type: "string", pattern: "^[\\w\\-_@]+-:$" },
    ],
    [
      "a pattern of another language",
      v3(parameters(query({ type: "string", pattern: "(?i)^a$" }))),
      { type: "string" },
    ],
    [
      "anchors of another language",
      v3(parameters(query({ type: "string", pattern: "\\A[a-z]\\_\\z" }))),
      { type: "string", pattern: "^[a-z]_$" },
    ],
    [
      "examples by name",
      v3(parameters(query({ type: "string", examples: { a: { value: "x" }, b: {} } }))),
      { type: "string", examples: ["x"] },
    ],
    [
      "a type beside a reference, which 3.0 ignores",
      v3(parameters(query({ $ref: "#/components/schemas/S", type: "string", description: "d" })), {
        components: { schemas: { S: { type: "integer" } } },
      }),
      { $ref: "#/$defs/S", $defs: { S: { type: "integer" } } },
    ],
    [
      "and which 3.1 does not",
      v31(parameters(query({ $ref: "#/components/schemas/S", minimum: 3 })), {
        components: { schemas: { S: { type: "integer" } } },
      }),
      { minimum: 3, $ref: "#/$defs/S", $defs: { S: { type: "integer" } } },
    ],
    [
      "a reference with an encoded pointer",
      v3(parameters(query({ $ref: "#/components/schemas/A%20b~1c%7Bd%7D" })), {
        components: { schemas: { "A b/c{d}": { type: "integer" } } },
      }),
      { $ref: "#/$defs/A_b_c_d_", $defs: { A_b_c_d_: { type: "integer" } } },
    ],
    [
      "a reference into a list",
      v3(parameters(query({ $ref: "#/x/list/1" })), { x: { list: [0, { type: "integer" }] } }),
      { $ref: "#/$defs/1", $defs: { 1: { type: "integer" } } },
    ],
    [
      "references to itself",
      v3(parameters(query({ $ref: "#/components/schemas/S" })), {
        components: { schemas: { S: { allOf: [{ $ref: "#/components/schemas/S" }] } } },
      }),
      { $ref: "#/$defs/S", $defs: { S: { allOf: [{ $ref: "#/$defs/S" }] } } },
    ],
    [
      "definitions in an unusual place",
      v2(get({ parameters: [{ name: "q", in: "query", schema: { $ref: "#/x-defs/S" } }] }), {
        "x-defs": { S: { type: "integer" } },
      }),
      { $ref: "#/$defs/S", $defs: { S: { type: "integer" } } },
    ],
    [
      "a reference to the whole document",
      v31(parameters(query({ $ref: "#" }))),
      { $ref: "#/$defs/schema", $defs: { schema: {} } },
    ],
  ];
  test.each(cases)("%s", async (_, document, schema) => {
    expect((await read(document)).schemas.q).toEqual(schema);
  });

  test.each<[string, object, unknown]>([
    [
      "$defs of the schema itself",
      v31(parameters(query({ $defs: { S: { type: "integer" } }, $ref: "#/$defs/S", $id: "urn:x" }))),
      { $ref: "#/$defs/S", $defs: { S: { type: "integer" } } },
    ],
    [
      "an anchor",
      v31(parameters(query({ $ref: "#S" })), {
        components: { schemas: { S: { $anchor: "S", type: "integer" } } },
      }),
      { $ref: "#/$defs/S", $defs: { S: { type: "integer" } } },
    ],
    [
      "$defs of a schema that was pasted in, from far below",
      v31(parameters(query({ $ref: "#/components/schemas/Tree" })), {
        components: {
          schemas: {
            Tree: {
              $defs: { Leaf: { type: "array", items: { $ref: "#/$defs/Node" } }, Node: { type: "integer" } },
              type: "object",
              properties: { leaf: { $ref: "#/$defs/Leaf" } },
            },
          },
        },
      }),
      {
        $ref: "#/$defs/Tree",
        $defs: {
          Tree: { type: "object", properties: { leaf: { $ref: "#/$defs/Leaf" } } },
          Leaf: { type: "array", items: { $ref: "#/$defs/Node" } },
          Node: { type: "integer" },
        },
      },
    ],
  ])("%s", async (_, document, schema) => {
    expect((await read(document)).schemas.q).toEqual(schema);
  });

  test("deep allOf with cycles, and an enum of ten thousand", async () => {
    const link = (to: string, property: string): object => ({
      allOf: [
        { $ref: `#/components/schemas/${to}` },
        { properties: { [property]: { $ref: "#/components/schemas/A" } } },
      ],
    });
    const schemas = {
      A: link("B", "a"),
      B: link("C", "b"),
      C: { properties: { c: { $ref: "#/components/schemas/A" } } },
      Loop: link("Loop", "l"),
    };
    const list = Array.from({ length: 10_000 }, (_, i) => `v${i}`);
    const body = (name: string): object => ({
      requestBody: { content: { "application/json": { schema: { $ref: `#/components/schemas/${name}` } } } },
    });
    const { tools, schemas: emitted } = await read(
      v3(
        {
          "/a": { post: body("A") },
          "/l": { post: body("Loop") },
          "/e": { get: { parameters: [query({ enum: list }, "e")] } },
        },
        { components: { schemas } },
      ),
    );
    expect(tools).toEqual(["POST /a(c b a)", "POST /l(body)", "GET /e(e)"]);
    expect(emitted.e).toEqual({ enum: list });
  });
});

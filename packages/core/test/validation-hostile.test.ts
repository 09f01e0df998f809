import { strict as assert } from "node:assert";
import { type JsonSchema, Media, type Tool } from "@mcs/core";
import { validateArguments } from "@mcs/core/validation";
import { describe, test } from "vitest";
import { explanation, refusal, toolWith } from "./support/tools.ts";

describe("what could bring the interpreter down is refused as invalid arguments:", () => {
  const list = { $ref: "#/$defs/list", $defs: { list: { type: "array", items: { $ref: "#/$defs/list" } } } };
  const nested = (depth: number): unknown => {
    let value: unknown = [];
    for (let i = 0; i < depth; i++) value = [value];
    return value;
  };

  test("arguments that are nested too deeply", () => {
    validateArguments(toolWith(list), { x: nested(100) });
    assert.match(explanation(list, nested(50_000)), /too large or nested too deeply/);
  });

  test("a schema that is nested too deeply", () => {
    let schema: Record<string, unknown> = { type: "string" };
    for (let i = 0; i < 50_000; i++) schema = { type: "array", items: schema };
    assert.match(explanation(schema, []), /too large or nested too deeply/);
  });

  test("a reference that only leads to itself", () => {
    const circle = { $ref: "#/$defs/a", $defs: { a: { $ref: "#/$defs/a" } } };
    assert.match(explanation(circle, 1), /too large or nested too deeply/);
  });

  test("more mistakes than can be collected", () => {
    const wrong = Array.from({ length: 300_000 }, (_, index) => index);
    assert.match(explanation({ type: "array", items: { type: "string" } }, wrong), /too large/);
  });

  test("a reference that leads nowhere, said in one sentence", () => {
    assert.equal(
      explanation({ $ref: "#/$defs/none" }, 1),
      'the arguments could not be checked: Unresolved $ref "#/$defs/none".',
    );
  });

  test("half a surrogate pair in a name", () => {
    assert.match(
      explanation({ type: "object", additionalProperties: false }, { "\ud800": 1 }),
      /could not be checked/,
    );
  });
});

describe("a document cannot make its own tool uncallable by", () => {
  const cases = [
    ["a pattern that does not compile", { type: "string", pattern: "(?<name" }, "a"],
    ["a pattern of another language", { type: "string", pattern: "^\\p{IsLatin}+$" }, "a"],
    ["a property pattern that does not compile", { patternProperties: { "[": false } }, { a: 1 }],
    ["a foreign identifier", { $id: "https://example.com/pet", $defs: { a: {} }, $ref: "#/$defs/a" }, 1],
    ["an identifier that is no URL", { $id: "http://" }, 1],
    ["an example that has an id", { type: "object", example: { id: "http://" } }, {}],
    [
      "two examples with one id",
      { properties: { a: { example: { id: "1" } }, b: { example: { id: "1" } } } },
      {},
    ],
    ["keywords that it made up", { "x-owner": { $ref: "nowhere" }, discriminator: { mapping: {} } }, 1],
  ] as const;
  for (const [name, schema, value] of cases) {
    test(name, () => validateArguments(toolWith(schema), { x: value }));
  }
});

test("patterns that compile are held", () => {
  assert.match(explanation({ type: "string", pattern: "^a+$" }, "b"), /that matches \/\^a\+\$\//);
  assert.match(explanation({ patternProperties: { "^a": { type: "string" } } }, { ab: 1 }), /"x.ab"/);
});

test("frozen schemas are not written to, wherever a schema may stand", () => {
  const leaf = Object.freeze({ type: "string" });
  const list = Object.freeze([leaf]);
  const map = Object.freeze({ a: leaf });
  const schema = Object.freeze({
    items: leaf,
    prefixItems: list,
    properties: map,
    patternProperties: map,
    additionalProperties: leaf,
    anyOf: list,
    not: Object.freeze({ type: "integer" }),
    $defs: map,
    examples: Object.freeze([map]),
    example: map,
    default: map,
  });
  validateArguments(toolWith(schema), { x: "a" });
  // Drafts before 2020-12 had a list here, so published documents do.
  const tuple = Object.freeze({ items: list }) as unknown as JsonSchema;
  validateArguments(toolWith(tuple), { x: ["a"] });
  assert.deepEqual(Object.getOwnPropertyNames(leaf), ["type"]);
});

describe("names that objects have of their own are names like any other:", () => {
  const tool: Tool = {
    name: "t",
    description: "A tool.",
    parameters: [
      { name: "__proto__", description: "", required: true, schema: { type: "integer" } },
      { name: "constructor", description: "", schema: { type: "string" } },
      { name: "toString", description: "", required: true, schema: { type: "string" } },
    ],
  };

  test("they are missed when they are not there", () => {
    const { issues } = refusal(tool, {});
    assert.deepEqual(
      issues.map(({ path, keyword }) => [...path, keyword]),
      [
        ["__proto__", "required"],
        ["toString", "required"],
      ],
    );
  });

  test("they are checked when they are", () => {
    validateArguments(tool, JSON.parse('{"__proto__": 1, "constructor": "a", "toString": "b"}'));
    const { issues } = refusal(tool, JSON.parse('{"__proto__": "1", "constructor": 2, "toString": "b"}'));
    assert.deepEqual(
      issues.map(({ path }) => path),
      [["__proto__"], ["constructor"]],
    );
  });

  test("they are unknown where the tool does not list them", () => {
    const args = JSON.parse('{"x": "Tom", "__proto__": {"age": 41}}');
    assert.deepEqual(refusal(toolWith({ type: "string" }), args).issues[0]?.path, ["__proto__"]);
    assert.equal(({} as { age?: unknown }).age, undefined);
  });
});

describe("media count as a text, whatever its form", () => {
  const media = new Media({ type: "image/png", bytes: Uint8Array.of(1) });
  const string = { type: "string" } as const;

  test("alone, in lists, in objects and where there is a choice", () => {
    validateArguments(toolWith({ ...string, format: "uri", pattern: "^x$", maxLength: 1 }), { x: media });
    validateArguments(toolWith({ type: "array", items: string }), { x: [media, "x", media] });
    validateArguments(toolWith({ type: "object", properties: { a: string }, required: ["a"] }), {
      x: { a: media },
    });
    validateArguments(toolWith({ anyOf: [{ type: "null" }, { ...string, pattern: "^x$" }] }), { x: media });
    const $defs = { text: { ...string, format: "uri-reference", minLength: 99 } };
    validateArguments(toolWith({ oneOf: [{ type: "integer" }, { $ref: "#/$defs/text" }], $defs }), {
      x: media,
    });
    validateArguments(toolWith(true), { x: media });
  });

  test("they are no number and no list, and hide no other mistake", () => {
    assert.throws(
      () => validateArguments(toolWith({ type: "integer" }), { x: media }),
      /should be an integer/,
    );
    assert.throws(() => validateArguments(toolWith({ type: "array" }), { x: media }), /should be an array/);
    const choice = toolWith({ anyOf: [{ type: "integer" }, { type: "null" }] });
    assert.throws(() => validateArguments(choice, { x: media }), /should be an integer or null/);
    const schema = {
      type: "object",
      properties: { a: { ...string, maxLength: 1 }, b: { ...string, maxLength: 1 } },
      required: ["c"],
    };
    assert.throws(
      () => validateArguments(toolWith(schema), { x: { a: media, b: "long" } }),
      /argument "x.c" is missing.*argument "x.b" should be/,
    );
  });
});

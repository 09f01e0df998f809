import { strict as assert } from "node:assert";
import type { Tool } from "@mcs/core";
import { validateArguments } from "@mcs/core/validation";
import { describe, test } from "vitest";
import { explanation, refusal, toolWith } from "./support/tools.ts";

const pet: Tool = {
  name: "add_pet",
  description: "Adds a pet.",
  parameters: [
    { name: "name", description: "", required: true, schema: { type: "string", minLength: 1 } },
    { name: "age", description: "", schema: { type: "integer", minimum: 0, maximum: 40 } },
    { name: "kind", description: "", schema: { enum: ["cat", "dog"] } },
  ],
};

test("[tool.parameters-optional-by-default] only what is required must be there", () => {
  validateArguments(pet, { name: "Tom" });
  validateArguments(pet, { name: "Tom", age: 3, kind: "cat" });
});

describe("an explanation names the argument and says what it should be", () => {
  const cases: ReadonlyArray<readonly [args: object, message: string]> = [
    [{}, 'argument "name" is missing; it should be a string of at least 1 characters'],
    [{ name: 5 }, 'argument "name" should be a string of at least 1 characters, not 5'],
    [{ name: "Tom", age: 41 }, 'argument "age" should be an integer ≥ 0 and ≤ 40, not 41'],
    [{ name: "Tom", age: "3" }, 'argument "age" should be an integer ≥ 0 and ≤ 40, not "3"'],
    [{ name: "Tom", kind: "fish" }, 'argument "kind" should be one of "cat", "dog", not "fish"'],
    [{ name: "Tom", colour: "red" }, 'argument "colour" is not known; there are name, age, kind'],
  ];
  for (const [args, message] of cases) {
    test(message, () => {
      assert.equal(refusal(pet, args).message, `Invalid arguments for add_pet: ${message}.`);
    });
  }
});

test("a tool without parameters says that there are none", () => {
  const tool: Tool = { name: "now", description: "The time.", parameters: [] };
  assert.match(refusal(tool, { zone: "UTC" }).message, /argument "zone" is not known; there are none/);
});

test("every wrong argument is named at once", () => {
  const { issues } = refusal(pet, { age: -1, kind: "fish" });
  assert.deepEqual(
    issues.map(({ path }) => path),
    [["name"], ["age"], ["kind"]],
  );
});

test("arguments that are no object are refused as a whole", () => {
  for (const [args, got] of [
    [null, "null"],
    [[1], "an array"],
    ["{}", "a string"],
    [undefined, "a undefined"],
  ] as const) {
    assert.match(refusal(pet, args).message, new RegExp(`should be an object, not ${got}`));
  }
});

describe("an explanation reads well for", () => {
  const nested = {
    type: "object",
    properties: { tags: { type: "array", items: { type: "string" } } },
    required: ["tags"],
  } as const;
  const either = {
    anyOf: [
      { type: "object", properties: { a: {} }, required: ["a"], additionalProperties: false },
      { type: "object", properties: { b: {} }, required: ["b"], additionalProperties: false },
    ],
  } as const;
  const cases = [
    ["a place inside", nested, { tags: ["a", 5] }, 'argument "x.tags.1" should be a string, not 5.'],
    [
      "a missing property inside",
      nested,
      {},
      'argument "x.tags" is missing; it should be an array whose items are each a string.',
    ],
    [
      "a union",
      { anyOf: [{ type: "string" }, { type: "null" }] },
      5,
      'argument "x" should be a string or null, not 5.',
    ],
    [
      "a union of objects",
      either,
      { c: 1 },
      'argument "x" should be an object with a or an object with b, not {"c":1}.',
    ],
    [
      "an exclusive union",
      { oneOf: [{ type: "string" }, { type: "boolean" }] },
      5,
      'argument "x" should be a string or true or false, not 5.',
    ],
    [
      "a value that fits two of an exclusive union",
      { oneOf: [{ type: "number" }, { type: "integer" }] },
      5,
      'argument "x" should be exactly one of: a number or an integer; it fits several.',
    ],
    [
      "an intersection",
      { allOf: [{ type: "object", properties: { a: { type: "string" } } }] },
      { a: 5 },
      'argument "x.a" should be a string, not 5.',
    ],
    ["several types", { type: ["string", "null"] }, 5, 'argument "x" should be a string or null, not 5.'],
    ["a constant", { const: "on" }, "off", 'argument "x" should be "on", not "off".'],
    [
      "bounds",
      { type: "number", exclusiveMinimum: 0, multipleOf: 5 },
      7,
      'argument "x" should be a number > 0 and that is a multiple of 5, not 7.',
    ],
    [
      "too few items",
      { type: "array", minItems: 2 },
      [1],
      'argument "x" should be an array of at least 2 items, not [1].',
    ],
    [
      "an item too many",
      { prefixItems: [{ type: "string" }], items: false },
      ["a", 1],
      'argument "x.1" is not allowed.',
    ],
    [
      "a rule without a short name",
      { not: { type: "string" } },
      "a",
      'argument "x" is not accepted: Instance matched "not" schema.',
    ],
    [
      "a dependency",
      { dependentRequired: { a: ["b"] } },
      { a: 1 },
      'argument "x" is not accepted: Instance has "a" but does not have "b".',
    ],
  ] as const;
  for (const [name, schema, value, expected] of cases) {
    test(name, () => assert.equal(explanation(schema, value), expected));
  }
});

test("a missing argument is named right, whatever is in its name", () => {
  for (const name of [
    "plain",
    'a "quoted" one',
    "back\\slash",
    "a/b~c",
    "ä ö",
    "%41",
    "__proto__",
    "two. ends",
  ]) {
    const tool: Tool = {
      name: "t",
      description: "A tool.",
      parameters: [{ name, description: "", required: true, schema: { type: "integer" } }],
    };
    const [issue] = refusal(tool, {}).issues;
    assert.deepEqual(issue?.path, [name]);
    assert.equal(issue?.message, "is missing; it should be an integer");
  }
});

test("a list of mistakes does not grow without bound", () => {
  const wrong = Array.from({ length: 5000 }, (_, index) => index);
  const items = { anyOf: [{ type: "string" }, { type: "boolean" }] };
  const { issues, message } = refusal(toolWith({ type: "array", items }), { x: wrong });
  assert.equal(issues.length, 9);
  assert.ok(message.endsWith("; and more."));
  assert.ok(message.length < 1000, message);
});

test("neither what a model wrote nor what a document says makes an explanation long", () => {
  const long = "y".repeat(100_000);
  for (const schema of [
    { enum: [long] },
    { const: long },
    { type: "integer" },
    { type: "string", pattern: `^${long}$` },
  ]) {
    assert.ok(explanation(schema, `${long}!`).length < 400);
  }
  assert.ok(refusal(pet, { name: "Tom", [long]: 1 }).message.length < 500);
  const many: Tool = {
    name: "t",
    description: "A tool.",
    parameters: Array.from({ length: 5000 }, (_, index) => ({ name: `p${index}`, description: "" })),
  };
  assert.match(refusal(many, { q: 1 }).message, /there are p0, p1, .* … \(5000 in all\)/);
});

import { strict as assert } from "node:assert";
import { type JsonSchema, type Tool, toolInputSchema } from "@mcs/core";
import { validateArguments } from "@mcs/core/validation";
import { test } from "vitest";
import { refusal } from "./support/tools.ts";

function tool(parameters: Readonly<Record<string, JsonSchema>>): Tool {
  const entries = Object.entries(parameters);
  return {
    name: "t",
    description: "A tool.",
    parameters: entries.map(([name, schema]) => ({ name, description: "", schema })),
  };
}

test("parameters become properties of one object that takes no others", () => {
  const schema = toolInputSchema({
    name: "t",
    description: "A tool.",
    parameters: [
      { name: "a", description: "The first.", required: true, schema: { type: "string" } },
      { name: "b", description: "" },
      { name: "c", description: "Anything.", schema: true },
      { name: "d", description: "Nothing.", schema: false },
    ],
  });
  assert.deepEqual(schema, {
    type: "object",
    properties: {
      a: { type: "string", description: "The first." },
      b: {},
      c: { description: "Anything." },
      d: { not: {}, description: "Nothing." },
    },
    required: ["a"],
    additionalProperties: false,
  });
});

test("[tool.schemas-join] different definitions of one name are both kept, each for its own parameter", () => {
  const joined = tool({
    one: { $ref: "#/$defs/Id", $defs: { Id: { type: "integer" } } },
    two: { $ref: "#/$defs/Id", $defs: { Id: { type: "string" } } },
    three: { $ref: "#/$defs/Id", $defs: { Id: { type: "integer" } } },
  });
  assert.deepEqual(toolInputSchema(joined).$defs, { Id: { type: "integer" }, Id_2: { type: "string" } });
  validateArguments(joined, { one: 1, two: "b", three: 3 });
  assert.deepEqual(
    refusal(joined, { one: "a", two: 2, three: "c" }).issues.map(({ path, message }) => [...path, message]),
    [
      ["one", 'should be an integer, not "a"'],
      ["two", "should be a string, not 2"],
      ["three", 'should be an integer, not "c"'],
    ],
  );
});

test("[tool.schemas-join] a name that a renamed definition takes is free for nobody else", () => {
  const joined = tool({
    one: { $ref: "#/$defs/Id", $defs: { Id: { type: "integer" } } },
    two: { $ref: "#/$defs/Id", $defs: { Id: { type: "string" } } },
    three: { $ref: "#/$defs/Id_2", $defs: { Id_2: { type: "boolean" } } },
  });
  validateArguments(joined, { one: 1, two: "b", three: true });
  assert.equal(refusal(joined, { one: "a", two: 2, three: 3 }).issues.length, 3);
});

test("[tool.schemas-join] definitions that refer to each other, and to themselves, keep doing so", () => {
  const branch = (leaf: string): JsonSchema => ({
    $ref: "#/$defs/Tree",
    $defs: {
      Tree: {
        type: "object",
        properties: {
          leaf: { $ref: "#/$defs/Leaf" },
          sub: { type: "array", items: { $ref: "#/$defs/Tree" } },
        },
      },
      Leaf: { type: leaf },
    },
  });
  const joined = tool({ numbers: branch("number"), texts: branch("string") });
  validateArguments(joined, {
    numbers: { sub: [{ leaf: 1, sub: [{ leaf: 2 }] }] },
    texts: { sub: [{ leaf: "a", sub: [{ leaf: "b" }] }] },
  });
  assert.deepEqual(refusal(joined, { texts: { sub: [{ leaf: 1 }] } }).issues[0]?.path, [
    "texts",
    "sub",
    "0",
    "leaf",
  ]);
});

test("[tool.schemas-join] definitions that mean the same are joined into one", () => {
  const $defs = {
    Leaf: { type: "integer" },
    Tree: { items: { $ref: "#/$defs/Tree" }, not: { $ref: "#/$defs/Leaf" } },
  };
  const joined = tool({
    one: { $ref: "#/$defs/Tree", $defs },
    two: { $ref: "#/$defs/Tree", $defs },
    three: { $ref: "#/$defs/Tree", $defs: { ...structuredClone($defs), Other: {} } },
  });
  assert.deepEqual(Object.keys(toolInputSchema(joined).$defs ?? {}), ["Leaf", "Tree", "Other"]);
});

test("a reference to the parameter's own schema follows it to its new place", () => {
  const joined = tool({
    tree: { type: "object", properties: { sub: { $ref: "#" } }, additionalProperties: false },
    "a/b~c d": { type: "array", items: { anyOf: [{ type: "integer" }, { $ref: "#" }] } },
    point: { properties: { x: { type: "integer" }, y: { $ref: "#/properties/x" } } },
  });
  validateArguments(joined, { tree: { sub: { sub: {} } }, "a/b~c d": [1, [2, [3]]], point: { x: 1, y: 2 } });
  assert.equal(refusal(joined, { tree: { sub: { other: 1 } } }).issues.length, 1);
  assert.equal(refusal(joined, { "a/b~c d": [1, ["x"]] }).issues.length, 1);
  assert.equal(refusal(joined, { point: { y: "2" } }).issues.length, 1);
});

test("definitions with odd names are found again", () => {
  const odd = "a/b~c %41 ä";
  const pointer = encodeURIComponent(odd.replaceAll("~", "~0").replaceAll("/", "~1"));
  const joined = tool({ one: { $ref: `#/$defs/${pointer}`, $defs: { [odd]: { type: "integer" } } } });
  validateArguments(joined, { one: 1 });
  assert.equal(refusal(joined, { one: "a" }).issues.length, 1);
});

test("the tool and its schemas are left as they were, and the result is computed once", () => {
  const schema = { $ref: "#/$defs/Id", $defs: { Id: { type: "integer" } } };
  const before = JSON.stringify(schema);
  const frozen = Object.freeze(tool({ one: Object.freeze(schema) }));
  assert.equal(toolInputSchema(frozen), toolInputSchema(frozen));
  assert.equal(JSON.stringify(schema), before);
});

test("a parameter called __proto__ is a property like the others", () => {
  const proto: Tool = {
    name: "t",
    description: "A tool.",
    parameters: [{ name: "__proto__", description: "Odd.", required: true, schema: { type: "integer" } }],
  };
  const { properties = {} } = toolInputSchema(proto);
  assert.deepEqual(Object.keys(properties), ["__proto__"]);
  assert.equal(Object.getPrototypeOf(properties), Object.prototype);
});

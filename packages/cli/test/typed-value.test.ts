import type { JsonSchema } from "@mcs/core";
import { expect, test } from "vitest";
import { parseAssignment } from "../src/arguments/assignments.ts";
import { typedValue } from "../src/arguments/typed-value.ts";
import { UsageError } from "../src/errors.ts";

function typed(schema: JsonSchema | undefined, ...texts: string[]): unknown {
  return typedValue({ name: "x", description: "", ...(schema === undefined ? {} : { schema }) }, texts);
}

test("numbers, booleans and null are read where the schema asks for them, and stay text where it asks for text", () => {
  expect(typed({ type: "integer" }, "-7")).toBe(-7);
  expect(typed({ type: "number" }, "1.5e3")).toBe(1500);
  expect(typed({ type: "boolean" }, "false")).toBe(false);
  expect(typed({ type: ["integer", "null"] }, "null")).toBe(null);
  for (const text of ["007", "1e3", "true", "null", "", '{"a":1}', "[1]"]) {
    expect(typed({ type: "string" }, text)).toBe(text);
  }
});

test("where a schema takes text and something else, text wins, except for JSON objects and lists that fit", () => {
  expect(typed({ type: ["string", "integer"] }, "5")).toBe("5");
  expect(typed({ anyOf: [{ type: "string" }, { type: "object" }] }, '{"a":1}')).toEqual({ a: 1 });
  expect(typed({ anyOf: [{ type: "string" }, { type: "object" }] }, "{draft")).toBe("{draft");
  expect(typed(undefined, "5")).toBe("5");
  expect(typed(undefined, '{"a":1}')).toEqual({ a: 1 });
});

test("an enum of numbers gives numbers, an enum of text gives text", () => {
  expect(typed({ enum: [1, 2] }, "2")).toBe(2);
  expect(typed({ enum: ["1", "2"] }, "2")).toBe("2");
});

test("a list is given by repetition, by one value, or as JSON, and its items are typed", () => {
  const integers: JsonSchema = { type: "array", items: { type: "integer" } };
  expect(typed(integers, "1", "2")).toEqual([1, 2]);
  expect(typed(integers, "1")).toEqual([1]);
  expect(typed(integers, "[1,2]")).toEqual([1, 2]);
  expect(typed({ type: "array", items: { type: "string" } }, "[draft]", "a,b")).toEqual(["[draft]", "a,b"]);
  expect(typed({ type: "array", items: { type: "object" } }, '{"a":1}')).toEqual([{ a: 1 }]);
});

test("references are followed into the parameter's own definitions, cycles included", () => {
  const schema: JsonSchema = {
    $ref: "#/$defs/Ids",
    $defs: { Ids: { type: "array", items: { $ref: "#/$defs/a~1b" } }, "a/b": { type: "integer" } },
  };
  expect(typed(schema, "3", "4")).toEqual([3, 4]);
  expect(typed({ $ref: "#/$defs/A", $defs: { A: { $ref: "#/$defs/A" } } }, "3")).toBe("3");
});

test("a repeated argument that is no list, broken JSON and a number that would lose digits are refused", () => {
  expect(() => typed({ type: "string" }, "a", "b")).toThrow(UsageError);
  expect(() => typed({ type: "object" }, "{a:1}")).toThrow(/The value of x is broken JSON/);
  expect(() => typed({ type: "integer" }, "9007199254740993")).toThrow(/losing digits/);
});

test("what fits no type stays as it was typed, for the validation to name", () => {
  expect(typed({ type: "integer" }, "abc")).toBe("abc");
  expect(typed({ type: "boolean" }, "yes")).toBe("yes");
});

test("a word is split at its first = or :=, unless a known name holds one", () => {
  expect(parseAssignment("a=b=c", [])).toEqual({ key: "a", json: false, text: "b=c" });
  expect(parseAssignment("a:=[1]", [])).toEqual({ key: "a", json: true, text: "[1]" });
  expect(parseAssignment("filter[a=b]=c", ["filter[a=b]", "filter"])).toMatchObject({
    key: "filter[a=b]",
    text: "c",
  });
  expect(parseAssignment("url=http://x/?a:=1", ["url"])).toMatchObject({
    key: "url",
    text: "http://x/?a:=1",
  });
  expect(() => parseAssignment("petId", [])).toThrow(/no key=value/);
});

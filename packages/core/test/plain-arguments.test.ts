import { Validator } from "@cfworker/json-schema";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { JsonSchemaObject } from "../src/index.ts";
import { plainCheck } from "../src/validation/plain.ts";

const value = fc.constantFrom<unknown>("a", "", "long", 1, 0, 1.5, Number.NaN, true, false, null, [], {});
const plain = fc.record({ type: fc.constantFrom("string", "integer", "number", "boolean") });
const other = fc.record(
  {
    type: fc.oneof(
      fc.constantFrom("string", "integer", "number", "boolean", "array", "null"),
      fc.constant(["string", "null"]),
    ),
    enum: fc.array(fc.constantFrom("a", 1, 0, true), { minLength: 1 }),
    minimum: fc.constantFrom(0, 1, 2),
    maximum: fc.constantFrom(0, 1, 2),
    maxLength: fc.nat(3),
    description: fc.string(),
  },
  { requiredKeys: [] },
);
const property = fc.oneof({ weight: 3, arbitrary: plain }, { weight: 1, arbitrary: other });
/** Properties, each with the value that a call passes for it, and one that may be required. */
const drawn = fc.tuple(
  fc.array(fc.tuple(property, value), { minLength: 1, maxLength: 2 }),
  fc.option(fc.constantFrom("p0", "p1"), { nil: undefined }),
);

test("what passes the quick check passes the interpreter", () => {
  let quick = 0;
  fc.assert(
    fc.property(drawn, ([pairs, required]) => {
      const named = pairs.map(([own, passed], index) => [`p${index}`, own, passed] as const);
      const schema: JsonSchemaObject = {
        type: "object",
        properties: Object.fromEntries(named.map(([name, own]) => [name, own as JsonSchemaObject])),
        ...(required === undefined ? {} : { required: [required] }),
        additionalProperties: false,
      };
      const args = Object.fromEntries(named.map(([name, , passed]) => [name, passed]));
      if (!plainCheck(schema)(args)) return;
      quick++;
      const copy = JSON.parse(JSON.stringify(schema)) as object;
      expect(new Validator(copy, "2020-12").validate(args).valid).toBe(true);
    }),
    { numRuns: 3000 },
  );
  expect(quick).toBeGreaterThan(50);
});

test("plain arguments pass it, and doubtful ones do not", () => {
  const check = plainCheck({
    type: "object",
    properties: {
      id: { type: "integer" },
      kind: { type: "string", enum: ["a"] },
      tag: { type: "string", minLength: 2 },
    },
    required: ["id"],
    additionalProperties: false,
  });
  expect(check({ id: 1, kind: "a" })).toBe(true);
  for (const doubtful of [
    {},
    { id: "1" },
    { id: 1.5 },
    { id: 1, kind: "b" },
    { id: 1, tag: "long enough" },
    { id: 1, other: 1 },
  ]) {
    expect(check(doubtful)).toBe(false);
  }
});

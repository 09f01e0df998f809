import { describe, expect, test } from "vitest";
import { InvalidArgumentsError, type Tool } from "../src/index.ts";
import { validateArguments } from "../src/validation/index.ts";
import { safeLength } from "../src/validation/patterns.ts";

const toolWith = (schema: object): Tool => ({
  name: "t",
  description: "d",
  parameters: [{ name: "q", description: "", required: true, schema: schema as never }],
});

describe("how long a text may be for a pattern", () => {
  test.each([
    "^[a-z]+$",
    "^abc$",
    "^[A-Z]{2}-\\d{4}$",
    "a",
    "^(?:a|b)$",
    "^\\(+$",
    "^[(+*)]+$",
    "^[0-9a-f]{8}(-[0-9a-f]{4}){3}$",
  ])("%s takes any", (pattern) => expect(safeLength(pattern)).toBeUndefined());

  test.each([
    "^(a+)+$",
    "^(a|aa)+$",
    "^(a|a)*$",
    "(.*)*x",
    "^(?:(?:a?){30}a{30})$",
    "^(\\w+\\s?)*$",
    "^(?<n>a+){2,}$",
    "(a)\\1",
    "(?:(?=a*)b)*",
  ])("%s takes a short one only", (pattern) => expect(safeLength(pattern)).toBe(16));

  test.each([
    ["\\s+$", 3162],
    ["^\\d+\\.\\d+$", 3162],
    ["^.*a.*b.*$", 215],
  ])("%s takes %i characters", (pattern, length) => expect(safeLength(pattern)).toBe(length));
});

test("a pattern is held against a text that is short enough, and lets a longer one pass in no time", () => {
  const tool = toolWith({ type: "string", pattern: "^(a+)+$" });
  expect(() => validateArguments(tool, { q: "aab" })).toThrow(/argument "q" should be a string that matches/);
  expect(() => validateArguments(tool, { q: "aaa" })).not.toThrow();
  expect(() => validateArguments(tool, { q: `${"a".repeat(100_000)}!` })).not.toThrow();
});

test("a pattern for names that could take for ever refuses no name", () => {
  const tool = toolWith({
    type: "object",
    patternProperties: { "^(x+)+$": { type: "string" }, "^n": { type: "number" } },
    additionalProperties: false,
  });
  expect(() => validateArguments(tool, { q: { [`${"x".repeat(1000)}!`]: 1 } })).not.toThrow();
  expect(() => validateArguments(tool, { q: { n: "one" } })).toThrow(InvalidArgumentsError);
});

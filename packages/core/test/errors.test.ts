import { strict as assert } from "node:assert";
import {
  AbortedError,
  ConfigurationError,
  CredentialError,
  ExecutionError,
  InvalidArgumentsError,
  LimitError,
  McsError,
  TimeoutError,
  ToolNotFoundError,
  toMcsError,
} from "@mcs/core";
import { describe, test } from "vitest";
import { anotherCopy } from "./support/another-copy.ts";

const family: ReadonlyArray<readonly [McsError, name: string, code: string]> = [
  [new McsError("network", "No route."), "McsError", "network"],
  [new ConfigurationError("Wrong."), "ConfigurationError", "invalid_configuration"],
  [new ToolNotFoundError("add"), "ToolNotFoundError", "tool_not_found"],
  [new InvalidArgumentsError("add", []), "InvalidArgumentsError", "invalid_arguments"],
  [new ExecutionError("Failed."), "ExecutionError", "execution_failed"],
  [new ExecutionError("Failed.", { code: "http_404" }), "ExecutionError", "http_404"],
  [new AbortedError(), "AbortedError", "aborted"],
  [new TimeoutError("Too slow."), "TimeoutError", "timeout"],
  [new CredentialError("No key."), "CredentialError", "missing_credential"],
  [new LimitError("Too big."), "LimitError", "limit_exceeded"],
];

describe("the family", () => {
  for (const [error, name, code] of family) {
    test(`${name} has the code ${code}`, () => {
      assert.equal(error.name, name);
      assert.equal(error.code, code);
      assert.ok(error instanceof McsError && error instanceof Error);
      assert.ok(McsError.is(error));
    });
  }
});

test("the remedy ends the message", () => {
  const error = new ConfigurationError("There is no url.", { remedy: "Pass one." });
  assert.equal(error.message, "There is no url. Pass one.");
  assert.equal(error.remedy, "Pass one.");
});

test("[error.log-safe] JSON holds name, code and message; the cause is kept and stays out", () => {
  const cause = new Error("Bearer abc");
  const error = new ExecutionError("The call failed.", { cause });
  assert.equal(error.cause, cause);
  assert.equal(
    JSON.stringify({ error }),
    '{"error":{"name":"ExecutionError","code":"execution_failed","message":"The call failed."}}',
  );
});

test("[error.recognised-across-copies] an error of another copy of the package is one of the family", async () => {
  const copy = await anotherCopy<typeof import("../src/errors.ts")>("errors.ts");
  const foreign = new copy.ExecutionError("Failed.");
  assert.ok(!(foreign instanceof McsError));
  assert.ok(McsError.is(foreign));
  assert.equal(toMcsError(foreign, "add failed"), foreign);
});

test("what only looks like an error of the family is none", () => {
  for (const value of [null, undefined, "McsError", { code: "aborted", name: "McsError" }, new Error("no")]) {
    assert.ok(!McsError.is(value));
  }
});

test("anything that was thrown becomes one of the family, with its cause", () => {
  const abort = new DOMException("This operation was aborted", "AbortError");
  assert.equal(toMcsError(abort, "add failed").code, "aborted");
  const plain = new TypeError("x is not a function");
  const wrapped = toMcsError(plain, "add failed");
  assert.equal(wrapped.message, "add failed: x is not a function");
  assert.equal(wrapped.code, "execution_failed");
  assert.equal(wrapped.cause, plain);
  assert.equal(toMcsError("a text", "add failed").message, "add failed: a text");
  assert.equal(toMcsError(undefined, "add failed").message, "add failed: undefined");
});

test("an argument error lists every issue, those of the whole without a place", () => {
  const error = new InvalidArgumentsError("add", [
    { path: ["a", "0"], keyword: "type", message: "should be a number" },
    { path: [], keyword: "", message: "and more" },
  ]);
  assert.equal(error.message, 'Invalid arguments for add: argument "a.0" should be a number; and more.');
  assert.equal(error.toolName, "add");
});

import { strict as assert } from "node:assert";
import {
  BaseDecorator,
  hybrid,
  InvalidArgumentsError,
  type ToolArguments,
  ToolNotFoundError,
} from "@mcs/core";
import { test } from "vitest";
import { asPayload, asText, ForeignDriver, sumsDriver } from "./support/drivers.ts";

test("[hybrid.validates-for-foreign] [execute.invalid-not-executed] wrong arguments never reach it", async () => {
  const foreign = new ForeignDriver();
  const driver = hybrid(foreign);
  await assert.rejects(driver.executeTool("add", { a: 1 }), InvalidArgumentsError);
  await assert.rejects(driver.executeTool("subtract", {}), ToolNotFoundError);
  const { callFailed, calls } = await driver.processLlmResponse(asText("add", { a: 1, b: "2" }));
  assert.ok(callFailed);
  assert.equal(calls?.[0]?.ok === false && calls[0].code, "invalid_arguments");
  assert.deepEqual(foreign.executed, []);
});

test("[hybrid.validates-for-foreign] also behind a decorator", async () => {
  class Through extends BaseDecorator {}
  const foreign = new ForeignDriver();
  await assert.rejects(hybrid(new Through(foreign)).executeTool("add", {}), InvalidArgumentsError);
  assert.deepEqual(foreign.executed, []);
});

test("what a foreign driver throws becomes an error of the family, with its cause", async () => {
  const foreign = new ForeignDriver();
  const cause = new TypeError("fetch failed");
  foreign.executeTool = async () => {
    throw cause;
  };
  await assert.rejects(hybrid(foreign).executeTool("add", { a: 1, b: 2 }), {
    name: "ExecutionError",
    message: "add failed: fetch failed",
    cause,
  });
});

test("arguments are validated once", async () => {
  let reads = 0;
  const args: ToolArguments = {
    get a() {
      reads++;
      return 1;
    },
    b: 2,
  };
  const input = [{ type: "tool_use", id: "a", name: "add", input: args }];
  const { toolCallResult } = await hybrid(sumsDriver()).processLlmResponse(input);
  assert.equal(toolCallResult, 3);
  // Once by validation, once by the tool itself.
  assert.equal(reads, 2);
});

test("a whole strategy takes the place of the bundled words", async () => {
  const driver = hybrid(sumsDriver(), {
    prompts: {
      formatTools: (tools) => tools.map(({ name }) => name).join("+"),
      systemMessage: () => "Sums only.",
      nativeSystemMessage: () => "Native sums.",
      result: (tool, result) => `${tool}=${result}`,
      retry: (kind) => `again: ${kind}`,
    },
  });
  assert.equal(await driver.getFunctionDescription(), "add+fail");
  assert.equal(await driver.getDriverSystemMessage(), "Sums only.");
  assert.equal((await driver.getDriverContext()).systemMessage, "Native sums.");
  const executed = await driver.processLlmResponse(asText("add", { a: 1, b: 2 }));
  assert.deepEqual(executed.messages?.at(-1), { role: "user", content: "add=3" });
  const failed = await driver.processLlmResponse(asText("add", { a: 1 }));
  assert.equal(failed.retryPrompt, "again: invalid_arguments");
});

test("[prompt.asks-for-what-it-reads] the call that the prompt shows is one that is read", async () => {
  const driver = hybrid(sumsDriver());
  const system = await driver.getDriverSystemMessage();
  const example = /\{.*"arguments".*\}/.exec(system)?.[0];
  assert.ok(example !== undefined, system);
  const call = example
    .replace("name_of_the_tool", "add")
    .replace('"name_of_the_argument": "value"', '"a": 2, "b": 3');
  assert.equal((await driver.processLlmResponse(call)).toolCallResult, 5);
});

test("a provider that is not known is an error which lists those that are", async () => {
  await assert.rejects(hybrid(sumsDriver()).getDriverContext("gpt-5", { provider: "constructor" }), {
    code: "invalid_configuration",
    message: /There are openai, /,
  });
});

test("the provider follows the model's name unless it is given", async () => {
  const driver = hybrid(sumsDriver());
  const [claude] = (await driver.getDriverContext("claude-opus-5")).tools;
  assert.ok(claude !== undefined && "input_schema" in claude);
  const [gpt] = (await driver.getDriverContext("gpt-5")).tools;
  assert.ok(gpt !== undefined && "function" in gpt);
});

test("one instance keeps many conversations apart", async () => {
  const driver = hybrid(sumsDriver());
  const numbers = Array.from({ length: 50 }, (_, index) => index);
  const responses = await Promise.all(
    numbers.map((a) => driver.processLlmResponse(asPayload([[`call_${a}`, "add", { a, b: 1 }]]))),
  );
  for (const [a, { toolCallResult, messages }] of responses.entries()) {
    assert.equal(toolCallResult, a + 1);
    assert.equal(messages?.at(-1)?.tool_call_id, `call_${a}`);
  }
});

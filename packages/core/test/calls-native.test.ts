import { strict as assert } from "node:assert";
import { extractToolCalls, hybrid, toolCallStream } from "@mcs/core";
import { test } from "vitest";
import { sumsDriver } from "./support/drivers.ts";
import { CHATS } from "./support/native/chats.ts";
import { CONTENT_BLOCKS } from "./support/native/content-blocks.ts";
import { OPENAI } from "./support/native/openai.ts";
import { A, B, json } from "./support/native/shape.ts";

const SHAPES = { ...OPENAI, ...CONTENT_BLOCKS, ...CHATS };

for (const [provider, { whole, events, ids, answers }] of Object.entries(SHAPES)) {
  test(`${provider}: whole, as events and as a stream say the same`, async () => {
    const tools = await sumsDriver().listTools();
    const stream = toolCallStream(tools);
    let shown = "";
    for (const event of events) shown += stream.push(event);
    for (const read of [
      extractToolCalls(whole, tools),
      extractToolCalls([...events], tools),
      extractToolCalls({ events }, tools),
      stream.end(),
    ]) {
      assert.deepEqual(
        read.calls.map(({ id, name, arguments: args }) => [id, name, args]),
        [
          [ids[0], "add", A],
          [ids[1], "add", B],
        ],
      );
      assert.deepEqual(read.failures, []);
      assert.equal(read.text, "Both.");
    }
    assert.equal(shown, "Both.");
  });

  test(`${provider}: every call is answered, in the provider's own form`, async () => {
    const driver = hybrid(sumsDriver());
    const response = await driver.processLlmResponse(whole);
    assert.deepEqual(response.toolCallResult, [3, 7]);
    assert.deepEqual(response.messages?.slice(-answers.length), answers);
    const streamed = await driver.processLlmResponse([...events]);
    assert.deepEqual(streamed.messages?.slice(-answers.length), answers);
    // The model's own turn comes back in a form that is read as the same calls.
    const turn = response.messages?.slice(0, -answers.length) ?? [];
    const again = extractToolCalls(
      turn.length === 1 ? (turn[0] as object) : [...turn],
      await driver.listTools(),
    );
    assert.equal(again.calls.length, 2);
  });

  test(`${provider}: broken arguments are a failure that is answered, never an empty object`, async () => {
    const broken = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(broken);
      if (typeof value !== "object" || value === null) return value === json(B) ? '{"a": 3, "b"' : value;
      const entries = Object.entries(value).map(([key, item]) => {
        const isArguments = json(item) === json(B);
        return [key, isArguments ? '{"a": 3, "b"' : broken(item)] as const;
      });
      return Object.fromEntries(entries);
    };
    const tools = await sumsDriver().listTools();
    const { calls, failures } = extractToolCalls(broken(whole) as object, tools);
    assert.deepEqual(
      calls.map(({ arguments: args }) => args),
      [A],
    );
    assert.equal(failures[0]?.name, "add");
    assert.equal(failures[0].id, ids[1]);
    const response = await hybrid(sumsDriver()).processLlmResponse(broken(whole) as object);
    assert.ok(response.callExecuted && response.callFailed);
    const sent = json(response.messages?.slice(-answers.length));
    assert.match(sent, /could not be read/);
    for (const id of ids) if (id !== undefined) assert.ok(sent.includes(id), sent);
  });
}

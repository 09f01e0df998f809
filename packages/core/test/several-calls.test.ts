import { strict as assert } from "node:assert";
import { AbortedError, defineTool, hybrid } from "@mcs/core";
import { test } from "vitest";
import { asPayload, asText, sumsDriver } from "./support/drivers.ts";

/** A promise and the function that resolves it. */
function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

test("[calls.mixed-sets-both-flags] one failure fails its own call, and keeps its place", async () => {
  const response = await hybrid(sumsDriver()).processLlmResponse(
    asPayload([
      ["a", "add", { a: 1, b: 2 }],
      ["b", "fail", {}],
      ["c", "subtract", {}],
      ["d", "add", { a: 1 }],
      ["e", "add", "{broken"],
      ["f", "add", { a: 3, b: 4 }],
    ]),
  );
  assert.ok(response.callExecuted && response.callFailed);
  assert.deepEqual(response.toolCallResult, [3, null, null, null, null, 7]);
  assert.deepEqual(
    response.calls?.map((call) => [call.id, call.ok ? call.result : call.code]),
    [
      ["a", 3],
      ["b", "execution_failed"],
      ["c", "tool_not_found"],
      ["d", "invalid_arguments"],
      ["e", "unreadable_call"],
      ["f", 7],
    ],
  );
  assert.deepEqual(
    response.messages?.slice(1).map(({ tool_call_id }) => tool_call_id),
    ["a", "b", "c", "d", "e", "f"],
  );
  assert.equal(response.callDetail.split("\n").length, 4);
  for (const { content } of response.messages?.slice(2, 6) ?? []) {
    assert.ok(response.retryPrompt.includes(String(content)));
  }
});

test("several calls in a text are answered in one message", async () => {
  const answer = `First:\n${asText("add", { a: 1, b: 2 })}\nThen:\n${asText("add", { a: 3, b: 4 })}`;
  const { toolCallResult, messages } = await hybrid(sumsDriver()).processLlmResponse(answer);
  assert.deepEqual(toolCallResult, [3, 7]);
  assert.equal(messages?.length, 2);
  assert.deepEqual(messages[0], { role: "assistant", content: answer });
  assert.match(String(messages[1]?.content), /3[\s\S]*7/);
});

test("[response.empty-for-foreign-tool] an answer with none of our tools is not touched at all", async () => {
  const driver = hybrid(sumsDriver());
  const empty = await driver.processLlmResponse("There is nothing to add.");
  assert.deepEqual(empty, {
    callExecuted: false,
    callFailed: false,
    toolCallResult: null,
    callDetail: null,
    retryPrompt: null,
    messages: null,
  });
  for (const answer of [
    asText("subtract", { a: 1 }),
    asPayload([["a", "subtract", {}]]),
    '{"name": "Tom", "arguments": "none"}',
    "{",
    "",
    {},
    [],
    { choices: [{ message: { role: "assistant", content: "Nothing." } }] },
  ]) {
    assert.deepEqual(await driver.processLlmResponse(answer), empty);
  }
});

test("[calls.reads-side-by-side] neighbours that only read are under way at the same time", async () => {
  const started: number[] = [];
  const all = gate();
  const peek = defineTool({
    name: "peek",
    title: "Peeks.",
    annotations: { readOnly: true },
    parameters: [{ name: "n", description: "", required: true }],
    execute: async ({ n }) => {
      started.push(Number(n));
      if (started.length === 3) all.open();
      // Nobody gets on before all have begun.
      await all.opened;
      return n;
    },
  });
  const calls = [1, 2, 3].map((n) => [`call_${n}`, "peek", { n }] as const);
  const { toolCallResult } = await hybrid(sumsDriver([peek])).processLlmResponse(asPayload(calls));
  assert.deepEqual(toolCallResult, [1, 2, 3]);
});

test("[calls.writes-in-order] a call that may change something waits, and is waited for", async () => {
  const log: string[] = [];
  const step = (name: string, readOnly: boolean) =>
    defineTool({
      name,
      title: "A step.",
      annotations: { readOnly },
      parameters: [{ name: "n", description: "", required: true }],
      execute: async ({ n }) => {
        log.push(`${name} ${n} begins`);
        await new Promise((resolve) => setImmediate(resolve));
        log.push(`${name} ${n} ends`);
      },
    });
  const driver = hybrid(sumsDriver([step("read", true), step("write", false)]));
  await driver.processLlmResponse(
    asPayload([
      ["a", "read", { n: 1 }],
      ["b", "write", { n: 2 }],
      ["c", "write", { n: 3 }],
      ["d", "read", { n: 4 }],
    ]),
  );
  assert.deepEqual(log, [
    "read 1 begins",
    "read 1 ends",
    "write 2 begins",
    "write 2 ends",
    "write 3 begins",
    "write 3 ends",
    "read 4 begins",
    "read 4 ends",
  ]);
});

test("a tool that does not say that it only reads is taken for one that writes", async () => {
  let underWay = 0;
  let most = 0;
  const quiet = defineTool({
    name: "quiet",
    title: "Says nothing of itself.",
    execute: async () => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay--;
    },
  });
  const calls = ["a", "b", "c"].map((id) => [id, "quiet", {}] as const);
  await hybrid(sumsDriver([quiet])).processLlmResponse(asPayload(calls));
  assert.equal(most, 1);
});

test("[response.streaming-waits] nothing runs before the call is whole, then it runs", async () => {
  let runs = 0;
  const count = defineTool({ name: "count", title: "Counts.", execute: () => ++runs });
  const driver = hybrid(sumsDriver([count]));
  const answer = asText("count", {});
  for (let length = 0; length < answer.length; length++) {
    const response = await driver.processLlmResponse(answer.slice(0, length), { streaming: true });
    assert.deepEqual([response.callExecuted, response.callFailed], [false, false], answer.slice(0, length));
  }
  assert.equal(runs, 0);
  assert.equal((await driver.processLlmResponse(answer, { streaming: true })).toolCallResult, 1);
});

test("[abort.before-call] [abort.under-way] an abort is a failed call, never a rejection of the whole", async () => {
  const started = gate();
  const controller = new AbortController();
  const hang = defineTool({
    name: "hang",
    title: "Hangs.",
    execute: (_, { signal }) =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener("abort", () => reject(signal.reason));
        started.open();
      }),
  });
  const driver = hybrid(sumsDriver([hang]));
  const pending = driver.processLlmResponse(
    asPayload([
      ["a", "hang", {}],
      ["b", "add", { a: 1, b: 2 }],
    ]),
    { signal: controller.signal },
  );
  await started.opened;
  controller.abort(new Error("the user left"));
  const { callExecuted, callFailed, calls } = await pending;
  assert.deepEqual([callExecuted, callFailed], [false, true]);
  assert.deepEqual(
    calls?.map((call) => !call.ok && call.code),
    ["aborted", "aborted"],
  );
});

test("[abort.under-way] the reason of the signal is kept as the cause", async () => {
  const reason = new Error("the user left");
  const controller = new AbortController();
  const hang = defineTool({
    name: "hang",
    title: "Hangs.",
    execute: (_, { signal }) =>
      new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(signal.reason))),
  });
  const call = sumsDriver([hang]).executeTool("hang", {}, { signal: controller.signal });
  await Promise.resolve();
  controller.abort(reason);
  await assert.rejects(call, (error) => {
    assert.ok(error instanceof AbortedError);
    assert.equal(error.cause, reason);
    return true;
  });
});

test("results of every kind reach the model, also those that JSON does not have", async () => {
  for (const [result, told] of [
    ["a text", "a text"],
    [{ a: [1] }, '{"a":[1]}'],
    [undefined, "null"],
    [null, "null"],
    [10n, '"10"'],
    [0, "0"],
  ] as const) {
    const give = defineTool({ name: "give", title: "Gives.", execute: () => result });
    const payload = asPayload([["a", "give", {}]]);
    const { messages } = await hybrid(sumsDriver([give])).processLlmResponse(payload);
    assert.equal(messages?.at(-1)?.content, told);
  }
});

test("a result that has no form as text is a success all the same", async () => {
  const circle: { self?: unknown } = {};
  circle.self = circle;
  const tool = defineTool({ name: "turn", title: "Gives a circle.", execute: () => circle });
  const driver = hybrid(sumsDriver([tool]));
  const response = await driver.processLlmResponse(asText("turn", {}));
  assert.equal(response.callExecuted, true);
  assert.match(JSON.stringify(response.messages), /cannot be shown/);
});

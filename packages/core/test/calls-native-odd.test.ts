import { strict as assert } from "node:assert";
import { defineTool, extractToolCalls, hybrid, Media, toolCallStream } from "@mcs/core";
import { test } from "vitest";
import { sumsDriver } from "./support/drivers.ts";
import { A, B, fn, json } from "./support/native/shape.ts";

test("what a provider executes itself is no call", async () => {
  const tools = await sumsDriver().listTools();
  for (const payload of [
    {
      content: [
        { type: "server_tool_use", id: "s", name: "add", input: A },
        { type: "mcp_tool_use", id: "m", name: "add", input: A },
      ],
    },
    {
      output: [
        { type: "mcp_call", name: "add", arguments: json(A) },
        { type: "code_interpreter_call", code: "1" },
      ],
    },
    { candidates: [{ content: { parts: [{ executableCode: { code: "add(1, 2)" } }] } }] },
  ]) {
    assert.deepEqual(extractToolCalls(payload, tools).calls, []);
  }
});

test("a call by the name of all calls at once is unwrapped, and answered under its one id", async () => {
  const uses = [
    { recipient_name: "functions.add", parameters: A },
    { recipient_name: "functions.add", parameters: B },
  ];
  const payload = {
    role: "assistant",
    tool_calls: [
      { id: "p", type: "function", function: fn("multi_tool_use.parallel", json({ tool_uses: uses })) },
    ],
  };
  const response = await hybrid(sumsDriver()).processLlmResponse(payload);
  assert.deepEqual(response.toolCallResult, [3, 7]);
  assert.deepEqual(response.messages?.slice(1), [{ role: "tool", tool_call_id: "p", content: "3\n7" }]);
});

test("a call in the text of a native answer is read, and answered as text", async () => {
  const text = '<tool_call>{"name": "add", "arguments": {"a": 1, "b": 2}}</tool_call>';
  const driver = hybrid(sumsDriver());
  for (const payload of [
    { choices: [{ message: { role: "assistant", content: text } }] },
    { role: "assistant", content: [{ type: "text", text }] },
    { output: [{ type: "message", content: [{ type: "output_text", text }] }] },
    { candidates: [{ content: { parts: [{ text }] } }] },
    { message: { role: "assistant", content: text }, done: true },
    [
      { choices: [{ delta: { content: text.slice(0, 20) } }] },
      { choices: [{ delta: { content: text.slice(20) } }] },
    ],
  ]) {
    const { toolCallResult, messages } = await driver.processLlmResponse(payload);
    assert.equal(toolCallResult, 3, json(payload));
    assert.deepEqual(messages?.[0], { role: "assistant", content: text });
  }
});

test("a call that Gemini could not read itself is a failure", async () => {
  const finishMessage = "Malformed function call: print(default_api.add(a=1, b=";
  const payload = { candidates: [{ finishReason: "MALFORMED_FUNCTION_CALL", finishMessage }] };
  assert.equal((await hybrid(sumsDriver()).processLlmResponse(payload)).callFailed, true);
});

test("pictures go to the providers that take them, and are described to the others", async () => {
  const bytes = new Uint8Array([1, 2, 3]);
  const draw = defineTool({
    name: "draw",
    title: "Draws.",
    execute: () => new Media({ type: "image/png", bytes }),
  });
  const driver = hybrid(sumsDriver([draw]));
  const last = async (payload: object): Promise<string> =>
    json((await driver.processLlmResponse(payload)).messages?.at(-1));
  assert.match(
    await last([{ type: "tool_use", id: "i", name: "draw", input: {} }]),
    /"source":\{"type":"base64","media_type":"image\/png","data":"AQID"\}/,
  );
  assert.match(
    await last([{ type: "function_call", call_id: "i", name: "draw", arguments: "{}" }]),
    /"image_url":"data:image\/png;base64,AQID"/,
  );
  assert.match(
    await last({ parts: [{ functionCall: { name: "draw", args: {} } }] }),
    /"inlineData":\{"mimeType":"image\/png","data":"AQID"\}/,
  );
  assert.match(
    await last({ role: "assistant", content: [{ toolUse: { toolUseId: "i", name: "draw", input: {} } }] }),
    /"image":\{"format":"png"/,
  );
  const chat = await last({ tool_calls: [{ id: "i", function: fn("draw", "{}") }] });
  assert.match(chat, /image\/png/);
  assert.ok(!chat.includes("AQID"));
});

test("a drawing that no provider takes as a picture is described to all of them", async () => {
  const bytes = new Uint8Array([1, 2, 3]);
  for (const type of ["image/svg+xml", "image/tiff", "image/avif"]) {
    const sketch = defineTool({
      name: "sketch",
      title: "Sketches.",
      execute: () => new Media({ type, name: "a.bin", bytes }),
    });
    for (const payload of [
      [{ type: "tool_use", id: "i", name: "sketch", input: {} }],
      [{ type: "function_call", call_id: "i", name: "sketch", arguments: "{}" }],
      { parts: [{ functionCall: { name: "sketch", args: {} } }] },
      { role: "assistant", content: [{ toolUse: { toolUseId: "i", name: "sketch", input: {} } }] },
    ]) {
      const { messages } = await hybrid(sumsDriver([sketch])).processLlmResponse(payload);
      const shown = json(messages?.at(-1));
      assert.ok(shown.includes(type) && shown.includes("a.bin") && !shown.includes("AQID"), shown);
    }
  }
});

test("arguments that Gemini streams piece by piece are put together by their paths", async () => {
  const chunk = (functionCall: object): object => ({
    candidates: [{ content: { parts: [{ functionCall }] } }],
  });
  const events = [
    chunk({ id: "g", name: "add", willContinue: true }),
    chunk({ partialArgs: [{ jsonPath: "$.a", numberValue: 1 }], willContinue: true }),
    chunk({
      partialArgs: [{ jsonPath: "$.text", stringValue: "New ", willContinue: true }],
      willContinue: true,
    }),
    chunk({ partialArgs: [{ jsonPath: "$.text", stringValue: "York" }], willContinue: true }),
    chunk({ partialArgs: [{ jsonPath: "$.list[0].ok", boolValue: true }], willContinue: true }),
    chunk({ partialArgs: [{ jsonPath: "$['two words']", nullValue: "NULL_VALUE" }] }),
    chunk({ name: "add", args: B }),
  ];
  const tools = await sumsDriver().listTools();
  assert.deepEqual(extractToolCalls(events, tools).calls, [
    { id: "g", name: "add", arguments: { a: 1, text: "New York", list: [{ ok: true }], "two words": null } },
    { name: "add", arguments: B },
  ]);
});

test("what a provider wants back of its own turn survives its stream", async () => {
  const driver = hybrid(sumsDriver());
  const call = { type: "tool_use", id: "i", name: "add", input: {} };
  const delta = (index: number, change: object): object => ({
    type: "content_block_delta",
    index,
    delta: change,
  });
  const anthropic = await driver.processLlmResponse([
    { type: "content_block_start", index: 0, content_block: { type: "compaction", content: "" } },
    delta(0, { type: "compaction_delta", content: "before", encrypted_content: "x" }),
    { type: "content_block_start", index: 1, content_block: { type: "text", text: "" } },
    delta(1, { type: "text_delta", text: "Said." }),
    delta(1, { type: "citations_delta", citation: { url: "u" } }),
    { type: "content_block_start", index: 2, content_block: call },
    delta(2, { type: "input_json_delta", partial_json: json(A) }),
  ]);
  assert.deepEqual(anthropic.messages?.[0]?.content, [
    { type: "compaction", content: "before", encrypted_content: "x" },
    { type: "text", text: "Said.", citations: [{ url: "u" }] },
    { ...call, input: A },
  ]);
  const redactedContent = new Uint8Array([1]);
  const bedrock = await driver.processLlmResponse([
    { contentBlockDelta: { contentBlockIndex: 0, delta: { reasoningContent: { redactedContent } } } },
    { contentBlockStart: { contentBlockIndex: 1, start: { toolUse: { toolUseId: "i", name: "add" } } } },
    { contentBlockDelta: { contentBlockIndex: 1, delta: { toolUse: { input: json(A) } } } },
  ]);
  assert.deepEqual(bedrock.messages?.[0]?.content, [
    { reasoningContent: { redactedContent } },
    { toolUse: { toolUseId: "i", name: "add", input: A } },
  ]);
});

test("a call of a type that was not offered is answered beside ours", async () => {
  const tool_calls = [
    { id: "1", type: "custom", custom: { name: "shell", input: "ls" } },
    { id: "2", type: "function", function: fn("add", json(A)) },
  ];
  const { messages } = await hybrid(sumsDriver()).processLlmResponse({
    role: "assistant",
    content: null,
    tool_calls,
  });
  assert.deepEqual(
    messages?.slice(1).map((message) => message.tool_call_id),
    ["1", "2"],
  );
});

test("a whole answer with metadata of its own is the only event of its stream", async () => {
  const tools = await sumsDriver().listTools();
  const call = { type: "function_call", call_id: "c", name: "add", arguments: json(A) };
  const stream = toolCallStream(tools);
  stream.push({ object: "response", metadata: {}, output: [call] });
  assert.deepEqual(stream.end().calls, [{ id: "c", name: "add", arguments: A }]);
});

import { strict as assert } from "node:assert";
import { defineTool, extractToolCalls, hybrid, Media, type Message, toolCallStream } from "@mcs/core";
import { test } from "vitest";
import { sumsDriver } from "./support/drivers.ts";

const A = { a: 1, b: 2 };
const B = { a: 3, b: 4 };
const json = JSON.stringify;

interface Shape {
  /** A whole answer: a text, two calls, one of them broken where `broken` is given. */
  readonly whole: object;
  readonly events: readonly object[];
  /** The ids that both calls have. */
  readonly ids: readonly [string | undefined, string | undefined];
  readonly answers: readonly Message[];
}

const fn = (name: string, args: unknown): object => ({ name, arguments: args });

/** Two calls of `add` after the text "Both.", as each provider says it and wants its answer. */
const SHAPES: Readonly<Record<string, Shape>> = {
  "openai chat": {
    ids: ["c1", "c2"],
    whole: {
      choices: [
        {
          message: {
            role: "assistant",
            content: "Both.",
            tool_calls: [
              { id: "c1", type: "function", function: fn("add", json(A)) },
              { id: "c2", type: "function", function: fn("add", json(B)) },
            ],
          },
        },
      ],
    },
    events: [
      { choices: [{ delta: { role: "assistant", content: "Bo" } }] },
      { choices: [{ delta: { content: "th." } }] },
      {
        choices: [
          { delta: { tool_calls: [{ index: 0, id: "c1", type: "function", function: fn("add", "") }] } },
        ],
      },
      { choices: [{ delta: { tool_calls: [{ index: 0, function: { arguments: '{"a":1,' } }] } }] },
      { choices: [{ delta: { tool_calls: [{ index: 1, id: "c2", function: fn("add", '{"a":3,') }] } }] },
      { choices: [{ delta: { tool_calls: [{ index: 0, function: { arguments: '"b":2}' } }] } }] },
      { choices: [{ delta: { tool_calls: [{ index: 1, function: { arguments: '"b":4}' } }] } }] },
      { choices: [], usage: {} },
    ],
    answers: [
      { role: "tool", tool_call_id: "c1", content: "3" },
      { role: "tool", tool_call_id: "c2", content: "7" },
    ],
  },
  "openai responses": {
    ids: ["c1", "c2"],
    whole: {
      output: [
        { type: "reasoning", id: "r1", summary: [] },
        { type: "web_search_call", id: "w1", status: "completed" },
        { type: "message", role: "assistant", content: [{ type: "output_text", text: "Both." }] },
        { type: "function_call", id: "f1", call_id: "c1", name: "add", arguments: json(A) },
        { type: "function_call", id: "f2", call_id: "c2", name: "add", arguments: json(B) },
      ],
    },
    events: [
      { type: "response.created", response: { output: [] } },
      { type: "response.output_item.added", output_index: 0, item: { type: "message", content: [] } },
      { type: "response.output_text.delta", output_index: 0, delta: "Both." },
      {
        type: "response.output_item.added",
        output_index: 1,
        item: { type: "function_call", call_id: "c1", name: "add", arguments: "" },
      },
      { type: "response.function_call_arguments.delta", output_index: 1, delta: json(A) },
      {
        type: "response.output_item.done",
        output_index: 1,
        item: { type: "function_call", call_id: "c1", name: "add", arguments: json(A) },
      },
      {
        type: "response.output_item.added",
        output_index: 2,
        item: { type: "function_call", call_id: "c2", name: "add", arguments: "" },
      },
      { type: "response.function_call_arguments.delta", output_index: 2, delta: json(B) },
    ],
    answers: [
      { type: "function_call_output", call_id: "c1", output: "3" },
      { type: "function_call_output", call_id: "c2", output: "7" },
    ],
  },
  anthropic: {
    ids: ["c1", "c2"],
    whole: {
      role: "assistant",
      content: [
        { type: "text", text: "Both." },
        { type: "server_tool_use", id: "s1", name: "add", input: {} },
        { type: "tool_use", id: "c1", name: "add", input: A },
        { type: "tool_use", id: "c2", name: "add", input: B },
      ],
    },
    events: [
      { type: "message_start", message: { role: "assistant", content: [] } },
      { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
      { type: "ping" },
      { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Both." } },
      { type: "content_block_stop", index: 0 },
      {
        type: "content_block_start",
        index: 1,
        content_block: { type: "tool_use", id: "c1", name: "add", input: {} },
      },
      { type: "content_block_delta", index: 1, delta: { type: "input_json_delta", partial_json: '{"a":1,' } },
      { type: "content_block_delta", index: 1, delta: { type: "input_json_delta", partial_json: '"b":2}' } },
      {
        type: "content_block_start",
        index: 2,
        content_block: { type: "tool_use", id: "c2", name: "add", input: B },
      },
      { type: "message_delta", delta: { stop_reason: "tool_use" } },
    ],
    answers: [
      {
        role: "user",
        content: [
          { type: "tool_result", tool_use_id: "c1", content: "3" },
          { type: "tool_result", tool_use_id: "c2", content: "7" },
        ],
      },
    ],
  },
  google: {
    ids: [undefined, "c2"],
    whole: {
      candidates: [
        {
          content: {
            role: "model",
            parts: [
              { text: "I think.", thought: true },
              { text: "Both." },
              { functionCall: { name: "add", args: A }, thoughtSignature: "s" },
              { functionCall: { id: "c2", name: "add", args: B } },
            ],
          },
        },
      ],
    },
    events: [
      { candidates: [{ content: { role: "model", parts: [{ text: "Bo" }] } }] },
      { candidates: [{ content: { parts: [{ text: "th." }, { functionCall: { name: "add", args: A } }] } }] },
      {
        candidates: [
          {
            content: { parts: [{ functionCall: { id: "c2", name: "add", args: B } }] },
            finishReason: "STOP",
          },
        ],
      },
    ],
    answers: [
      {
        role: "user",
        parts: [
          { functionResponse: { name: "add", response: { output: "3" } } },
          { functionResponse: { id: "c2", name: "add", response: { output: "7" } } },
        ],
      },
    ],
  },
  bedrock: {
    ids: ["c1", "c2"],
    whole: {
      output: {
        message: {
          role: "assistant",
          content: [
            { text: "Both." },
            { toolUse: { toolUseId: "c1", name: "add", input: A } },
            { toolUse: { toolUseId: "c2", name: "add", input: B } },
          ],
        },
      },
      stopReason: "tool_use",
    },
    events: [
      { messageStart: { role: "assistant" } },
      { contentBlockDelta: { contentBlockIndex: 0, delta: { text: "Both." } } },
      { contentBlockStart: { contentBlockIndex: 1, start: { toolUse: { toolUseId: "c1", name: "add" } } } },
      { contentBlockDelta: { contentBlockIndex: 1, delta: { toolUse: { input: '{"a":1,' } } } },
      { contentBlockDelta: { contentBlockIndex: 1, delta: { toolUse: { input: '"b":2}' } } } },
      { contentBlockStart: { contentBlockIndex: 2, start: { toolUse: { toolUseId: "c2", name: "add" } } } },
      { contentBlockDelta: { contentBlockIndex: 2, delta: { toolUse: { input: json(B) } } } },
      { messageStop: { stopReason: "tool_use" } },
    ],
    answers: [
      {
        role: "user",
        content: [
          { toolResult: { toolUseId: "c1", content: [{ text: "3" }], status: "success" } },
          { toolResult: { toolUseId: "c2", content: [{ text: "7" }], status: "success" } },
        ],
      },
    ],
  },
  ollama: {
    ids: [undefined, undefined],
    whole: {
      model: "llama3.2",
      message: {
        role: "assistant",
        content: "Both.",
        tool_calls: [{ function: fn("add", A) }, { function: fn("add", B) }],
      },
      done: true,
    },
    events: [
      { message: { role: "assistant", content: "Both." }, done: false },
      { message: { role: "assistant", content: "", tool_calls: [{ function: fn("add", A) }] }, done: false },
      { message: { role: "assistant", content: "", tool_calls: [{ function: fn("add", B) }] }, done: false },
      { message: { role: "assistant", content: "" }, done: true },
    ],
    answers: [
      { role: "tool", tool_name: "add", content: "3" },
      { role: "tool", tool_name: "add", content: "7" },
    ],
  },
  mistral: {
    ids: ["D681PevKs", "E681PevKs"],
    whole: {
      model: "mistral-large-latest",
      choices: [
        {
          message: {
            role: "assistant",
            content: "Both.",
            toolCalls: [
              { id: "D681PevKs", function: fn("add", json(A)) },
              { id: "E681PevKs", function: fn("add", B) },
            ],
          },
        },
      ],
    },
    events: [
      { data: { model: "mistral-large-latest", choices: [{ delta: { content: "Both." } }] } },
      {
        data: {
          choices: [
            {
              delta: {
                toolCalls: [
                  { id: "D681PevKs", function: fn("add", json(A)), index: 0 },
                  { id: "E681PevKs", function: fn("add", json(B)), index: 1 },
                ],
              },
            },
          ],
        },
      },
    ],
    answers: [
      { role: "tool", name: "add", toolCallId: "D681PevKs", content: "3" },
      { role: "tool", name: "add", toolCallId: "E681PevKs", content: "7" },
    ],
  },
  cohere: {
    ids: ["c1", "c2"],
    whole: {
      message: {
        role: "assistant",
        tool_plan: "I will add.",
        content: [{ type: "text", text: "Both." }],
        tool_calls: [
          { id: "c1", type: "function", function: fn("add", json(A)) },
          { id: "c2", type: "function", function: fn("add", json(B)) },
        ],
      },
      finish_reason: "TOOL_CALL",
    },
    events: [
      { type: "message-start", delta: { message: { role: "assistant" } } },
      { type: "tool-plan-delta", delta: { message: { tool_plan: "I will add." } } },
      { type: "content-delta", delta: { message: { content: { text: "Both." } } } },
      {
        type: "tool-call-start",
        delta: { message: { tool_calls: { id: "c1", type: "function", function: fn("add", "") } } },
      },
      { type: "tool-call-delta", delta: { message: { tool_calls: { function: { arguments: '{"a":1,' } } } } },
      { type: "tool-call-delta", delta: { message: { tool_calls: { function: { arguments: '"b":2}' } } } } },
      { type: "tool-call-end", index: 0 },
      {
        type: "tool-call-start",
        delta: { message: { tool_calls: { id: "c2", function: fn("add", json(B)) } } },
      },
      { type: "message-end", delta: { finish_reason: "TOOL_CALL" } },
    ],
    answers: [
      { role: "tool", tool_call_id: "c1", content: [{ type: "document", document: { data: "3" } }] },
      { role: "tool", tool_call_id: "c2", content: [{ type: "document", document: { data: "7" } }] },
    ],
  },
};

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
  const drawing = defineTool({
    name: "sketch",
    title: "Sketches.",
    execute: () => new Media({ type: "image/svg+xml", name: "sketch.svg", bytes }),
  });
  const sketched = await hybrid(sumsDriver([drawing])).processLlmResponse([
    { type: "tool_use", id: "i", name: "sketch", input: {} },
  ]);
  assert.match(json(sketched.messages?.at(-1)), /image\/svg\+xml.*sketch\.svg/);
  assert.ok(!json(sketched.messages).includes("AQID"));
  const chat = await last({ tool_calls: [{ id: "i", function: fn("draw", "{}") }] });
  assert.match(chat, /image\/png/);
  assert.ok(!chat.includes("AQID"));
});

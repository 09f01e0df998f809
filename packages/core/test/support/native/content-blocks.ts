import { A, B, json, type Shape } from "./shape.ts";

export const CONTENT_BLOCKS: Readonly<Record<string, Shape>> = {
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
};

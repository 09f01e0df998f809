import { A, B, fn, json, type Shape } from "./shape.ts";

export const CHATS: Readonly<Record<string, Shape>> = {
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

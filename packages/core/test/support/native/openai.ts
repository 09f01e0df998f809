import { A, B, fn, json, type Shape } from "./shape.ts";

export const OPENAI: Readonly<Record<string, Shape>> = {
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
};

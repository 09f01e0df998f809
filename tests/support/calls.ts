import { inspect } from "node:util";
import type { Tool, ToolArguments } from "@mcs/core";

/** The tool that was made from one operation of the document, whatever it is called. */
export function toolFor(tools: readonly Tool[], method: string, path: string): Tool {
  const found = tools.find(({ origin }) => origin?.method === method && origin.path === path);
  if (found === undefined) throw new Error(`There is no tool for ${method} ${path}.`);
  return found;
}

/** A call as a model writes it that only knows text. */
export function asText(name: string, args: ToolArguments): string {
  return `I will look that up.\n\n\`\`\`json\n${JSON.stringify({ tool: name, arguments: args })}\n\`\`\``;
}

/** The answer of OpenAI's chat completions that asks for these calls. */
export function asOpenAi(...calls: readonly (readonly [name: string, args: ToolArguments])[]): object {
  const tool_calls = calls.map(([name, args], index) => ({
    id: `call_${index}`,
    type: "function",
    function: { name, arguments: JSON.stringify(args) },
  }));
  const message = { role: "assistant", content: null, tool_calls };
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    choices: [{ index: 0, finish_reason: "tool_calls", message }],
  };
}

/** Everything that a value shows of itself when it is printed, logged or sent. */
export function shown(value: unknown): string {
  const error = value instanceof Error ? [value.message, value.stack ?? "", shown(value.cause)] : [];
  const text = typeof value === "string" ? value : String(JSON.stringify(value));
  return [text, inspect(value, { depth: 20, showHidden: true }), ...error].join("\n");
}

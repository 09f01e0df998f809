import type { Tool } from "../contract/index.ts";
import { toolInputSchema } from "../validation/input-schema.ts";
import type { Provider } from "./provider.ts";

/** Chat Completions, and the many servers that speak it. */
export const openAi: Provider = {
  tools: (tools) => tools.map((tool) => ({ type: "function", function: functionOf(tool) })),
  answers: (answers) =>
    answers.map(({ id, content }) => ({
      role: "tool",
      ...(id === undefined ? {} : { tool_call_id: id }),
      content,
    })),
};

/** Responses. `strict` is off: most tools have optional arguments, which strict mode refuses. */
export const openAiResponses: Provider = {
  tools: (tools) => tools.map((tool) => ({ type: "function", ...functionOf(tool), strict: false })),
  answers: (answers) =>
    answers.map(({ id, content }) => ({ type: "function_call_output", call_id: id, output: content })),
};

function functionOf(tool: Tool): { name: string; description: string; parameters: unknown } {
  return {
    name: tool.name,
    description: tool.description || tool.title || "",
    parameters: toolInputSchema(tool),
  };
}

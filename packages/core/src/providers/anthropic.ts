import { toolInputSchema } from "../validation/input-schema.ts";
import type { Provider } from "./provider.ts";

/** Messages: all results of a turn go back in one user message. */
export const anthropic: Provider = {
  tools: (tools) =>
    tools.map((tool) => ({
      name: tool.name,
      description: tool.description || tool.title || "",
      input_schema: toolInputSchema(tool),
    })),
  answers: (answers) => [
    {
      role: "user",
      content: answers.map(({ id, ok, content }) => ({
        type: "tool_result",
        tool_use_id: id,
        content,
        ...(ok ? {} : { is_error: true }),
      })),
    },
  ],
};

import type { Message, Tool } from "../contract/index.ts";
import { describeTools } from "./describe.ts";
import type { Answer, DefinitionOptions, Provider, ToolDefinitions } from "./provider.ts";

export type { Answer, DefinitionNote, DefinitionOptions, ToolDefinitions } from "./provider.ts";

/** Tools for Ollama. Its templates print schemas as they are, so references are written out for the model. */
export function toolDefinitions(tools: readonly Tool[], _options?: DefinitionOptions): ToolDefinitions {
  const { described, report } = describeTools(tools, { inline: true });
  return {
    tools: described.map(({ name, description, schema }) => ({
      type: "function",
      function: { name, description, parameters: schema },
    })),
    report,
  };
}

/** One message for each call; calls have no id, so the order and the tool's name tell them apart. */
export function resultMessages(answers: readonly Answer[]): readonly Message[] {
  return answers.map(({ name, content }) => ({ role: "tool", tool_name: name, content }));
}

/** Ollama's own API. */
export const ollama: Provider = { definitions: toolDefinitions, answers: resultMessages };

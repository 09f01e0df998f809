import type { Message } from "../contract/index.ts";
import { toolDefinitions } from "./openai.ts";
import type { Answer, AnswerStyle, Provider } from "./provider.ts";

export { toolDefinitions } from "./openai.ts";
export type { Answer, AnswerStyle, DefinitionNote, DefinitionOptions, ToolDefinitions } from "./provider.ts";

/** One message for each call. */
export function resultMessages(
  answers: readonly Answer[],
  { camelCase = false }: AnswerStyle = {},
): readonly Message[] {
  return answers.map(({ id, name, content }) => ({
    role: "tool",
    name,
    ...(id === undefined ? {} : { [camelCase ? "toolCallId" : "tool_call_id"]: id }),
    content,
  }));
}

/** Mistral's chat completions. */
export const mistral: Provider = { definitions: toolDefinitions, answers: resultMessages };

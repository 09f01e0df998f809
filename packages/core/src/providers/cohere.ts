import type { Message, Tool } from "../contract/index.ts";
import { toolDefinitions } from "./openai.ts";
import type { Answer, AnswerStyle, DefinitionOptions, Provider, ToolDefinitions } from "./provider.ts";

export type { Answer, AnswerStyle, DefinitionNote, DefinitionOptions, ToolDefinitions } from "./provider.ts";

/** One message for each call, with the result as a document that the model can cite. */
export function resultMessages(
  answers: readonly Answer[],
  { camelCase = false }: AnswerStyle = {},
): readonly Message[] {
  return answers.map(({ id, content }) => ({
    role: "tool",
    [camelCase ? "toolCallId" : "tool_call_id"]: id,
    content: [{ type: "document", document: { data: content } }],
  }));
}

/** Tools for version 2 of the chat API. Strictness is a parameter of the request there, not of a tool. */
function cohereToolDefinitions(tools: readonly Tool[], _options?: DefinitionOptions): ToolDefinitions {
  return toolDefinitions(tools);
}

export { cohereToolDefinitions as toolDefinitions };
/** Cohere's Chat API. */
export const cohere: Provider = { definitions: cohereToolDefinitions, answers: resultMessages };

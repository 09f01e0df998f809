import type { Message, Tool } from "../contract/index.ts";
import { describeTools } from "./describe.ts";
import { isImage } from "./media.ts";
import type { Answer, DefinitionOptions, Provider, ToolDefinitions } from "./provider.ts";

export type { Answer, DefinitionNote, DefinitionOptions, ToolDefinitions } from "./provider.ts";

/** Tools for Bedrock's Converse, as `toolConfig.tools`. */
export function toolDefinitions(tools: readonly Tool[], _options?: DefinitionOptions): ToolDefinitions {
  const { described, report } = describeTools(tools, {});
  return {
    tools: described.map(({ name, description, schema }) => ({
      toolSpec: { name, description, inputSchema: { json: schema } },
    })),
    report,
  };
}

/** All results of a turn in one user message, with their pictures. */
export function resultMessages(answers: readonly Answer[]): readonly Message[] {
  const content = answers.map(({ id, ok, content: text, media = [] }) => {
    const images = media.filter(isImage).map(({ type, bytes }) => ({
      image: { format: type.slice("image/".length), source: { bytes } },
    }));
    return {
      toolResult: { toolUseId: id, content: [{ text }, ...images], status: ok ? "success" : "error" },
    };
  });
  return [{ role: "user", content }];
}

/** Amazon Bedrock's Converse API. */
export const bedrock: Provider = { definitions: toolDefinitions, answers: resultMessages };

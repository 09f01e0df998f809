import type { Message, Tool } from "../contract/index.ts";
import { describeTools } from "./describe.ts";
import { base64, isImage } from "./media.ts";
import type { Answer, DefinitionOptions, Provider, ToolDefinitions } from "./provider.ts";
import type { SchemaRules } from "./schema-rules.ts";

export type { Answer, DefinitionNote, DefinitionOptions, ToolDefinitions } from "./provider.ts";

/** What Anthropic takes in strict mode: no bounds of numbers, texts and lists. */
const STRICT: SchemaRules = {
  keywords: new Set([
    ...["$ref", "$defs", "type", "title", "description", "properties", "required", "additionalProperties"],
    ...["items", "enum", "const", "anyOf", "allOf", "default", "format"],
  ]),
};

/** Tools for the Messages API. */
export function toolDefinitions(
  tools: readonly Tool[],
  { strict = false }: DefinitionOptions = {},
): ToolDefinitions {
  const { described, report } = describeTools(tools, strict ? STRICT : {});
  return {
    tools: described.map(({ name, description, schema }) => ({
      name,
      description,
      input_schema: schema,
      ...(strict ? { strict } : {}),
    })),
    report,
  };
}

/** All results of a turn in one user message, with their pictures. */
export function resultMessages(answers: readonly Answer[]): readonly Message[] {
  const content = answers.map(({ id, ok, content: text, media = [] }) => {
    const images = media.filter(isImage).map((image) => ({
      type: "image",
      source: { type: "base64", media_type: image.type, data: base64(image) },
    }));
    return {
      type: "tool_result",
      tool_use_id: id,
      content: images.length === 0 ? text : [{ type: "text", text }, ...images],
      ...(ok ? {} : { is_error: true }),
    };
  });
  return [{ role: "user", content }];
}

/** Anthropic's Messages API. */
export const anthropic: Provider = { definitions: toolDefinitions, answers: resultMessages };

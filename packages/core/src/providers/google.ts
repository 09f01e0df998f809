import type { Message, Tool } from "../contract/index.ts";
import { describeTools } from "./describe.ts";
import { base64, isImage } from "./media.ts";
import type { Answer, DefinitionOptions, Provider, ToolDefinitions } from "./provider.ts";
import type { SchemaRules } from "./schema-rules.ts";

export type { Answer, DefinitionNote, DefinitionOptions, ToolDefinitions } from "./provider.ts";

/** What Gemini takes of JSON Schema. It follows references only in places, so they are written out. */
const GEMINI: SchemaRules = {
  inline: true,
  constAsEnum: true,
  propertyNames: /^[A-Za-z0-9_]{1,64}$/,
  keywords: new Set([
    ...["type", "title", "description", "format", "enum", "items", "prefixItems", "minItems", "maxItems"],
    ...["minimum", "maximum", "anyOf", "properties", "additionalProperties", "required", "nullable"],
  ]),
};

/** Tools for Gemini: one entry that declares them all. */
export function toolDefinitions(tools: readonly Tool[], _options?: DefinitionOptions): ToolDefinitions {
  const { described, report } = describeTools(tools, GEMINI);
  if (described.length === 0) return { tools: [], report };
  const functionDeclarations = described.map(({ name, description, schema }) => ({
    name,
    description,
    parametersJsonSchema: schema,
  }));
  return { tools: [{ functionDeclarations }], report };
}

/** All results of a turn in one user content, with their pictures. */
export function resultMessages(answers: readonly Answer[]): readonly Message[] {
  const parts = answers.map(({ id, name, ok, content, media = [] }) => {
    const images = media
      .filter(isImage)
      .map((image) => ({ inlineData: { mimeType: image.type, data: base64(image) } }));
    return {
      functionResponse: {
        ...(id === undefined ? {} : { id }),
        name,
        response: ok ? { output: content } : { error: content },
        ...(images.length === 0 ? {} : { parts: images }),
      },
    };
  });
  return [{ role: "user", parts }];
}

/** The Gemini API. */
export const google: Provider = { definitions: toolDefinitions, answers: resultMessages };

import type { Message, Tool } from "../contract/index.ts";
import { type Described, describeTools } from "./describe.ts";
import { dataUrl, isImage } from "./media.ts";
import type { Answer, DefinitionNote, DefinitionOptions, Provider, ToolDefinitions } from "./provider.ts";
import type { SchemaRules } from "./schema-rules.ts";
import { refusedInStrictMode } from "./strict.ts";

export type { Answer, DefinitionNote, DefinitionOptions, ToolDefinitions } from "./provider.ts";

/** What OpenAI takes in strict mode. */
const STRICT: SchemaRules = {
  closed: true,
  keywords: new Set([
    ...["$ref", "$defs", "type", "description", "properties", "required", "additionalProperties", "items"],
    ...[
      "enum",
      "const",
      "anyOf",
      "pattern",
      "format",
      "multipleOf",
      "maximum",
      "exclusiveMaximum",
      "minimum",
    ],
    ...["exclusiveMinimum", "minItems", "maxItems", "title"],
  ]),
};

interface OpenAiFunction {
  readonly name: string;
  readonly description: string;
  readonly parameters: unknown;
  readonly strict?: boolean;
}

/** Tools for Chat Completions, and the many servers that speak it. */
export function toolDefinitions(tools: readonly Tool[], options?: DefinitionOptions): ToolDefinitions {
  const { functions, report } = functionsOf(tools, options);
  return { tools: functions.map((fn) => ({ type: "function", function: fn })), report };
}

/** Tools for the Responses API. */
export function responsesToolDefinitions(
  tools: readonly Tool[],
  options?: DefinitionOptions,
): ToolDefinitions {
  const { functions, report } = functionsOf(tools, options);
  return { tools: functions.map((fn) => ({ type: "function", strict: false, ...fn })), report };
}

/** Results for Chat Completions: one message for each call, with text only. */
export function resultMessages(answers: readonly Answer[]): readonly Message[] {
  return answers.map(({ id, content }) => ({
    role: "tool",
    ...(id === undefined ? {} : { tool_call_id: id }),
    content,
  }));
}

/** Results for the Responses API: one item for each call, with its pictures. */
export function responsesResultItems(answers: readonly Answer[]): readonly Message[] {
  return answers.map(({ id, content, media = [] }) => {
    const images = media.filter(isImage);
    const parts = images.map((image) => ({ type: "input_image", image_url: dataUrl(image) }));
    const output = parts.length === 0 ? content : [{ type: "input_text", text: content }, ...parts];
    return { type: "function_call_output", call_id: id, output };
  });
}

/** OpenAI's chat completions, and servers that speak them. */
export const openAi: Provider = { definitions: toolDefinitions, answers: resultMessages };
/** OpenAI's Responses API. */
export const openAiResponses: Provider = {
  definitions: responsesToolDefinitions,
  answers: responsesResultItems,
};

function functionsOf(
  tools: readonly Tool[],
  { strict = false }: DefinitionOptions = {},
): { functions: OpenAiFunction[]; report: readonly DefinitionNote[] } {
  const { described, report } = describeTools(tools, {});
  if (!strict) return { functions: described.map(plain), report };
  const functions = described.map((item) => {
    const {
      described: [closed],
      report: notes,
    } = describeTools([item.tool], STRICT);
    const refusal = closed === undefined ? "it is empty" : refusedInStrictMode(closed.schema);
    if (closed === undefined || refusal !== undefined) {
      report.push({
        tool: item.tool.name,
        kind: "changed",
        message: `the tool is sent without strict mode: ${refusal}`,
      });
      return plain(item);
    }
    report.push(...notes.filter(({ kind }) => kind !== "renamed"));
    return { ...plain(item), parameters: closed.schema, strict: true };
  });
  return { functions, report };
}

function plain({ name, description, schema }: Described): OpenAiFunction {
  return { name, description, parameters: schema };
}

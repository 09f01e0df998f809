import type { Tool } from "../contract/index.ts";
import { toolInputSchema } from "../validation/input-schema.ts";
import { heal } from "./healing.ts";
import { fill, layerProfile, type PartialProfile, type PromptProfile } from "./profile.ts";
import { bundledProfiles } from "./profiles/index.ts";
import { jsonProfile } from "./profiles/json.ts";
import { type RenderedCall, renderCalls } from "./rendering.ts";
import { toolSignature } from "./signature.ts";

/**
 * A codec: how tools are shown, how a call looks, and what a model is told about its result or its mistake.
 * What it asks for is what `extractToolCalls` reads.
 */
export interface PromptStrategy {
  /** The tools as a text. */
  formatTools(tools: readonly Tool[]): string;
  /** The whole system message, for models that write calls as text. */
  systemMessage(tools: readonly Tool[]): string;
  /** For providers that get the tools beside the system message. */
  nativeSystemMessage(): string;
  /** What a model is told about a call that was executed; `result` is the result as text. */
  result(toolName: string, result: string): string;
  /** What a model is told about a call that did not work. */
  retry(kind: RetryKind, values: RetryValues): string;
  /** Calls as this codec's models write them. */
  renderCalls?(calls: readonly RenderedCall[]): string;
  /** A text in which no call was found, with its known flaws mended; undefined where there is nothing to mend. */
  heal?(text: string): string | undefined;
  /** Keys under which a tool's name may stand besides the usual ones. */
  readonly nameKeys?: readonly string[];
  /** A call of tools that are all unknown is answered, and not left to another driver. @defaultValue false */
  readonly answersUnknownTools?: boolean;
}

/** What went wrong with a call, as the retry prompts of a profile tell them apart. */
export type RetryKind = keyof PromptProfile["retry_prompts"];

/** What is filled in where a retry prompt has a name in braces. */
export interface RetryValues {
  /** As the model wrote it. */
  readonly tool_name: string;
  /** What is wrong. */
  readonly error?: string;
  /** The names of the tools that there are. */
  readonly available?: string;
}

/** Profiles in layers, the later over the earlier. One with `meta.models` is only for those models. */
export type ProfileLayers = PartialProfile | readonly PartialProfile[];

/**
 * The codec for a model: the bundled profile that its name selects, or the generic JSON one, with the given
 * layers over it.
 */
export function promptStrategy(layers: ProfileLayers = [], modelName?: string): PromptStrategy {
  const base = bundledProfiles.find((profile) => isFor(profile, modelName, false)) ?? {};
  const over = "length" in layers ? layers : [layers];
  const words = [base, ...over.filter((layer) => isFor(layer, modelName, true))].reduce<PromptProfile>(
    layerProfile,
    jsonProfile,
  );
  return strategyOf(words);
}

function strategyOf(words: PromptProfile): PromptStrategy {
  const call_example = words.call_example.example;
  const { tool_field_aliases, unknown_tool_behavior } = words.parsing;
  const formatTools = (tools: readonly Tool[]): string =>
    words.tools.format === "signature"
      ? tools.map(toolSignature).join("\n\n")
      : tools.map((tool) => JSON.stringify(toolAsJson(tool))).join("\n");
  return {
    formatTools,
    systemMessage: (tools) =>
      fill(words.system_message.template, { tools: formatTools(tools), call_example }).trim(),
    nativeSystemMessage: () => words.system_message.native.trim(),
    result: (tool_name, result) => fill(words.results.executed, { tool_name, result }),
    retry: (kind, values) => fill(words.retry_prompts[kind], { call_example, ...values }).trim(),
    renderCalls: (calls) => renderCalls(calls, words.rendering),
    heal: (text) => heal(text, words.healing),
    nameKeys: tool_field_aliases,
    answersUnknownTools: unknown_tool_behavior === "retry",
  };
}

function toolAsJson(tool: Tool): object {
  const { name, description, title } = tool;
  return {
    type: "function",
    function: { name, description: description || title || "", parameters: toolInputSchema(tool) },
  };
}

/** Is the profile for this model? One that names no models is for all of them, if it may be. */
function isFor({ meta }: PartialProfile, modelName: string | undefined, byDefault: boolean): boolean {
  const models = meta?.models ?? [];
  if (models.length === 0) return byDefault;
  const name = modelName?.toLowerCase() ?? "";
  return models.some((pattern) => matches(pattern.toLowerCase().split("*"), name));
}

/** The parts of a pattern that `*` separates, in their order, the first and the last at the ends. */
function matches(parts: readonly string[], name: string): boolean {
  const [first = "", ...more] = parts;
  if (!name.startsWith(first)) return false;
  if (more.length === 0) return name === first;
  let at = first.length;
  const last = more.pop() ?? "";
  for (const part of more) {
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}

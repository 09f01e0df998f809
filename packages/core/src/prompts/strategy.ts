import type { Tool } from "../contract/index.ts";
import { fill, layerProfile, type PartialProfile, type PromptProfile } from "./profile.ts";
import { jsonProfile } from "./profiles/json.ts";
import { toolSignature } from "./signature.ts";

/**
 * One codec's writing side: how tools are shown, how a call looks, and what a model is told about its
 * result or its mistake. What it asks for is what `extractToolCalls` reads.
 */
export interface PromptStrategy {
  formatTools(tools: readonly Tool[]): string;
  systemMessage(tools: readonly Tool[]): string;
  /** For providers that get the tools beside the system message. */
  nativeSystemMessage(): string;
  result(toolName: string, result: string): string;
  retry(kind: RetryKind, values: RetryValues): string;
}

export type RetryKind = keyof PromptProfile["retry_prompts"];

export interface RetryValues {
  readonly tool_name: string;
  readonly error?: string;
  readonly available?: string;
}

/** The default strategy: signatures, and calls in JSON. */
export function jsonPromptStrategy(profile: PartialProfile = {}): PromptStrategy {
  const words = layerProfile(jsonProfile, profile);
  const call_example = words.call_example.example;
  const formatTools = (tools: readonly Tool[]): string => tools.map(toolSignature).join("\n\n");
  return {
    formatTools,
    systemMessage: (tools) =>
      fill(words.system_message.template, { tools: formatTools(tools), call_example }).trim(),
    nativeSystemMessage: () => words.system_message.native.trim(),
    result: (tool_name, result) => fill(words.results.executed, { tool_name, result }),
    retry: (kind, values) => fill(words.retry_prompts[kind], { call_example, ...values }).trim(),
  };
}

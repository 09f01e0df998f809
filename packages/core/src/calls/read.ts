import type { LlmResponse, Tool } from "../contract/index.ts";
import { anthropic } from "./native/anthropic.ts";
import { openAiChat, openAiResponses } from "./native/openai.ts";
import { asArray, asRecord, asString } from "./native/shape.ts";
import type { CallFailure, Extraction, ExtractionStrategy, Reading, ToolCall } from "./reading.ts";
import { readText } from "./text.ts";

/** The first that recognises a payload's shape owns it. */
const READERS: readonly ExtractionStrategy[] = [openAiChat, openAiResponses, anthropic];

/**
 * The calls in what a model said, be it text or a provider's payload, response, message or list of
 * content blocks.
 *
 * ```ts
 * const { calls, failures, text } = extractToolCalls(answer, await driver.listTools());
 * ```
 */
export function extractToolCalls(payload: LlmResponse, tools: readonly Tool[]): Extraction {
  const { items, text } = readResponse(payload, tools);
  const calls: ToolCall[] = [];
  const failures: CallFailure[] = [];
  for (const item of items) {
    if (item.ok) calls.push(item.call);
    else failures.push(item.failure);
  }
  return { calls, failures, text };
}

/** As {@link extractToolCalls}, with the order kept and all that is needed to answer. */
export function readResponse(payload: LlmResponse, tools: readonly Tool[]): Reading {
  if (typeof payload === "string") {
    return { ...readText(payload, tools), format: "text", turn: [{ role: "assistant", content: payload }] };
  }
  for (const reader of READERS) {
    const reading = reader.read(payload);
    if (reading !== undefined) return reading;
  }
  return readMessageText(payload, tools);
}

/** A payload without native calls: its text may hold one, as from a model that was given no tools. */
function readMessageText(payload: object, tools: readonly Tool[]): Reading {
  const record = asRecord(payload);
  const message = asRecord(asRecord(asArray(record?.choices)?.[0])?.message) ?? record;
  const content = message?.content ?? asArray(payload);
  const text =
    asString(content) ??
    (asArray(content) ?? []).map((block) => asString(asRecord(block)?.text) ?? "").join("");
  return { ...readText(text, tools), format: "text", turn: [{ role: "assistant", content: text }] };
}

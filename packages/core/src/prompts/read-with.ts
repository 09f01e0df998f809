import { extractionOf, readResponse } from "../calls/read.ts";
import type { Extraction, Reading } from "../calls/reading.ts";
import type { CallableTool } from "../calls/tool-index.ts";
import type { LlmResponse } from "../contract/index.ts";
import type { PromptStrategy } from "./strategy.ts";

/**
 * The calls in what a model said, as `extractToolCalls` finds them, with what a codec adds: its keys for a
 * tool's name, and its healing rules for a text in which no call was found.
 */
export function extractWith(
  prompts: PromptStrategy,
  payload: LlmResponse,
  tools: readonly CallableTool[],
): Extraction {
  return extractionOf(readWith(prompts, payload, tools));
}

/**
 * As {@link extractWith}, with the order kept and all that is needed to answer.
 *
 * @param unfinished the text is still streaming in, so that nothing in it is mended yet
 */
export function readWith(
  prompts: PromptStrategy,
  payload: LlmResponse,
  tools: readonly CallableTool[],
  unfinished = false,
): Reading {
  const options = { unfinished, nameKeys: prompts.nameKeys };
  const reading = readResponse(payload, tools, options);
  if (reading.items.length > 0 || typeof payload !== "string" || unfinished) return reading;
  const healed = prompts.heal?.(payload);
  return healed === undefined ? reading : { ...readResponse(healed, tools, options), turn: reading.turn };
}

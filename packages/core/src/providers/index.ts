import { anthropic } from "./anthropic.ts";
import { openAi, openAiResponses } from "./openai.ts";
import type { Provider } from "./provider.ts";

export const providers: Readonly<Record<string, Provider>> = {
  openai: openAi,
  "openai-responses": openAiResponses,
  anthropic,
};

/** Whose form of tools a model takes, as far as its name tells; most servers speak OpenAI's. */
export function providerOf(modelName: string | undefined): string {
  return /claude/i.test(modelName ?? "") ? "anthropic" : "openai";
}

import { anthropic } from "./anthropic.ts";
import { bedrock } from "./bedrock.ts";
import { cohere } from "./cohere.ts";
import { google } from "./google.ts";
import { mistral } from "./mistral.ts";
import { ollama } from "./ollama.ts";
import { openAi, openAiResponses } from "./openai.ts";
import type { Provider } from "./provider.ts";

export const providers: Readonly<Record<string, Provider>> = {
  openai: openAi,
  "openai-responses": openAiResponses,
  anthropic,
  google,
  bedrock,
  ollama,
  mistral,
  cohere,
};

const BY_MODEL: ReadonlyArray<readonly [RegExp, string]> = [
  // Bedrock's ids name the maker before a dot.
  [/^(?:[a-z]{2,4}\.)?(?:anthropic|amazon|meta|mistral|cohere|ai21|deepseek|qwen|openai)\./i, "bedrock"],
  [/claude/i, "anthropic"],
  [/gemini/i, "google"],
  [/^(?:mistral|ministral|magistral|codestral|devstral|pixtral)/i, "mistral"],
  [/^command-/i, "cohere"],
];

/** Whose form of tools a model takes, as far as its name tells; most servers speak OpenAI's. */
export function providerOf(modelName: string | undefined): string {
  return BY_MODEL.find(([pattern]) => pattern.test(modelName ?? ""))?.[1] ?? "openai";
}

import type { ExtractionStrategy, StreamAssembler } from "../reading.ts";
import { anthropic } from "./anthropic.ts";
import { bedrock } from "./bedrock.ts";
import { cohere } from "./cohere.ts";
import { google } from "./google.ts";
import { ollama } from "./ollama.ts";
import { openAiChat } from "./openai.ts";
import { openAiResponses } from "./openai-responses.ts";

/** The first that recognises a payload's shape owns it; those with the narrower shapes come first. */
export const READERS: readonly ExtractionStrategy[] = [
  cohere,
  ollama,
  openAiChat,
  openAiResponses,
  anthropic,
  bedrock,
  google,
];

/** What puts the events of a stream together again, for the provider whose event this is. */
export function assemblerFor(event: object): StreamAssembler | undefined {
  for (const reader of READERS) {
    const assembler = reader.assemble(event);
    if (assembler !== undefined) return assembler;
  }
  return undefined;
}

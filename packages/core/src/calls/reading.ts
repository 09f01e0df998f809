import type { Message, ToolArguments } from "../contract/index.ts";

/** A call as the model made it. */
export interface ToolCall {
  /** The provider's id; absent in text. */
  readonly id?: string;
  /** The name of one of the tools; one that is none of them as the model wrote it. */
  readonly name: string;
  /** Not validated yet. */
  readonly arguments: ToolArguments;
}

/** A call that was meant, and could not be read. */
export interface CallFailure {
  /** The provider's id; absent in text. */
  readonly id?: string;
  /** Absent where not even the name could be read. */
  readonly name?: string;
  /** What is wrong, and where. */
  readonly reason: string;
  /** What the model wrote. */
  readonly raw: string;
}

/** What {@link extractToolCalls} finds. */
export interface Extraction {
  /** In the order in which the model made them. */
  readonly calls: readonly ToolCall[];
  /** In the order in which they stand in the answer. */
  readonly failures: readonly CallFailure[];
  /** What the model said besides. */
  readonly text: string;
}

/** One call of an answer, readable or not, in its place in the order. */
export type ReadItem =
  | { readonly ok: true; readonly call: ToolCall }
  | { readonly ok: false; readonly failure: CallFailure };

/** An answer as read: the calls, the rest of the text, and how an answer to it must look. */
export interface Reading {
  readonly items: readonly ReadItem[];
  readonly text: string;
  /** The name of the format; the provider module of that name writes the result messages. */
  readonly format: Format;
  /** The payload's keys are in camel case, as some clients write what the wire writes otherwise. */
  readonly camelCase?: boolean;
  /** The model's own turn as history entries, to stand before the results. */
  readonly turn: readonly Message[];
}

/** Formats in which calls are answered. */
export type Format =
  | "text"
  | "openai"
  | "openai-responses"
  | "anthropic"
  | "google"
  | "bedrock"
  | "ollama"
  | "mistral"
  | "cohere";

/** Recognises one provider's payloads by their shape, and reads the calls in them. */
export interface ExtractionStrategy {
  /** The payload as this provider's, or undefined where its shape says otherwise or it holds no call. */
  read(payload: object): Reading | undefined;
  /** What puts this provider's stream together, or undefined where the event is not one of its. */
  assemble(event: object): StreamAssembler | undefined;
}

/** Makes of the events of a stream the payload that would have come without streaming. */
export interface StreamAssembler {
  /** Takes an event, and returns what of the answer's text is new in it. */
  push(event: Record<string, unknown>): string;
  /** What the events so far amount to. */
  payload(): object;
}

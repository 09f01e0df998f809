import type { Message } from "@mcs/core";

/** A call as a provider's payload states it. Arguments that are a text are passed on unread. */
export interface NativeCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: unknown;
}

/** How one provider writes calls, and how it wants them answered. */
export interface NativeFormat {
  /** As `getDriverContext` takes it. */
  readonly provider: string;
  readonly title: string;
  /** A whole response that makes these calls. */
  payload(calls: readonly NativeCall[]): object;
  /** The ids of the calls that a history entry makes. */
  calledIn(message: Message): readonly unknown[];
  /** The ids of the calls that a history entry answers. */
  answeredIn(message: Message): readonly unknown[];
  /** The name in a tool definition, or undefined where its form is not the provider's. */
  toolName(definition: Message): unknown;
}

/** The form that most servers speak. */
export const openAi: NativeFormat = {
  provider: "openai",
  title: "OpenAI Chat Completions",
  payload: (calls) => ({
    id: "chatcmpl-1",
    object: "chat.completion",
    choices: [
      {
        index: 0,
        finish_reason: "tool_calls",
        message: {
          role: "assistant",
          content: null,
          tool_calls: calls.map((call) => ({
            id: call.id,
            type: "function",
            function: { name: call.name, arguments: asText(call.arguments) },
          })),
        },
      },
    ],
  }),
  calledIn: (message) =>
    message.role === "assistant" ? entries(message.tool_calls).map(({ id }) => id) : [],
  answeredIn: (message) => (message.role === "tool" ? [message.tool_call_id] : []),
  toolName: ({ type, function: fn }) =>
    type === "function" && isRecord(fn) && isRecord(fn.parameters) ? fn.name : undefined,
};

const openAiResponses: NativeFormat = {
  provider: "openai-responses",
  title: "OpenAI Responses",
  payload: (calls) => ({
    id: "resp_1",
    object: "response",
    output: calls.map((call) => ({
      type: "function_call",
      id: `fc_${call.id}`,
      call_id: call.id,
      name: call.name,
      arguments: asText(call.arguments),
    })),
  }),
  calledIn: (message) => (message.type === "function_call" ? [message.call_id] : []),
  answeredIn: (message) => (message.type === "function_call_output" ? [message.call_id] : []),
  toolName: ({ type, name, parameters }) => (type === "function" && isRecord(parameters) ? name : undefined),
};

const anthropic: NativeFormat = {
  provider: "anthropic",
  title: "Anthropic Messages",
  payload: (calls) => ({
    id: "msg_1",
    type: "message",
    role: "assistant",
    stop_reason: "tool_use",
    content: calls.map(({ id, name, arguments: input }) => ({ type: "tool_use", id, name, input })),
  }),
  calledIn: (message) =>
    message.role === "assistant" ? blocks(message, "tool_use").map(({ id }) => id) : [],
  answeredIn: (message) =>
    message.role === "user" ? blocks(message, "tool_result").map(({ tool_use_id }) => tool_use_id) : [],
  toolName: ({ name, input_schema }) => (isRecord(input_schema) ? name : undefined),
};

/** The forms in which the suite calls. */
export const nativeFormats: readonly NativeFormat[] = [openAi, openAiResponses, anthropic];

function asText(args: unknown): string {
  return typeof args === "string" ? args : JSON.stringify(args);
}

function blocks(message: Message, type: string): readonly Message[] {
  return entries(message.content).filter((block) => block.type === type);
}

function entries(value: unknown): readonly Message[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function isRecord(value: unknown): value is Message {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

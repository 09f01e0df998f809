import { readResponse } from "../calls/read.ts";
import type { ReadItem, Reading } from "../calls/reading.ts";
import type {
  DriverResponse,
  EmptyResponse,
  LlmResponse,
  Message,
  ProcessOptions,
  Tool,
} from "../contract/index.ts";
import type { PromptStrategy } from "../prompts/strategy.ts";
import { providers } from "../providers/index.ts";
import type { Answer } from "../providers/provider.ts";
import { type CallTarget, type Outcome, retryKind, runCalls } from "./outcomes.ts";

/** No call of ours. */
const EMPTY: EmptyResponse = Object.freeze({
  callExecuted: false,
  callFailed: false,
  toolCallResult: null,
  callDetail: null,
  retryPrompt: null,
  messages: null,
});

/**
 * From what a model said to what the client appends: read, execute, answer. When any call names one of the
 * tools, every call is answered, unknown ones with an error, since providers refuse a history with an open
 * call. When none does, the response is empty and the answer may be another driver's.
 */
export async function respond(
  llmResponse: LlmResponse,
  tools: readonly Tool[],
  target: CallTarget,
  prompts: PromptStrategy,
  { streaming = false, signal }: ProcessOptions = {},
): Promise<DriverResponse> {
  const reading = readResponse(llmResponse, tools);
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  if (!reading.items.some((item) => byName.has(nameOf(item)))) return EMPTY;
  // An unfinished call is no failure while its text is still streaming in.
  if (streaming && reading.items.some((item) => !item.ok)) return EMPTY;
  const outcomes = await runCalls(reading.items, byName, target, signal === undefined ? {} : { signal });
  return toResponse(reading, outcomes, [...byName.keys()], prompts);
}

function nameOf(item: ReadItem): string {
  return item.ok ? item.call.name : (item.failure.name ?? "");
}

function toResponse(
  reading: Reading,
  outcomes: readonly Outcome[],
  available: readonly string[],
  prompts: PromptStrategy,
): DriverResponse {
  const calls = outcomes.map(({ call }) => call);
  const retries: string[] = [];
  const answers = outcomes.map(({ call, error }): Answer => {
    const identity = { id: call.id, name: call.name, ok: call.ok };
    if (call.ok) return { ...identity, content: contentOf(call.result) };
    const retry = error === undefined ? "" : retryPrompt(call.name, error, available, prompts);
    retries.push(retry);
    return { ...identity, content: retry };
  });
  const messages = [...reading.turn, ...answerMessages(reading, answers, prompts)];
  const results = calls.map((call) => (call.ok ? call.result : null));
  const toolCallResult = calls.length === 1 ? results[0] : results;
  const executed = calls.some((call) => call.ok);
  if (retries.length === 0) {
    return {
      callExecuted: true,
      callFailed: false,
      toolCallResult,
      callDetail: null,
      retryPrompt: null,
      messages,
      calls,
    };
  }
  const callDetail = calls
    .map((call) => (call.ok ? "" : call.detail))
    .filter(Boolean)
    .join("\n");
  const retry = retries.join("\n\n");
  if (executed) {
    return {
      callExecuted: true,
      callFailed: true,
      toolCallResult,
      callDetail,
      retryPrompt: retry,
      messages,
      calls,
    };
  }
  return {
    callExecuted: false,
    callFailed: true,
    toolCallResult: null,
    callDetail,
    retryPrompt: retry,
    messages,
    calls,
  };
}

function retryPrompt(
  tool_name: string,
  error: NonNullable<Outcome["error"]>,
  available: readonly string[],
  prompts: PromptStrategy,
): string {
  return prompts.retry(retryKind(error), {
    tool_name,
    error: error.message,
    available: available.join(", "),
  });
}

function answerMessages(
  reading: Reading,
  answers: readonly Answer[],
  prompts: PromptStrategy,
): readonly Message[] {
  const provider = providers[reading.format];
  if (provider !== undefined) return provider.answers(answers);
  const parts = answers.map(({ ok, name, content }) => (ok ? prompts.result(name, content) : content));
  return [{ role: "user", content: parts.join("\n\n") }];
}

/** A result as a model reads it: text as it is, the rest as JSON. */
function contentOf(result: unknown): string {
  if (typeof result === "string") return result;
  return (
    JSON.stringify(result, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value)) ??
    "null"
  );
}

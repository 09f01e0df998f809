import type { ReadItem, Reading } from "../calls/reading.ts";
import { toolsByName } from "../catalogue.ts";
import type {
  CallOptions,
  DriverResponse,
  EmptyResponse,
  LlmResponse,
  Message,
  ProcessOptions,
  Tool,
} from "../contract/index.ts";
import { Media } from "../media.ts";
import { readWith } from "../prompts/read-with.ts";
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

interface RespondOptions extends ProcessOptions {
  /** Tools that an unknown name may mean; undefined where it is left to other drivers. */
  readonly similar?: ((toolName: string) => Promise<readonly string[] | undefined>) | undefined;
}

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
  { streaming = false, signal, context, conversation, similar }: RespondOptions = {},
): Promise<DriverResponse> {
  const reading = readWith(prompts, llmResponse, tools, streaming);
  const byName = toolsByName(tools);
  const unknown = reading.items.map(nameOf).filter((name) => !byName.has(name));
  const names = await namesInstead(unknown, [...byName.keys()], similar);
  const ours = unknown.length < reading.items.length;
  const answersUnknown = prompts.answersUnknownTools === true || names.answer;
  if (!ours && !(answersUnknown && reading.items.length > 0)) return EMPTY;
  // An unfinished call is no failure while its text is still streaming in.
  if (streaming && reading.items.some((item) => !item.ok)) return EMPTY;
  const options: CallOptions = {
    ...(signal === undefined ? {} : { signal }),
    ...(context === undefined ? {} : { context }),
    ...(conversation === undefined ? {} : { conversation }),
  };
  const outcomes = await runCalls(reading.items, byName, target, options);
  return toResponse(reading, outcomes, names.available, prompts);
}

/** More names than these tell a model nothing. */
const MOST_NAMES = 200;

/** What a model is told that there is, in place of the names that there are not. */
async function namesInstead(
  unknown: readonly string[],
  all: readonly string[],
  similar: RespondOptions["similar"],
): Promise<{ readonly available: readonly string[]; readonly answer: boolean }> {
  if (similar === undefined || unknown.length === 0) {
    const rest = all.length > MOST_NAMES ? ["…"] : [];
    return { available: [...all.slice(0, MOST_NAMES), ...rest], answer: false };
  }
  const found = await Promise.all(unknown.map((name) => similar(name)));
  const close = found.flatMap((names) => names ?? []);
  if (close.length > 0) return { available: [...new Set(close)], answer: true };
  return { ...(await namesInstead([], all, undefined)), answer: found.some((names) => names !== undefined) };
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
    if (call.ok) return { ...identity, content: contentOf(call.result), media: mediaIn(call.result) };
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
  if (provider !== undefined) {
    return provider.answers(oneForEachId(answers), { camelCase: reading.camelCase ?? false });
  }
  const parts = answers.map(({ ok, name, content }) => (ok ? prompts.result(name, content) : content));
  return [{ role: "user", content: parts.join("\n\n") }];
}

/** Calls that were made as one have one id, and a provider takes one answer for it. */
function oneForEachId(answers: readonly Answer[]): readonly Answer[] {
  const merged: Answer[] = [];
  for (const answer of answers) {
    const at = answer.id === undefined ? -1 : merged.findIndex(({ id }) => id === answer.id);
    const first = merged[at];
    if (first === undefined) merged.push(answer);
    else {
      merged[at] = {
        ...first,
        ok: first.ok && answer.ok,
        content: `${first.content}\n${answer.content}`,
        media: [...(first.media ?? []), ...(answer.media ?? [])],
      };
    }
  }
  return merged;
}

/** The media in a result: the result itself, or the entries of a list or an object. */
function mediaIn(result: unknown): readonly Media[] {
  if (Media.is(result)) return [result];
  if (typeof result !== "object" || result === null) return [];
  return Object.values(result).filter((value): value is Media => Media.is(value));
}

/** A result as a model reads it: text as it is, the rest as JSON. */
function contentOf(result: unknown): string {
  if (typeof result === "string") return result;
  const plain = (_: string, value: unknown): unknown => (typeof value === "bigint" ? String(value) : value);
  try {
    return JSON.stringify(result, plain) ?? "null";
  } catch (error) {
    // A backend may nest a result as deep as it likes, or in a circle; the call was carried out all the same.
    if (error instanceof RangeError) return "(The result is nested too deeply to be shown.)";
    return "(The result cannot be shown as text.)";
  }
}

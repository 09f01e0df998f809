import { type DriverResponse, ExecutionError, type LlmResponse } from "@mcs/core";
import { answering, type Breakage, type Breakages, speaking } from "./driver-changes.ts";

/** Drivers that tell a model something wrong, or read its answers wrongly. */
export const answerBreakages: Breakages = {
  "prompt.description-complete": speaking(() => ({ getFunctionDescription: async () => "There are tools." })),
  "prompt.system-message-complete": speaking(() => ({
    getDriverSystemMessage: async () => "You have tools.",
  })),
  "prompt.any-model": speaking((good) => ({
    getDriverSystemMessage: async (model?: string) => {
      if (model?.startsWith("a-model")) throw new ExecutionError("The model is not known.");
      return good.getDriverSystemMessage(model);
    },
  })),

  "response.fields-follow-flags": failing((response) => ({ ...response, retryPrompt: null })),
  "response.empty-for-plain-answer": answering((response, payload) =>
    response.callExecuted || response.callFailed ? response : failure(payload),
  ),
  "response.empty-for-foreign-tool": answering((response, payload) =>
    JSON.stringify(payload).includes("no_such_tool") && !response.callExecuted ? failure(payload) : response,
  ),
  "response.executes-own-call": answering(() => EMPTY),
  "response.raw-result": answering((response) => ({
    ...response,
    toolCallResult: response.callExecuted ? JSON.stringify(response.toolCallResult) : null,
  })),
  "response.result-only-when-executed": failing((response) => ({
    ...response,
    toolCallResult: "It failed.",
  })),
  "response.messages-hold-turn": withMessages((messages) => messages.slice(1)),
  "response.messages-hold-result": withMessages(([turn]) => [turn, { role: "user", content: "Done." }]),
  "response.failure-explained": failing((response) => ({ ...response, callDetail: "" })),
  "response.messages-hold-retry": failing(({ messages, ...rest }) => ({
    ...rest,
    messages: messages?.slice(0, 1),
  })),
  "response.broken-call-noticed": failing((response) => (isUnreadable(response) ? EMPTY : response)),
  "response.never-rejects": answering((response) => {
    if (response.callFailed) throw new ExecutionError(response.callDetail);
    return response;
  }),
  "response.streaming-waits": speaking((good) => ({
    processLlmResponse: (answer: LlmResponse) => good.processLlmResponse(answer),
  })),

  "calls.outcomes-in-order": answering(({ calls = [], ...response }) => ({
    ...response,
    calls: calls.toReversed(),
  })),
  "calls.results-as-array": answering(({ toolCallResult: results, ...response }) => ({
    ...response,
    toolCallResult: Array.isArray(results) ? results.at(-1) : results,
  })),
  "calls.mixed-sets-both-flags": failing((response) =>
    response.callExecuted ? { ...response, callFailed: false } : response,
  ),
  "calls.every-native-id-answered": withMessages((messages) => messages.slice(0, -1)),
  "calls.unknown-answered-with-error": failing(({ calls = [], ...response }) => ({
    ...response,
    calls: calls.filter(({ name }) => !name.includes("no_such_tool")),
  })),

  "native.executes-own-call": answering((response, payload) =>
    typeof payload === "string" ? response : EMPTY,
  ),
  "native.answers-in-kind": withMessages(([turn]) => [turn, { role: "user", content: "The result is 4." }]),
  "native.turn-before-answers": withMessages((messages) => messages.slice(1)),
  "native.broken-arguments-fail": failing((response) =>
    isUnreadable(response) ? { ...response, callExecuted: true, callFailed: false } : response,
  ),
};

const EMPTY: DriverResponse = {
  callExecuted: false,
  callFailed: false,
  toolCallResult: null,
  callDetail: null,
  retryPrompt: null,
  messages: null,
};

function failure(payload: LlmResponse): object {
  return {
    ...EMPTY,
    callFailed: true,
    callDetail: "There is no call.",
    retryPrompt: "Call a tool.",
    messages: [{ role: "assistant", content: payload }],
  };
}

function isUnreadable({ calls = [] }: DriverResponse): boolean {
  return calls.some((call) => !call.ok && call.arguments === undefined);
}

function failing(change: (response: DriverResponse) => object): Breakage {
  return answering((response) => (response.callFailed ? change(response) : response));
}

function withMessages(change: (messages: readonly unknown[]) => readonly unknown[]): Breakage {
  return answering(({ messages, ...rest }) => ({
    ...rest,
    messages: messages === null ? null : change(messages),
  }));
}

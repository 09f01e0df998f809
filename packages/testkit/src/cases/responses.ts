import type { DriverResponse, MCSDriver } from "@mcs/core";
import { writeCall } from "../suite/answers.ts";
import { type ContractCase, llmDriverCase } from "../suite/case.ts";
import type { ContractContext } from "../suite/context.ts";
import { leavesOf, rejectionOf } from "../suite/observe.ts";
import { emptiness, oddFields, textOf } from "../suite/responses.ts";
import { show, verify } from "../suite/violation.ts";
import { failingCall, UNKNOWN_TOOL } from "../suite/wrong-calls.ts";

const ANSWER = "The meeting is on Tuesday. I have nothing to look up.";
const JSON_ANSWER = 'Use this configuration:\n```json\n{"name": "server", "arguments": {"port": 8080}}\n```';

/** What nobody would send, and a program might. */
const ODD_ANSWERS: ReadonlyArray<string | object> = [
  "",
  "{",
  "[]",
  "```json\n{",
  "\u0000\uffff{{{{[[[[",
  {},
  [],
  [null],
  { choices: [] },
  { choices: [{ message: null }] },
  { tool_calls: "none" },
  { role: "assistant", content: null, tool_calls: [null, {}, { function: {} }] },
  { output: [{ type: "function_call" }] },
  { role: "assistant", content: [{ type: "tool_use" }] },
];

export const responseCases: readonly ContractCase[] = [
  llmDriverCase({
    id: "responses/fields",
    title: "the flags decide the other fields",
    requirements: ["response.fields-follow-flags", "response.result-only-when-executed"],
    async run(context) {
      const { driver, sample } = context;
      const answers = [
        ANSWER,
        writeCall(context, sample.valid),
        writeCall(context, await failingCall(context)),
      ];
      for (const answer of answers) {
        const response = await driver.processLlmResponse(answer);
        const odd = oddFields(response);
        verify("response.fields-follow-flags", odd === undefined, `${odd} in ${show(response)}`);
        verify(
          "response.result-only-when-executed",
          response.callExecuted || response.toolCallResult === null,
          show(response),
        );
      }
    },
  }),
  llmDriverCase({
    id: "responses/plain-answer",
    title: "an answer without a call gives an empty response",
    requirements: ["response.empty-for-plain-answer"],
    async run({ driver }) {
      for (const answer of [ANSWER, JSON_ANSWER, { role: "assistant", content: ANSWER }]) {
        const odd = emptiness(await driver.processLlmResponse(answer));
        verify("response.empty-for-plain-answer", odd === undefined, `${odd} for ${show(answer)}`);
      }
    },
  }),
  llmDriverCase({
    id: "responses/foreign-tool",
    title: "a call of somebody else's tool gives an empty response",
    requirements: ["response.empty-for-foreign-tool"],
    async run(context) {
      const answer = writeCall(context, { tool: UNKNOWN_TOOL, arguments: { id: 1 } });
      const odd = emptiness(await context.driver.processLlmResponse(answer));
      verify("response.empty-for-foreign-tool", odd === undefined, `${odd} for ${answer}`);
    },
  }),
  llmDriverCase({
    id: "responses/own-call",
    title: "a call in text is executed, and its raw result is handed over",
    requirements: ["response.executes-own-call", "response.raw-result"],
    async run(context) {
      const response = await executed(context);
      const { calls, toolCallResult } = response;
      const [outcome] = calls ?? [];
      const { result: expected } = context.sample.valid;
      const rule = "response.raw-result";
      if (outcome?.ok === true) {
        verify(rule, outcome.result === toolCallResult, `${show(toolCallResult)} for ${show(outcome)}`);
      }
      if (expected !== undefined) {
        const same = JSON.stringify(toolCallResult) === JSON.stringify(expected);
        verify(rule, same, `${show(toolCallResult)} instead of ${show(expected)}`);
      }
    },
  }),
  llmDriverCase({
    id: "responses/messages",
    title: "the messages hold the model's turn and the result",
    requirements: ["response.messages-hold-turn", "response.messages-hold-result"],
    async run(context) {
      const answer = `I shall look it up.\n\n${writeCall(context, context.sample.valid)}`;
      const { messages, toolCallResult } = await executed(context, answer);
      const [turn, ...rest] = messages ?? [];
      const whole = turn?.role === "assistant" && textOf(turn) === answer;
      verify("response.messages-hold-turn", whole, show(messages));
      const told = JSON.stringify(rest);
      const leaves = leavesOf(toolCallResult);
      const holds = rest.length > 0 && (leaves.length === 0 || leaves.some((leaf) => holdsText(told, leaf)));
      verify("response.messages-hold-result", holds, `${show(rest)} for the result ${show(toolCallResult)}`);
    },
  }),
  llmDriverCase({
    id: "responses/failed-call",
    title: "a call that fails is explained, to people and to the model",
    requirements: ["response.failure-explained", "response.messages-hold-retry"],
    async run(context) {
      const call = await failingCall(context);
      const response = await context.driver.processLlmResponse(writeCall(context, call));
      const { callFailed, callExecuted, callDetail, retryPrompt, messages } = response;
      const explained = callFailed && !callExecuted && isFilled(callDetail) && isFilled(retryPrompt);
      verify("response.failure-explained", explained, `${show(response)} for ${show(call)}`);
      const told = (messages ?? []).map(textOf).join("\n");
      verify("response.messages-hold-retry", told.includes(retryPrompt ?? ""), show(messages));
    },
  }),
  llmDriverCase({
    id: "responses/broken-call",
    title: "a call that breaks off is not taken for an answer",
    requirements: ["response.broken-call-noticed"],
    async run(context) {
      // A bracket alone may be healed; a value that never came may not.
      const call = writeCall(context, context.sample.valid);
      const answer = call.slice(0, call.lastIndexOf(":") + 1);
      const response = await context.driver.processLlmResponse(answer);
      const noticed = response.callFailed || response.callExecuted;
      verify("response.broken-call-noticed", noticed, `an empty response for ${answer}`);
    },
  }),
  llmDriverCase({
    id: "responses/odd-answers",
    title: "no answer makes it reject",
    requirements: ["response.never-rejects"],
    async run(context) {
      const { driver } = context;
      const failing = await failingCall(context).then((call) => [writeCall(context, call)]);
      for (const answer of [...ODD_ANSWERS, ...failing]) {
        const rejection = await rejectionOf(() => driver.processLlmResponse(answer));
        verify("response.never-rejects", rejection === undefined, `${show(rejection)} for ${show(answer)}`);
      }
    },
  }),
  llmDriverCase({
    id: "responses/streaming",
    title: "an unfinished call is waited for",
    requirements: ["response.streaming-waits"],
    async run(context) {
      const answer = writeCall(context, context.sample.valid);
      for (const length of [answer.length - 1, Math.floor(answer.length / 2), 1]) {
        const beginning = answer.slice(0, length);
        const odd = emptiness(await context.driver.processLlmResponse(beginning, { streaming: true }));
        verify("response.streaming-waits", odd === undefined, `${odd} for ${beginning}`);
      }
    },
  }),
];

/** The response to the valid call, which must have been executed. */
async function executed(
  context: ContractContext<MCSDriver>,
  answer: string = writeCall(context, context.sample.valid),
): Promise<DriverResponse> {
  const response = await context.driver.processLlmResponse(answer);
  verify(
    "response.executes-own-call",
    response.callExecuted && !response.callFailed,
    `${show(response)} for ${answer}`,
  );
  return response;
}

function isFilled(text: string | null): text is string {
  return typeof text === "string" && text.trim() !== "";
}

/** JSON in a message is text in JSON, so its quotes are escaped once more. */
function holdsText(json: string, leaf: string): boolean {
  return json.includes(leaf) || json.includes(JSON.stringify(leaf).slice(1, -1));
}

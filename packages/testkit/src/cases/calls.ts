import type { MCSDriver, Message } from "@mcs/core";
import { nativeSide, writeCall } from "../suite/answers.ts";
import { type ContractCase, llmDriverCase } from "../suite/case.ts";
import type { ContractContext } from "../suite/context.ts";
import { type NativeCall, type NativeFormat, nativeFormats } from "../suite/native-formats.ts";
import { emptiness } from "../suite/responses.ts";
import { show, verify } from "../suite/violation.ts";
import { failingCall, UNKNOWN_TOOL } from "../suite/wrong-calls.ts";

/** Several calls in one answer, as text. */
const textCases: readonly ContractCase[] = [
  llmDriverCase({
    id: "calls/several",
    title: "several calls in a text are all executed, in order",
    requirements: ["calls.results-as-array", "calls.outcomes-in-order"],
    async run(context) {
      const { valid } = context.sample;
      const answer = [valid, valid].map((call) => writeCall(context, call)).join("\n");
      const { toolCallResult, calls } = await context.driver.processLlmResponse(answer);
      const found = `${show(toolCallResult)} for ${answer}`;
      verify("calls.results-as-array", Array.isArray(toolCallResult) && toolCallResult.length === 2, found);
      const names = calls?.map(({ name }) => name) ?? [valid.tool, valid.tool];
      const inOrder = names.length === 2 && names.every((name) => name === valid.tool);
      verify("calls.outcomes-in-order", inOrder, show(calls));
    },
  }),
  llmDriverCase({
    id: "calls/mixed",
    title: "one failure among several calls fails its own call only",
    requirements: ["calls.mixed-sets-both-flags", "calls.outcomes-in-order", "calls.results-as-array"],
    async run(context) {
      const wanted = [await failingCall(context), context.sample.valid];
      const answer = wanted.map((call) => writeCall(context, call)).join("\n");
      const response = await context.driver.processLlmResponse(answer);
      const { callExecuted, callFailed, calls, toolCallResult: results } = response;
      verify("calls.mixed-sets-both-flags", callExecuted && callFailed, `${show(response)} for ${answer}`);
      const kept = Array.isArray(results) && results.length === 2 && results[0] === null;
      verify("calls.results-as-array", kept, `${show(results)} for a failed call and one that ran`);
      const inOrder = calls === undefined || (calls[0]?.ok === false && calls[1]?.ok === true);
      verify("calls.outcomes-in-order", inOrder, show(calls));
    },
  }),
];

/** Calls in the payload of one provider. */
function nativeCases(format: NativeFormat): readonly ContractCase[] {
  const { provider, title } = format;
  return [
    llmDriverCase({
      id: `calls/${provider}-own-call`,
      title: `a call in a payload of ${title} is executed and answered in kind`,
      requirements: ["native.executes-own-call", "native.answers-in-kind", "native.turn-before-answers"],
      async run(context) {
        const payload = format.payload([await ownCall(context, format, "call_1")]);
        const response = await context.driver.processLlmResponse(payload);
        const { callExecuted, callFailed, messages } = response;
        verify("native.executes-own-call", callExecuted && !callFailed, `${show(response)}`);
        const answered = (messages ?? []).flatMap((message) => format.answeredIn(message));
        verify("native.answers-in-kind", answered.includes("call_1"), show(messages));
        verifyTurn(format, messages ?? [], ["call_1"]);
      },
    }),
    llmDriverCase({
      id: `calls/${provider}-every-id`,
      title: `every call of a payload of ${title} is answered, unknown ones with an error`,
      requirements: [
        "calls.every-native-id-answered",
        "calls.unknown-answered-with-error",
        "native.turn-before-answers",
      ],
      async run(context) {
        const ids = ["call_a", "call_b", "call_c", "call_d"];
        const failing = await failingCall(context);
        const payload = format.payload([
          await ownCall(context, format, "call_a"),
          { id: "call_b", name: UNKNOWN_TOOL, arguments: {} },
          { id: "call_c", name: failing.tool, arguments: failing.arguments },
          await ownCall(context, format, "call_d"),
        ]);
        const { messages, callFailed, calls } = await context.driver.processLlmResponse(payload);
        const answered = (messages ?? []).flatMap((message) => format.answeredIn(message));
        const each = ids.every((id) => answered.filter((other) => other === id).length === 1);
        verify("calls.every-native-id-answered", each, `answers to ${show(answered)} for ${show(ids)}`);
        const unknown = calls?.find(({ name }) => name === UNKNOWN_TOOL);
        const refused = callFailed && (calls === undefined || unknown?.ok === false);
        verify("calls.unknown-answered-with-error", refused, show(calls));
        verifyTurn(format, messages ?? [], ids);
      },
    }),
    llmDriverCase({
      id: `calls/${provider}-foreign`,
      title: `a payload of ${title} with calls of others only gives an empty response`,
      requirements: ["response.empty-for-foreign-tool"],
      async run({ driver }) {
        await nativeSide(driver, format);
        const payload = format.payload([{ id: "call_1", name: UNKNOWN_TOOL, arguments: { id: 1 } }]);
        const odd = emptiness(await driver.processLlmResponse(payload));
        verify("response.empty-for-foreign-tool", odd === undefined, `${odd} for ${show(payload)}`);
      },
    }),
    llmDriverCase({
      id: `calls/${provider}-broken-arguments`,
      title: `arguments in a payload of ${title} that cannot be read fail the call`,
      requirements: ["native.broken-arguments-fail", "calls.every-native-id-answered"],
      async run(context) {
        const call = await ownCall(context, format, "call_1");
        const payload = format.payload([{ ...call, arguments: "neither JSON nor arguments" }]);
        const { callFailed, callExecuted, messages } = await context.driver.processLlmResponse(payload);
        const failed = callFailed && !callExecuted;
        verify("native.broken-arguments-fail", failed, `${show({ callFailed, callExecuted })}`);
        const answered = (messages ?? []).flatMap((message) => format.answeredIn(message));
        verify("calls.every-native-id-answered", answered.includes("call_1"), show(messages));
      },
    }),
  ];
}

export const callCases: readonly ContractCase[] = [...textCases, ...nativeFormats.flatMap(nativeCases)];

async function ownCall(
  { driver, sample: { valid } }: ContractContext<MCSDriver>,
  format: NativeFormat,
  id: string,
): Promise<NativeCall> {
  await nativeSide(driver, format);
  return { id, name: valid.tool, arguments: valid.arguments };
}

/** Providers refuse a history in which an answer has no call before it. */
function verifyTurn(format: NativeFormat, messages: readonly Message[], ids: readonly string[]): void {
  const firstAnswer = messages.findIndex((message) => format.answeredIn(message).length > 0);
  const turn = messages.slice(0, Math.max(firstAnswer, 0));
  const called = turn.flatMap((message) => format.calledIn(message));
  const whole = JSON.stringify(called) === JSON.stringify(ids);
  verify("native.turn-before-answers", whole, show(messages));
}

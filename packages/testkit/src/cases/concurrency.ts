import { nativeSide, writeCall } from "../suite/answers.ts";
import { type ContractCase, llmDriverCase, toolDriverCase } from "../suite/case.ts";
import { nativeFormats, openAi } from "../suite/native-formats.ts";
import { deepFreeze, rejectionOf } from "../suite/observe.ts";
import { show, verify } from "../suite/violation.ts";
import { failingCall } from "../suite/wrong-calls.ts";

const AT_ONCE = 20;

export const concurrencyCases: readonly ContractCase[] = [
  toolDriverCase({
    id: "concurrency/executions",
    title: "one instance executes many calls at once",
    requirements: ["stateless.concurrent-calls"],
    async run(context) {
      const { driver, sample } = context;
      const failing = await failingCall(context);
      const calls = Array.from({ length: AT_ONCE }, (_, index) => (index % 4 === 3 ? failing : sample.valid));
      const settled = await Promise.allSettled(
        calls.map((call) => driver.executeTool(call.tool, call.arguments)),
      );
      for (const [index, { status }] of settled.entries()) {
        const expected = calls[index] === failing ? "rejected" : "fulfilled";
        verify("stateless.concurrent-calls", status === expected, `call ${index} was ${status}`);
      }
    },
  }),
  llmDriverCase({
    id: "concurrency/responses",
    title: "one instance answers many conversations at once",
    requirements: ["stateless.concurrent-calls"],
    async run({ driver, sample }) {
      await nativeSide(driver, openAi);
      const ids = Array.from({ length: AT_ONCE }, (_, index) => `call_${index}`);
      const { tool: name, arguments: args } = sample.valid;
      const responses = await Promise.all(
        ids.map((id) => driver.processLlmResponse(openAi.payload([{ id, name, arguments: args }]))),
      );
      for (const [index, { messages }] of responses.entries()) {
        const answered = (messages ?? []).flatMap((message) => openAi.answeredIn(message));
        const own = answered.length === 1 && answered[0] === ids[index];
        verify("stateless.concurrent-calls", own, `${show(answered)} in the response to ${ids[index]}`);
      }
    },
  }),
  llmDriverCase({
    id: "concurrency/prompts",
    title: "prompts are the same after calls, failed ones too",
    requirements: ["stateless.prompts-unchanged"],
    async run(context) {
      const { driver, sample } = context;
      const prompts = async (): Promise<string> =>
        `${await driver.getFunctionDescription()}\n${await driver.getDriverSystemMessage()}`;
      const before = await prompts();
      for (const call of [sample.valid, await failingCall(context)]) {
        await driver.processLlmResponse(writeCall(context, call));
      }
      const after = await prompts();
      verify("stateless.prompts-unchanged", after === before, `${show(before)}, then ${show(after)}`);
    },
  }),
  ...nativeFormats.map((format) =>
    llmDriverCase({
      id: `concurrency/${format.provider}-payload-untouched`,
      title: `reading a payload of ${format.title} leaves it as it was`,
      requirements: ["stateless.payload-untouched"],
      async run({ driver, sample: { valid } }) {
        await nativeSide(driver, format);
        const call = { id: "call_1", name: valid.tool, arguments: valid.arguments };
        const payload = structuredClone(format.payload([call]));
        const before = JSON.stringify(payload);
        await rejectionOf(() => driver.processLlmResponse(payload));
        const after = JSON.stringify(payload);
        verify("stateless.payload-untouched", after === before, `${show(before)} became ${show(after)}`);
        const { callExecuted } = await driver.processLlmResponse(deepFreeze(payload));
        verify("stateless.payload-untouched", callExecuted, "a frozen payload is not executed");
      },
    }),
  ),
];

import {
  type ConsentHandler,
  type MCSToolDriver,
  McsError,
  type PendingCall,
  resolveCapability,
} from "@mcs/core";
import { writeCall } from "../suite/answers.ts";
import { type ContractCase, toolDriverCase } from "../suite/case.ts";
import { isLlmDriver } from "../suite/context.ts";
import { rejectionOf } from "../suite/observe.ts";
import { NotApplicable, show, verify } from "../suite/violation.ts";

/** What a handler might return by mistake, or what a model might have written into its answer. */
const NOT_YES: readonly unknown[] = ["yes", 1, {}, { allow: "true" }, [true], null, undefined];

export const consentCases: readonly ContractCase[] = [
  toolDriverCase({
    id: "consent/allowed",
    title: "the handler sees the call, and a call that it allows runs",
    requirements: ["consent.handler-sees-call", "consent.allowed-call-runs"],
    async run({ driver, sample: { valid } }) {
      for (const yes of [true, { allow: true }] as const) {
        const seen: PendingCall[] = [];
        decideBy(driver, async (call) => {
          seen.push(call);
          return yes;
        });
        const rejection = await rejectionOf(() => driver.executeTool(valid.tool, valid.arguments));
        const [call] = seen;
        const shown =
          call?.tool === valid.tool &&
          JSON.stringify(call.arguments) === JSON.stringify(valid.arguments) &&
          call.timeoutMs > 0;
        verify("consent.handler-sees-call", shown, show(seen));
        verify("consent.allowed-call-runs", rejection === undefined, `${show(rejection)} after ${show(yes)}`);
      }
    },
  }),
  toolDriverCase({
    id: "consent/denied",
    title: "a call that the handler denies fails with a detail",
    requirements: ["consent.denied-call-fails"],
    async run(context) {
      const { driver, sample } = context;
      const { tool, arguments: args } = sample.valid;
      for (const no of [false, { allow: false, reason: "not today" }] as const) {
        decideBy(driver, async () => no);
        const error = await rejectionOf(() => driver.executeTool(tool, args));
        verify("consent.denied-call-fails", McsError.is(error), `${show(error)} after ${show(no)}`);
        if (!isLlmDriver(driver)) continue;
        const response = await driver.processLlmResponse(writeCall(context, sample.valid));
        const failed = response.callFailed && !response.callExecuted;
        verify("consent.denied-call-fails", failed, `${show(response)} after ${show(no)}`);
      }
    },
  }),
  toolDriverCase({
    id: "consent/only-true",
    title: "nothing else than true is a yes",
    requirements: ["consent.only-true-allows"],
    async run({ driver, sample: { valid } }) {
      for (const answer of NOT_YES) {
        decideBy(driver, (async () => answer) as ConsentHandler);
        const error = await rejectionOf(() => driver.executeTool(valid.tool, valid.arguments));
        verify("consent.only-true-allows", error !== undefined, `the call ran after ${show(answer)}`);
      }
      decideBy(driver, () => Promise.reject(new Error("the dialog was closed")));
      const error = await rejectionOf(() => driver.executeTool(valid.tool, valid.arguments));
      verify("consent.only-true-allows", error !== undefined, "the call ran after the handler had failed");
    },
  }),
];

function decideBy(driver: MCSToolDriver, handler: ConsentHandler): void {
  const side = resolveCapability(driver, "consent");
  if (side === undefined) throw new NotApplicable("the driver has no consent");
  side.setConsentHandler(handler);
}

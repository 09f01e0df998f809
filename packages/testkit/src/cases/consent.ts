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
import type { ContractSample, SampleCall } from "../suite/sample.ts";
import { NotApplicable, show, verify } from "../suite/violation.ts";

/** What a handler might return by mistake, or what a model might have written into its answer. */
const NOT_YES: readonly unknown[] = ["yes", 1, {}, { allow: "true" }, [true], null, undefined];

/** The likeliest reason where nobody was asked. */
const HINT =
  "Where the driver rightly does not ask about this call, name another one as `asked` in the sample.";

export const consentCases: readonly ContractCase[] = [
  toolDriverCase({
    id: "consent/allowed",
    title: "the handler sees the call, and a call that it allows runs",
    requirements: ["consent.handler-sees-call", "consent.allowed-call-runs"],
    async run({ driver, sample }) {
      const { tool, arguments: args } = askedCall(sample);
      for (const yes of [true, { allow: true }] as const) {
        const seen: PendingCall[] = [];
        decideBy(driver, async (call) => {
          seen.push(call);
          return yes;
        });
        const rejection = await rejectionOf(() => driver.executeTool(tool, args));
        const [call] = seen;
        verify("consent.handler-sees-call", call !== undefined, `${tool} was not asked about. ${HINT}`);
        const shown =
          call?.tool === tool &&
          JSON.stringify(call.arguments) === JSON.stringify(args) &&
          call.timeoutMs > 0;
        const wanted = show({ tool, arguments: args });
        verify(
          "consent.handler-sees-call",
          shown,
          `the call is ${wanted}, and the handler saw ${show(seen)}`,
        );
        const refused = `${tool} was allowed with ${show(yes)} and rejected with ${show(rejection)}`;
        verify("consent.allowed-call-runs", rejection === undefined, refused);
      }
    },
  }),
  toolDriverCase({
    id: "consent/denied",
    title: "a call that the handler denies fails with a detail",
    requirements: ["consent.denied-call-fails"],
    async run(context) {
      const { driver, sample } = context;
      const call = askedCall(sample);
      const { tool, arguments: args } = call;
      for (const no of [false, { allow: false, reason: "not today" }] as const) {
        decideBy(driver, async () => no);
        const error = await rejectionOf(() => driver.executeTool(tool, args));
        const ran = error === undefined ? `ran. ${HINT}` : `rejected with ${show(error)}, no McsError`;
        verify(
          "consent.denied-call-fails",
          McsError.is(error),
          `${tool} was denied with ${show(no)} and ${ran}`,
        );
        if (!isLlmDriver(driver)) continue;
        const response = await driver.processLlmResponse(writeCall(context, call));
        const failed = response.callFailed && !response.callExecuted;
        verify(
          "consent.denied-call-fails",
          failed,
          `${tool} was denied with ${show(no)}; the response is ${show(response)}`,
        );
      }
    },
  }),
  toolDriverCase({
    id: "consent/only-true",
    title: "nothing else than true is a yes",
    requirements: ["consent.only-true-allows"],
    async run({ driver, sample }) {
      const { tool, arguments: args } = askedCall(sample);
      for (const answer of NOT_YES) {
        decideBy(driver, (async () => answer) as ConsentHandler);
        const error = await rejectionOf(() => driver.executeTool(tool, args));
        verify(
          "consent.only-true-allows",
          error !== undefined,
          `${tool} ran after the handler answered ${show(answer)}. ${HINT}`,
        );
      }
      decideBy(driver, () => Promise.reject(new Error("the dialog was closed")));
      const error = await rejectionOf(() => driver.executeTool(tool, args));
      verify(
        "consent.only-true-allows",
        error !== undefined,
        `${tool} ran after the handler had failed. ${HINT}`,
      );
    },
  }),
];

/** The call that the driver has to ask about. */
function askedCall({ asked, valid }: ContractSample): SampleCall {
  return asked ?? valid;
}

function decideBy(driver: MCSToolDriver, handler: ConsentHandler): void {
  const side = resolveCapability(driver, "consent");
  if (side === undefined) throw new NotApplicable("the driver has no consent");
  side.setConsentHandler(handler);
}

import { inspect } from "node:util";
import { McsError, resolveCapability } from "@mcs/core";
import type { RequirementId } from "../requirements.ts";
import { writeCall } from "../suite/answers.ts";
import { type ContractCase, llmDriverCase, toolDriverCase } from "../suite/case.ts";
import { type ContractContext, isToolDriver } from "../suite/context.ts";
import { rejectionOf } from "../suite/observe.ts";
import type { SampleCall } from "../suite/sample.ts";
import { ContractViolation, NotApplicable, show, verify } from "../suite/violation.ts";
import { failingCall, UNKNOWN_TOOL, unknownArgument } from "../suite/wrong-calls.ts";

export const secretCases: readonly ContractCase[] = [
  toolDriverCase({
    id: "secrets/tools",
    title: "the tool list holds no credential",
    requirements: ["secrets.not-in-tools"],
    async run(context) {
      verifyAbsent("secrets.not-in-tools", context, await context.driver.listTools(), "the tool list");
    },
  }),
  llmDriverCase({
    id: "secrets/prompts",
    title: "prompts hold no credential",
    requirements: ["secrets.not-in-prompts"],
    async run(context) {
      const { driver } = context;
      const rule = "secrets.not-in-prompts";
      verifyAbsent(rule, context, await driver.getFunctionDescription(), "the function description");
      verifyAbsent(rule, context, await driver.getDriverSystemMessage(), "the system message");
      const native = await resolveCapability(driver, "driver_context")?.getDriverContext();
      verifyAbsent(rule, context, native, "the driver context");
    },
  }),
  toolDriverCase({
    id: "secrets/results",
    title: "results hold no credential",
    requirements: ["secrets.not-in-results"],
    async run(context) {
      const { tool, arguments: args } = context.sample.valid;
      verifyAbsent(
        "secrets.not-in-results",
        context,
        await context.driver.executeTool(tool, args),
        "a result",
      );
    },
  }),
  toolDriverCase({
    id: "secrets/errors",
    title: "errors hold no credential",
    requirements: ["secrets.not-in-errors"],
    async run(context) {
      const calls: SampleCall[] = [{ tool: UNKNOWN_TOOL, arguments: {} }, unknownArgument(context)];
      if (context.sample.failing !== undefined) calls.push(context.sample.failing);
      for (const call of calls) {
        const error = await rejectionOf(() => context.driver.executeTool(call.tool, call.arguments));
        verifyAbsent("secrets.not-in-errors", context, error, `the error of ${show(call)}`);
      }
    },
  }),
  llmDriverCase({
    id: "secrets/responses",
    title: "responses hold no credential",
    requirements: ["secrets.not-in-responses"],
    async run(context) {
      requireCanary(context);
      for (const call of [context.sample.valid, await failingCall(context)]) {
        const response = await context.driver.processLlmResponse(writeCall(context, call));
        verifyAbsent("secrets.not-in-responses", context, response, `the response to ${show(call)}`);
      }
    },
  }),
  {
    id: "secrets/inspection",
    title: "inspecting a driver that is in use shows no credential",
    requirements: ["secrets.not-in-inspection"],
    async run(context) {
      const { driver, sample } = context;
      const rule = "secrets.not-in-inspection";
      verifyAbsent(rule, context, driver, "the driver");
      if (isToolDriver(driver)) await driver.executeTool(sample.valid.tool, sample.valid.arguments);
      verifyAbsent(rule, context, driver, "the driver after a call");
    },
  },
  {
    id: "secrets/missing",
    title: "without its credential the driver is made, lists its tools, and says what it lacks when called",
    requirements: [
      "secrets.construction-needs-none",
      "secrets.listing-needs-none",
      "secrets.missing-is-named",
    ],
    async run({ sample: { withoutCredential, valid } }) {
      if (withoutCredential === undefined) throw new NotApplicable("the sample has no withoutCredential");
      const failure = await rejectionOf(async () => withoutCredential());
      verify("secrets.construction-needs-none", failure === undefined, show(failure));
      const driver = await withoutCredential();
      if (!isToolDriver(driver)) throw new NotApplicable("the driver is no ToolDriver");
      const rejection = await rejectionOf(() => driver.listTools());
      verify("secrets.listing-needs-none", rejection === undefined, show(rejection));
      const error = await rejectionOf(() => driver.executeTool(valid.tool, valid.arguments));
      const named = McsError.is(error) && error.code === "missing_credential";
      verify("secrets.missing-is-named", named, show(error));
    },
  },
];

function requireCanary({ sample: { canary } }: ContractContext): string {
  if (canary === undefined) throw new NotApplicable("the sample has no canary");
  return canary;
}

/** Looks for the credential in a value, printed in every way. What is found is not printed again. */
function verifyAbsent(rule: RequirementId, context: ContractContext, value: unknown, place: string): void {
  const canary = requireCanary(context);
  const printed: Readonly<Record<string, () => string | undefined>> = {
    "as a text": () => String(value),
    "as JSON": () => JSON.stringify(value),
    inspected: () =>
      inspect(value, { showHidden: true, depth: 30, maxArrayLength: null, maxStringLength: null }),
  };
  for (const [way, print] of Object.entries(printed)) {
    if (printedOrEmpty(print).includes(canary))
      throw new ContractViolation(rule, `it is in ${place}, ${way}`);
  }
}

/** A value that cannot be printed in one of the ways shows nothing in it. */
function printedOrEmpty(print: () => string | undefined): string {
  try {
    return print() ?? "";
  } catch {
    return "";
  }
}

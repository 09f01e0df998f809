import { type MCSToolDriver, McsError, type ToolArguments } from "@mcs/core";
import type { RequirementId } from "../requirements.ts";
import { type ContractCase, toolDriverCase } from "../suite/case.ts";
import { deepFreeze, rejectionOf } from "../suite/observe.ts";
import type { SampleCall } from "../suite/sample.ts";
import { NotApplicable, show, verify } from "../suite/violation.ts";
import {
  misfit,
  missingArgument,
  mistypedArgument,
  sampleTool,
  UNKNOWN_TOOL,
  unknownArgument,
} from "../suite/wrong-calls.ts";

export const executionCases: readonly ContractCase[] = [
  toolDriverCase({
    id: "execution/valid-call",
    title: "a valid call fits its schema and resolves with the raw result",
    requirements: ["execute.accepts-what-schema-accepts", "execute.resolves-with-result"],
    async run(context) {
      const { driver, sample } = context;
      const { tool, arguments: args, result: expected } = sample.valid;
      const refusal = misfit(await sampleTool(context), args);
      verify("execute.accepts-what-schema-accepts", refusal === undefined, show(refusal?.message));
      const rejection = await rejectionOf(() => driver.executeTool(tool, args));
      verify("execute.resolves-with-result", rejection === undefined, `a rejection: ${show(rejection)}`);
      if (expected === undefined) return;
      const result = await driver.executeTool(tool, args);
      const same = JSON.stringify(result) === JSON.stringify(expected);
      verify("execute.resolves-with-result", same, `${show(result)} instead of ${show(expected)}`);
    },
  }),
  toolDriverCase({
    id: "execution/output-schema",
    title: "the result fits the tool's output schema",
    requirements: ["execute.result-fits-output-schema"],
    async run(context) {
      const { driver, sample } = context;
      const { name, outputSchema: schema } = await sampleTool(context);
      if (schema === undefined) throw new NotApplicable(`${name} has no outputSchema`);
      const result = await driver.executeTool(name, sample.valid.arguments);
      const asArgument = { name, parameters: [{ name: "result", description: "", required: true, schema }] };
      const refusal = misfit(asArgument, { result });
      verify("execute.result-fits-output-schema", refusal === undefined, show(refusal?.message));
    },
  }),
  toolDriverCase({
    id: "execution/failing-call",
    title: "a call that the backend refuses rejects",
    requirements: ["execute.failure-rejects", "execute.rejects-with-mcs-error"],
    async run({ driver, sample }) {
      if (sample.failing === undefined) throw new NotApplicable("the sample has no failing call");
      await refusal(driver, sample.failing, "execute.failure-rejects");
    },
  }),
  toolDriverCase({
    id: "execution/unknown-tool",
    title: "a tool that does not exist is refused",
    requirements: ["execute.unknown-tool", "execute.rejects-with-mcs-error"],
    async run({ driver }) {
      await refusedWith(
        driver,
        { tool: UNKNOWN_TOOL, arguments: {} },
        "tool_not_found",
        "execute.unknown-tool",
      );
    },
  }),
  toolDriverCase({
    id: "execution/missing-argument",
    title: "a missing argument is refused",
    requirements: ["execute.missing-argument", "execute.rejects-with-mcs-error"],
    async run(context) {
      const call = await missingArgument(context);
      await refusedWith(context.driver, call, "invalid_arguments", "execute.missing-argument");
    },
  }),
  toolDriverCase({
    id: "execution/mistyped-argument",
    title: "an argument of a wrong type is refused",
    requirements: ["execute.mistyped-argument", "execute.rejects-with-mcs-error"],
    async run(context) {
      const call = await mistypedArgument(context);
      await refusedWith(context.driver, call, "invalid_arguments", "execute.mistyped-argument");
    },
  }),
  toolDriverCase({
    id: "execution/unknown-argument",
    title: "an argument that is not listed is refused",
    requirements: ["execute.unknown-argument", "execute.rejects-with-mcs-error"],
    async run(context) {
      const call = unknownArgument(context);
      await refusedWith(context.driver, call, "invalid_arguments", "execute.unknown-argument");
    },
  }),
  toolDriverCase({
    id: "execution/refusal-names-argument",
    title: "a refusal names the argument",
    requirements: ["execute.refusal-names-argument"],
    async run({ driver, sample, create }) {
      const call = unknownArgument({ driver, sample, create });
      const error = await rejectionOf(() => driver.executeTool(call.tool, call.arguments));
      const message = error instanceof Error ? error.message : "";
      verify("execute.refusal-names-argument", message.includes(call.argument), show(message));
    },
  }),
  toolDriverCase({
    id: "execution/arguments-are-object",
    title: "arguments that are no object are refused",
    requirements: ["execute.arguments-are-object", "execute.rejects-with-mcs-error"],
    async run({ driver, sample: { valid } }) {
      for (const odd of [null, undefined, "{}", 5, [valid.arguments]]) {
        const call = { tool: valid.tool, arguments: odd as unknown as ToolArguments };
        await refusedWith(driver, call, "invalid_arguments", "execute.arguments-are-object");
      }
    },
  }),
  toolDriverCase({
    id: "execution/arguments-untouched",
    title: "a call leaves its arguments as they were",
    requirements: ["execute.arguments-untouched"],
    async run({ driver, sample: { valid } }) {
      const args = structuredClone(valid.arguments);
      await driver.executeTool(valid.tool, args);
      const untouched = JSON.stringify(args) === JSON.stringify(valid.arguments);
      verify("execute.arguments-untouched", untouched, `${show(valid.arguments)} became ${show(args)}`);
      const rejection = await rejectionOf(() => driver.executeTool(valid.tool, deepFreeze(args)));
      verify("execute.arguments-untouched", rejection === undefined, `frozen ones fail: ${show(rejection)}`);
    },
  }),
];

/** The error of a call that must reject with one of the family. */
async function refusal(driver: MCSToolDriver, call: SampleCall, rule: RequirementId): Promise<McsError> {
  let result: unknown;
  const error = await rejectionOf(async () => {
    result = await driver.executeTool(call.tool, call.arguments);
  });
  verify(rule, error !== undefined, `${show(call)} resolved with ${show(result)}`);
  verify(
    "execute.rejects-with-mcs-error",
    McsError.is(error) && typeof error.code === "string" && error.code !== "",
    `${show(call)} rejected with ${show(error)}`,
  );
  return error;
}

async function refusedWith(
  driver: MCSToolDriver,
  call: SampleCall,
  code: string,
  rule: RequirementId,
): Promise<void> {
  const error = await refusal(driver, call, rule);
  verify(rule, error.code === code, `${show(call)} rejected with code ${show(error.code)}: ${error.message}`);
}

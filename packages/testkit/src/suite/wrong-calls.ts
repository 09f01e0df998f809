import { InvalidArgumentsError, type MCSToolDriver, type Tool } from "@mcs/core";
import { validateArguments } from "@mcs/core/validation";
import { type ContractContext, isToolDriver } from "./context.ts";
import type { SampleCall } from "./sample.ts";
import { NotApplicable } from "./violation.ts";

/** A call that is wrong in one argument. */
export interface WrongCall extends SampleCall {
  readonly argument: string;
}

/** A name that no tool uses. */
export const UNKNOWN_TOOL = "mcs_contract_no_such_tool";
const UNKNOWN_ARGUMENT = "mcs_contract_no_such_argument";
/** One value of each type, of which most schemas refuse most. */
const VALUES: readonly unknown[] = [{ unexpected: true }, ["unexpected", {}], "unexpected", 0.5, true, null];

/** The tool that the sample calls. */
export async function sampleTool({ driver, sample }: ContractContext<MCSToolDriver>): Promise<Tool> {
  const tools = await driver.listTools();
  const tool = tools.find(({ name }) => name === sample.valid.tool);
  if (tool === undefined) {
    const names = tools.map(({ name }) => name).join(", ");
    throw new Error(`The sample calls ${sample.valid.tool}, and the driver has only ${names || "no tools"}.`);
  }
  return tool;
}

/** The valid call with a required argument left out. */
export async function missingArgument(context: ContractContext<MCSToolDriver>): Promise<WrongCall> {
  const tool = await sampleTool(context);
  const required = tool.parameters.find((parameter) => parameter.required);
  if (required === undefined) throw new NotApplicable(`${tool.name} has no required argument`);
  const { [required.name]: _left, ...rest } = context.sample.valid.arguments;
  return { tool: tool.name, argument: required.name, arguments: rest };
}

/** The valid call with an argument that the tool does not list. */
export function unknownArgument({ sample }: ContractContext): WrongCall {
  const { tool, arguments: args } = sample.valid;
  return { tool, argument: UNKNOWN_ARGUMENT, arguments: { ...args, [UNKNOWN_ARGUMENT]: 1 } };
}

/** The valid call with one argument of a type that its schema does not allow. */
export async function mistypedArgument(context: ContractContext<MCSToolDriver>): Promise<WrongCall> {
  const tool = await sampleTool(context);
  for (const { name } of tool.parameters) {
    for (const value of VALUES) {
      const args = { ...context.sample.valid.arguments, [name]: value };
      if (misfit(tool, args) !== undefined) return { tool: tool.name, argument: name, arguments: args };
    }
  }
  throw new NotApplicable(`the schemas of ${tool.name} accept every type`);
}

/** A call that must fail: the sample's own, or one that the schema refuses. */
export async function failingCall(context: ContractContext): Promise<SampleCall> {
  const { driver, sample } = context;
  if (sample.failing !== undefined) return sample.failing;
  if (isToolDriver(driver)) return unknownArgument(context);
  throw new NotApplicable("the sample has no failing call");
}

/** Why arguments do not fit a tool's schema, by core's own validation; undefined when they do. */
export function misfit(tool: Tool, args: unknown): InvalidArgumentsError | undefined {
  try {
    validateArguments(tool, args);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidArgumentsError) return error;
    throw error;
  }
}

import { strict as assert } from "node:assert";
import { InvalidArgumentsError, type JsonSchema, type Tool } from "@mcs/core";
import { validateArguments } from "@mcs/core/validation";

/** A tool with one required parameter `x` of this schema. */
export function toolWith(schema: JsonSchema): Tool {
  return {
    name: "t",
    description: "A tool.",
    parameters: [{ name: "x", description: "", required: true, schema }],
  };
}

/** What is said of arguments that are refused. */
export function refusal(tool: Tool, args: unknown): InvalidArgumentsError {
  try {
    validateArguments(tool, args);
  } catch (error) {
    assert.ok(error instanceof InvalidArgumentsError);
    return error;
  }
  throw new assert.AssertionError({ message: "the arguments were accepted" });
}

/** The explanation for one value, without its beginning. */
export function explanation(schema: JsonSchema, value: unknown): string {
  return refusal(toolWith(schema), { x: value }).message.replace("Invalid arguments for t: ", "");
}

import type { Tool, ToolArguments } from "../contract/index.ts";
import { fitsPlainly } from "./plain.ts";

/**
 * Holds a call's arguments against the tool's schema. Most calls have plain values of plain types, which is
 * seen at once; the interpreter of schemas is loaded when one needs it.
 *
 * @returns the arguments as they are
 * @throws InvalidArgumentsError that names every argument that is wrong and what it should be.
 */
export async function checkArguments(tool: Tool, args: unknown): Promise<ToolArguments> {
  if (fitsPlainly(tool, args)) return args;
  const interpreter: typeof import("./validate.ts") = await import("./validate.ts");
  interpreter.validateArguments(tool, args);
  return args;
}

import type { JsonSchema, JsonSchemaObject, Tool, ToolArguments } from "../contract/index.ts";
import { toolInputSchema } from "./input-schema.ts";

/** Is the value certainly valid? */
type Test = (value: unknown) => boolean;

/** Keywords that demand nothing of a value. */
const NOTES = new Set(["title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly"]);

const BY_TYPE: Readonly<Record<string, Test>> = {
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  number: (value) => typeof value === "number",
  integer: Number.isInteger,
};

/** Are these arguments certainly valid? */
type ArgumentsTest = (args: Readonly<Record<string, unknown>>) => boolean;

const known = new WeakMap<Tool, ArgumentsTest>();

/**
 * Are the arguments certainly valid? Where a schema cannot be read, nothing is certain.
 */
export function fitsPlainly(tool: Tool, args: unknown): args is ToolArguments {
  if (typeof args !== "object" || args === null || Array.isArray(args)) return false;
  try {
    let test = known.get(tool);
    if (test === undefined) {
      test = plainCheck(toolInputSchema(tool));
      known.set(tool, test);
    }
    return test(args as Readonly<Record<string, unknown>>);
  } catch {
    return false;
  }
}

/**
 * A quick yes for the arguments that most calls have: plain values of plain types. It only ever says that
 * arguments are certainly valid; for any doubt, and for the reasons, there is the interpreter, which takes
 * many times as long.
 */
export function plainCheck(schema: JsonSchemaObject): ArgumentsTest {
  const tests = new Map<string, Test>();
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const test = plainTest(property);
    if (test !== undefined) tests.set(name, test);
  }
  const required = schema.required ?? [];
  return (args) => {
    for (const name of required) if (!Object.hasOwn(args, name)) return false;
    for (const name of Object.keys(args)) if (tests.get(name)?.(args[name]) !== true) return false;
    return true;
  };
}

function plainTest(schema: JsonSchema): Test | undefined {
  if (typeof schema === "boolean") return undefined;
  const { type, enum: options, minimum, maximum, ...rest } = schema;
  if (!Object.keys(rest).every((keyword) => NOTES.has(keyword))) return undefined;
  const byType = typeof type === "string" && Object.hasOwn(BY_TYPE, type) ? BY_TYPE[type] : undefined;
  if (byType === undefined) return undefined;
  const tests = [byType];
  if (options !== undefined) tests.push((value) => options.includes(value));
  if (typeof minimum === "number") tests.push((value) => typeof value !== "number" || value >= minimum);
  if (typeof maximum === "number") tests.push((value) => typeof value !== "number" || value <= maximum);
  return tests.length === 1 ? byType : (value) => tests.every((test) => test(value));
}

import { isRecord } from "../../record.ts";
import type { ReadItem } from "../reading.ts";
import type { ToolIndex } from "../tool-index.ts";
import { takesText } from "./coerce.ts";
import { append, argumentsOf, type Context, call, failure, resolveName, unknownTool } from "./found.ts";
import { isEllipsis } from "./scalars.ts";

/** Under which keys models write a tool's name and its arguments, the usual ones first. */
export const NAME_KEYS: readonly string[] = [
  ...["name", "tool", "tool_name", "function", "function_name", "action", "toolName", "functionName"],
  ...["recipient_name", "tool_call_name", "func"],
];
export const ARGUMENT_KEYS: readonly string[] = [
  ...["arguments", "parameters", "args", "input", "action_input", "params", "tool_input", "kwargs"],
  ...["toolInput", "actionInput", "function_arguments", "tool_args", "tool_arguments", "tool_parameters"],
];
/** Keys under which a call, or a list of calls, lies one level deeper. */
export const WRAPPER_KEYS: readonly string[] = [
  ...["tool_calls", "tool_call", "function_call", "functionCall", "toolCalls", "toolCall", "function_calls"],
  ...["functionCalls", "tool_use", "toolUse", "tool_uses", "function", "calls"],
];
/** Keys that a call may begin with. */
export const OPENING_KEYS: ReadonlySet<string> = new Set([
  ...NAME_KEYS,
  ...ARGUMENT_KEYS,
  ...WRAPPER_KEYS,
  ...["id", "type", "index", "tool_call_id", "call_id", "thought", "thoughts", "reasoning", "explanation"],
  ...["role", "content", "plan"],
]);
/** Keys of a tool's description, or of a record of a call that was made: neither is a call. */
const NO_CALL = ["description", "result", "output", "response", "error", "observation", "status"];

/**
 * The calls that a value states, in all the shapes in which models wrap them, or undefined where it states
 * none. Without a marker every part has to name a tool that exists; with one, an unknown name is a failure.
 */
export function callsIn(
  value: unknown,
  context: Context,
  raw: string,
  depth = 0,
): readonly ReadItem[] | undefined {
  if (depth > 4) return undefined;
  if (Array.isArray(value)) {
    const items: ReadItem[] = [];
    for (const entry of value) {
      const read = callsIn(entry, context, raw, depth + 1);
      if (read === undefined && !context.marked) return undefined;
      append(items, read ?? []);
    }
    return items.length === 0 ? undefined : items;
  }
  if (!isRecord(value)) return undefined;
  const lower = inLowerCase(value);
  if (lower !== undefined) return callsIn(lower, context, raw, depth + 1);
  for (const key of WRAPPER_KEYS) {
    const inner = own(value, key);
    if (
      Array.isArray(inner) ||
      (isRecord(inner) && !NAME_KEYS.some((name) => typeof own(value, name) === "string"))
    ) {
      const read = callsIn(inner, context, raw, depth + 1);
      if (read !== undefined) return read;
    }
  }
  return callOf(value, context, raw, depth > 0);
}

/** A call in an object of its own. */
function callOf(
  value: Record<string, unknown>,
  context: Context,
  raw: string,
  listed: boolean,
): readonly ReadItem[] | undefined {
  const isName = (key: string): boolean => typeof own(value, key) === "string";
  const nameKey = NAME_KEYS.find(isName) ?? context.tools.nameKeys.find(isName) ?? nameKeyOf(value, context);
  if (nameKey === undefined) {
    const moved = nameInArguments(value, context);
    if (moved !== undefined) return callOf(moved, context, raw, listed);
    return context.marked || listed ? byToolName(value, context) : undefined;
  }
  const written = String(value[nameKey]);
  const name = resolveName(context, written);
  const argumentKey = ARGUMENT_KEYS.find((key) => key !== nameKey && Object.hasOwn(value, key));
  if (!context.marked && (argumentKey === undefined || NO_CALL.some((key) => Object.hasOwn(value, key)))) {
    return undefined;
  }
  const args =
    argumentKey === undefined
      ? flatArguments(value, nameKey, name, context)
      : argumentsOf(value[argumentKey]);
  if (args !== undefined) {
    const parallel = unwrapParallel(written, args, context.tools);
    if (parallel !== undefined) return callsIn(parallel, context, raw, 3);
  }
  if (name === undefined) return context.marked ? [unknownTool(written, raw)] : undefined;
  if (args === undefined) {
    const sole = context.tools.soleParameter(name);
    const lone = argumentKey === undefined ? undefined : value[argumentKey];
    if (
      (context.marked || /input$/i.test(argumentKey ?? "")) &&
      sole !== undefined &&
      takesText(sole) &&
      typeof lone === "string"
    )
      return [call(name, { [sole.name]: lone })];
    return [failure(name, `"${argumentKey}" should be a JSON object`, raw)];
  }
  if (isSchema(args, name, context.tools) || (!context.marked && isForm(args))) return undefined;
  return [call(name, args)];
}

/** Where a marker says that it is a call and arguments are there, the name may stand under any key. */
function nameKeyOf(value: Record<string, unknown>, context: Context): string | undefined {
  if (!context.marked || !ARGUMENT_KEYS.some((key) => isRecord(own(value, key)))) return undefined;
  return Object.keys(value).find((key) => {
    const written = value[key];
    return typeof written === "string" && context.tools.resolve(written) !== undefined;
  });
}

/** Arguments that stand beside the name, where all of them are the tool's; none otherwise. */
function flatArguments(
  value: Record<string, unknown>,
  nameKey: string,
  tool: string | undefined,
  { tools }: Context,
): Record<string, unknown> {
  const rest = Object.entries(value).filter(([key]) => key !== nameKey);
  const fits = tool !== undefined && rest.every(([key]) => tools.parameter(tool, key) !== undefined);
  return fits ? Object.fromEntries(rest) : {};
}

/** `{"NAME": {…}}`, the form of Apertus. Without a marker all that is in it has to be the tool's. */
function byToolName(
  value: Record<string, unknown>,
  { tools, marked }: Context,
): readonly ReadItem[] | undefined {
  const items: ReadItem[] = [];
  for (const [key, inner] of Object.entries(value)) {
    const name = tools.resolve(key);
    const args = name === undefined ? undefined : argumentsOf(inner);
    if (name === undefined || args === undefined) return undefined;
    const keys = Object.keys(args);
    if (!marked && (keys.length === 0 || keys.some((each) => tools.parameter(name, each) === undefined))) {
      return undefined;
    }
    items.push(call(name, args));
  }
  return items.length === 0 ? undefined : items;
}

/** A call whose arguments lack their closing brace, so that the name after them fell in. */
function nameInArguments(
  value: Record<string, unknown>,
  { tools }: Context,
): Record<string, unknown> | undefined {
  const { arguments: args, ...rest } = value;
  if (!isRecord(args) || typeof args.name !== "string") return undefined;
  const name = tools.resolve(args.name);
  if (name === undefined || tools.parameter(name, "name") !== undefined) return undefined;
  const { name: _, ...inner } = args;
  return { ...rest, name, arguments: inner };
}

/**
 * The calls inside a call named `parallel`, which some models make up to say several at once; undefined for
 * every other call, and where a tool has that name.
 */
export function unwrapParallel(
  name: string,
  args: Readonly<Record<string, unknown>>,
  tools: ToolIndex,
): readonly unknown[] | undefined {
  if (!/^(?:multi_tool_use[._])?parallel$/.test(name) || tools.resolve(name) !== undefined) return undefined;
  return Array.isArray(args.tool_uses) ? args.tool_uses : undefined;
}

/** A tool's description also has a name and parameters; these are a schema then. */
function isSchema(args: Record<string, unknown>, tool: string, tools: ToolIndex): boolean {
  return (
    args.type === "object" && isRecord(args.properties) && tools.parameter(tool, "properties") === undefined
  );
}

/** Nothing but dots where the values should be: this shows how a call looks. */
function isForm(args: Record<string, unknown>): boolean {
  const values = Object.values(args);
  return values.length > 0 && values.every((value) => typeof value === "string" && isEllipsis(value));
}

/** The same with keys in lower case, where all of them begin in upper case. */
function inLowerCase(value: Record<string, unknown>): Record<string, unknown> | undefined {
  const keys = Object.keys(value);
  if (keys.length === 0 || !keys.every((key) => /^[A-Z]/.test(key))) return undefined;
  if (!keys.some((key) => OPENING_KEYS.has(key.toLowerCase()))) return undefined;
  return Object.fromEntries(keys.map((key) => [key.toLowerCase(), value[key]]));
}

function own(value: Record<string, unknown>, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

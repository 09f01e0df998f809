import type { ReadItem } from "../calls/reading.ts";
import { refusesNull } from "../calls/text/coerce.ts";
import { ToolIndex } from "../calls/tool-index.ts";
import type { CallOptions, CallOutcome, Tool, ToolArguments } from "../contract/index.ts";
import { McsError, ToolNotFoundError, toMcsError } from "../errors.ts";
import { checkArguments } from "../validation/check.ts";
import { VALIDATES } from "./base-tool-driver.ts";

/** What {@link runCalls} needs to know of a driver. */
export interface CallTarget {
  readonly [VALIDATES]?: true;
  executeTool(toolName: string, args: ToolArguments, options?: CallOptions): Promise<unknown>;
}

/** A call's outcome; `error` is kept for choosing the words that the model gets. */
export interface Outcome {
  readonly call: CallOutcome;
  readonly error?: McsError;
}

/** Code of a call whose text could not be read. */
const UNREADABLE = "unreadable_call";

/**
 * Executes the calls of one answer and keeps their order. Neighbours that only read run side by side;
 * a call that may change something waits for those before it, and those after it wait for it. One failure
 * fails its own call only.
 */
export async function runCalls(
  items: readonly ReadItem[],
  tools: ReadonlyMap<string, Tool>,
  target: CallTarget,
  options: CallOptions,
): Promise<Outcome[]> {
  const outcomes: Array<Outcome | Promise<Outcome>> = [];
  for (const item of items) {
    const tool = item.ok ? tools.get(item.call.name) : undefined;
    const readOnly = tool === undefined || tool.annotations?.readOnly === true;
    if (!readOnly) await Promise.all(outcomes);
    const outcome = runCall(item, tools, target, options);
    outcomes.push(readOnly ? outcome : await outcome);
  }
  return Promise.all(outcomes);
}

async function runCall(
  item: ReadItem,
  known: ReadonlyMap<string, Tool>,
  target: CallTarget,
  options: CallOptions,
): Promise<Outcome> {
  if (!item.ok) {
    const { id, name = "", reason } = item.failure;
    const unknown = name !== "" && !known.has(name);
    const error = unknown ? new ToolNotFoundError(name) : new McsError(UNREADABLE, reason);
    return failed({ ...(id === undefined ? {} : { id }), name }, error);
  }
  const { call } = item;
  const tool = known.get(call.name);
  if (tool === undefined) {
    return failed(call, new ToolNotFoundError(call.name));
  }
  try {
    const args = withoutNulls(tool, call.arguments);
    if (target[VALIDATES] !== true) await checkArguments(tool, args);
    const result = await target.executeTool(call.name, args, options);
    return { call: { ok: true, ...call, arguments: args, result } };
  } catch (error) {
    return failed(call, toMcsError(error, `${call.name} failed`));
  }
}

/** A null for an optional argument that takes none says that it is left out; strict modes make models write it. */
function withoutNulls(tool: Tool, args: ToolArguments): ToolArguments {
  const spare = tool.parameters.filter(({ name, required = false }) => {
    return !required && Object.hasOwn(args, name) && args[name] === null;
  });
  if (spare.length === 0) return args;
  const index = new ToolIndex([tool]);
  const rest: Record<string, unknown> = { ...args };
  for (const { name } of spare) {
    const parameter = index.parameter(tool.name, name);
    if (parameter !== undefined && refusesNull(parameter)) delete rest[name];
  }
  return rest;
}

function failed(
  call: { readonly id?: string; readonly name: string; readonly arguments?: ToolArguments },
  error: McsError,
): Outcome {
  const data = error.data === undefined ? {} : { data: error.data };
  return { call: { ok: false, ...call, detail: error.message, code: error.code, ...data }, error };
}

/** Which retry prompt suits an error. */
export function retryKind(
  error: McsError,
): "unreadable" | "unknown_tool" | "invalid_arguments" | "execution_failed" {
  if (error.code === UNREADABLE) return "unreadable";
  if (error.code === "tool_not_found") return "unknown_tool";
  return error.code === "invalid_arguments" ? "invalid_arguments" : "execution_failed";
}

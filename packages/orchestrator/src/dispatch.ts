import {
  AbortedError,
  type CallOptions,
  checkArguments,
  type MCSToolDriver,
  McsError,
  type ToolArguments,
  toMcsError,
} from "@mcs/core";
import type { OwnTool, Route, View } from "./entries.ts";

/** Aliases of aliases; a circle of them would have no end. */
const MOST_ALIASES = 8;

/** A call with every alias followed. */
export interface FinalCall {
  readonly entry: Route | OwnTool;
  readonly arguments: ToolArguments;
}

/**
 * What a call means in its conversation; undefined where it, or what it stands for, is unknown.
 *
 * @throws InvalidArgumentsError for a call of `call_tool` without a name, or what an alias throws.
 */
export async function finalCall(
  { entries }: View,
  name: string,
  args: ToolArguments,
  options: CallOptions,
): Promise<FinalCall | undefined> {
  let call = { name, arguments: args };
  for (let followed = 0; followed <= MOST_ALIASES; followed++) {
    const entry = entries.get(call.name);
    if (entry?.kind !== "alias") return entry && { entry, arguments: call.arguments };
    if (entry.validate === true) await checkArguments(entry.tool, call.arguments);
    call = entry.means(call.arguments, options);
  }
  return undefined;
}

/**
 * What a promise gives, for as long as the caller wants it: drivers may take their time to list.
 *
 * @throws AbortedError
 */
export function whileWanted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(new AbortedError(undefined, { cause: signal.reason }));
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}

/** Answers a call of the orchestrator's own. */
export async function answer(
  { tool, execute }: OwnTool,
  args: ToolArguments,
  options: CallOptions,
): Promise<unknown> {
  await checkArguments(tool, args);
  if (options.signal?.aborted) throw new AbortedError(undefined, { cause: options.signal.reason });
  try {
    return await execute(args, options);
  } catch (error) {
    throw toMcsError(error, `${tool.name} failed`);
  }
}

/** Passes a call on to its driver; one that does not validate is validated for. */
export async function passOn(
  { tool, target }: Route,
  args: ToolArguments,
  options: CallOptions,
): Promise<unknown> {
  if (!validates(target.driver)) await checkArguments(tool, args);
  if (options.signal?.aborted) throw new AbortedError(undefined, { cause: options.signal.reason });
  try {
    return await target.driver.executeTool(target.name, args, options);
  } catch (error) {
    if (options.signal?.aborted && !McsError.is(error)) throw new AbortedError(undefined, { cause: error });
    throw toMcsError(error, `${tool.name} failed`);
  }
}

/** Set on drivers of this project, whose `executeTool` validates. */
const VALIDATES: unique symbol = Symbol.for("@mcs/core:validates");

function validates(driver: MCSToolDriver): boolean {
  return (driver as { [VALIDATES]?: unknown })[VALIDATES] === true;
}

import type { DriverMeta } from "./meta.ts";
import type { Tool, ToolArguments } from "./tool.ts";

export interface CallOptions {
  /** Aborts the call; it then rejects with an `McsError` of code `"aborted"`. */
  readonly signal?: AbortSignal;
  /**
   * Whatever tells calls apart for the driver's own options, such as the user on whose behalf this one is made:
   * a function for credentials gets it. It never reaches a model or a backend by itself. An optional addition
   * to contract 0.6.
   */
  readonly context?: unknown;
}

/**
 * A backend as tools, without any knowledge of models. Contract 0.6, `MCSToolDriver`. Its
 * `meta.targetLlms` is null.
 */
export interface MCSToolDriver {
  readonly meta: DriverMeta;

  /** What can be called. Needs no credentials unless the description itself does. */
  listTools(): Promise<readonly Tool[]>;

  /** Resolves with the raw result, or rejects with an `McsError`; an error is never a result. */
  executeTool(toolName: string, args: ToolArguments, options?: CallOptions): Promise<unknown>;
}

import type { DriverMeta } from "./meta.ts";
import type { Tool, ToolArguments } from "./tool.ts";

/** What a caller says about one call; nothing of it comes from a model. */
export interface CallOptions {
  /** Aborts the call; it then rejects with an `McsError` of code `"aborted"`. */
  readonly signal?: AbortSignal;
  /**
   * Whatever tells calls apart for the driver's own options, such as the user on whose behalf this one is made:
   * a function for credentials gets it. It never reaches a model or a backend by itself. An optional addition
   * to contract 0.6.
   */
  readonly context?: unknown;
  /**
   * The conversation that the call belongs to: any object that stands for it, the same one for each of its
   * calls. What keeps something for a conversation keeps it weakly under this object, so it ends with it. An
   * optional addition to contract 0.6.
   */
  readonly conversation?: object;
}

/**
 * A backend as tools, without any knowledge of models. Contract 0.6, `MCSToolDriver`. Its
 * `meta.targetLlms` is null.
 */
export interface MCSToolDriver {
  /** Who the driver is. Using it does not change it. */
  readonly meta: DriverMeta;

  /** What can be called. Needs no credentials unless the description itself does. */
  listTools(): Promise<readonly Tool[]>;

  /** Resolves with the raw result, or rejects with an `McsError`; an error is never a result. */
  executeTool(toolName: string, args: ToolArguments, options?: CallOptions): Promise<unknown>;
}

import type { DriverMeta } from "./meta.ts";
import type { DriverResponse } from "./response.ts";

/** What a model said: its text, or the payload, message or event list that its provider returned. */
export type LlmResponse = string | object;

/** Options of `processLlmResponse`; what is not its own is passed on to the calls. */
export interface ProcessOptions {
  /**
   * The text is an unfinished stream: nothing is executed before it is whole.
   * @defaultValue false
   */
  readonly streaming?: boolean;
  /** Aborts the calls that are under way. */
  readonly signal?: AbortSignal;
  /** Passed on to every call as `CallOptions.context`. */
  readonly context?: unknown;
  /** Passed on to every call as `CallOptions.conversation`. */
  readonly conversation?: object;
  /**
   * The model that said it, whose words it is answered in.
   * @defaultValue the model that the driver was asked to write for, where it was asked for one only
   */
  readonly modelName?: string;
}

/**
 * What a client talks to. Contract 0.6, `MCSDriver`.
 *
 * A driver keeps no conversation: every call gets what it needs and returns what came of it, so one
 * instance serves many conversations at once.
 */
export interface MCSDriver {
  /** Who the driver is. Using it does not change it. */
  readonly meta: DriverMeta;

  /** The tools as text that a model can read, in the form that suits `modelName`. */
  getFunctionDescription(modelName?: string): Promise<string>;

  /** A whole system message: the tools, and how to call them. */
  getDriverSystemMessage(modelName?: string): Promise<string>;

  /**
   * Finds the calls in what the model said, executes those that are ours, and says what came of it.
   * Never rejects for what a model wrote or a backend answered; that is `callFailed`.
   */
  processLlmResponse(llmResponse: LlmResponse, options?: ProcessOptions): Promise<DriverResponse>;
}

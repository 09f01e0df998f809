import type { Message } from "./response.ts";
import type { ToolAnnotations, ToolArguments } from "./tool.ts";

/** Flag `"healthcheck"`. */
export interface SupportsHealthcheck {
  /** Asks the backend whether it can serve. Resolves also when it cannot: the status says so. */
  healthcheck(): Promise<Health>;
}

export interface Health {
  readonly status: "OK" | "WARN" | "ERROR";
  /** Why it is not OK. */
  readonly detail?: string;
  readonly [key: string]: unknown;
}

/**
 * Flag `"autostart"`: the driver can bring up what it connects to, in a container or a sandbox, never as
 * a process of the host.
 */
export interface SupportsAutostart {
  autostart(options?: Readonly<Record<string, unknown>>): Promise<void>;
}

/** Flag `"driver_context"`: tools in a provider's own form, beside a system message without them. */
export interface SupportsDriverContext {
  getDriverContext(modelName?: string, options?: DriverContextOptions): Promise<DriverContext>;
}

export interface DriverContextOptions {
  /**
   * Whose form the tools take, such as `"openai"` or `"anthropic"`.
   * @defaultValue by the model's name, `"openai"` where it says nothing
   */
  readonly provider?: string;
}

export interface DriverContext {
  /** How to behave; the tools are not in it. */
  readonly systemMessage: string;
  /** Ready to be passed as the provider's `tools`. */
  readonly tools: readonly Message[];
}

/** Flag `"tcs"`, tool-call signalling: for clients that show text while it streams in. */
export interface SupportsToolCallSignalling {
  /** Might this text be, or end in, the start of a call? Cheap; a client then holds its display. */
  mightBeToolCall(text: string): boolean;
  /** Does the text hold a whole call that can be parsed? */
  isCompleteToolCall(text: string): boolean;
}

/** Flag `"consent"`: calls wait until the client's handler has decided. */
export interface SupportsConsent {
  setConsentHandler(handler: ConsentHandler): void;
}

/** A call that waits for its permission. */
export interface PendingCall {
  readonly driver: string;
  readonly tool: string;
  readonly arguments: ToolArguments;
  readonly annotations?: ToolAnnotations;
  /** Milliseconds until no answer counts as a no. */
  readonly timeoutMs: number;
}

/** Only `true` or `{ allow: true }` is a yes. */
export type ConsentHandler = (call: PendingCall) => Promise<ConsentDecision>;
export type ConsentDecision =
  | boolean
  | { readonly allow: true; readonly arguments?: ToolArguments }
  | { readonly allow: false; readonly reason?: string };

/**
 * Flags and their contracts. A package with a capability of its own adds a line by declaration merging:
 *
 * ```ts
 * declare module "@mcs/core/contract" {
 *   interface CapabilityContracts { warmup: SupportsWarmup }
 * }
 * ```
 */
export interface CapabilityContracts {
  healthcheck: SupportsHealthcheck;
  autostart: SupportsAutostart;
  driver_context: SupportsDriverContext;
  tcs: SupportsToolCallSignalling;
  consent: SupportsConsent;
}

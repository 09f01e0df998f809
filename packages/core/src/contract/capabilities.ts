import type { Message } from "./response.ts";
import type { Tool, ToolAnnotations, ToolArguments } from "./tool.ts";
import type { CallOptions } from "./tool-driver.ts";

/** Flag `"healthcheck"`. */
export interface SupportsHealthcheck {
  /** Asks the backend whether it can serve. Resolves also when it cannot: the status says so. */
  healthcheck(): Promise<Health>;
}

/** Whether a backend can be used now, and why not. */
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
  /** Resolves when the backend can be used. What the options are is the driver's to say. */
  autostart(options?: Readonly<Record<string, unknown>>): Promise<void>;
}

/** Flag `"driver_context"`: tools in a provider's own form, beside a system message without them. */
export interface SupportsDriverContext {
  /** Needs no credentials unless listing the tools does. */
  getDriverContext(modelName?: string, options?: DriverContextOptions): Promise<DriverContext>;
}

/** Options of `getDriverContext`. */
export interface DriverContextOptions {
  /**
   * Whose form the tools take, such as `"openai"` or `"anthropic"`.
   * @defaultValue by the model's name, `"openai"` where it says nothing
   */
  readonly provider?: string;
}

/** How a conversation with native tool calling is opened. */
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
  /** From then on every call is asked of this handler; the one before is replaced. */
  setConsentHandler(handler: ConsentHandler): void;
}

/** A call that waits for its permission. */
export interface PendingCall {
  /** Who would execute it: the driver's name, or the way through orchestrators, as `Office / mail`. */
  readonly driver: string;
  /** The tool that would be executed, also where the model wrote an alias or called it through another tool. */
  readonly tool: string;
  /** What the tool says of itself. */
  readonly description?: string;
  /** Checked against the tool's schema, and frozen: these and no others are executed. */
  readonly arguments: ToolArguments;
  /** What the driver's author says about calls of the tool. */
  readonly annotations?: ToolAnnotations;
  /** Milliseconds until no answer counts as a no. */
  readonly timeoutMs: number;
  /** `CallOptions.context` of the call: on whose behalf it is made. */
  readonly context?: unknown;
  /** `CallOptions.conversation` of the call. */
  readonly conversation?: object;
}

/** What a handler is told beside the call. */
export interface ConsentOptions {
  /** Ends when the question is void: the time is over, or the call was aborted. */
  readonly signal: AbortSignal;
}

/** Decides at once, or promises to. Only `true` or `{ allow: true }` is a yes. */
export type ConsentHandler = (
  call: PendingCall,
  options: ConsentOptions,
) => ConsentDecision | Promise<ConsentDecision>;
/** What a person decided about a call. Anything that is no `ConsentDecision` is a no. */
export type ConsentDecision =
  | boolean
  | {
      readonly allow: true;
      /** Executed instead, after they were checked in their turn. */
      readonly arguments?: ToolArguments;
      /** What the rest of the conversation is not asked about: this very call, or any call of the tool. */
      readonly remember?: "call" | "tool";
    }
  | { readonly allow: false; readonly reason?: string; readonly remember?: "call" | "tool" };

/**
 * Flag `"catalogue"`: more can be called than is listed, and a call may stand for another one, as when a tool
 * `call_tool` takes a name and arguments. Decorators ask it, so that they judge what will really be executed.
 */
export interface SupportsCatalogue {
  /** Every tool that can be called by its name, listed or not. */
  allTools(): Promise<readonly Tool[]>;
  /**
   * What a call comes to, under a name that means the same in every conversation and whatever happens
   * meanwhile; undefined where the tool is unknown.
   */
  resolveCall(
    toolName: string,
    args: ToolArguments,
    options?: CallOptions,
  ): Promise<ResolvedCall | undefined>;
  /** Tools that an unknown name may mean; undefined where unknown names are left to other drivers. */
  similarTools?(toolName: string): Promise<readonly string[] | undefined>;
}

/** A call without aliases and detours. */
export interface ResolvedCall {
  /** Calling this name with these arguments does what the original call would have done. */
  readonly name: string;
  /** The arguments of that call, which may be others than the original ones. */
  readonly arguments: ToolArguments;
  /** The tool of that name. */
  readonly tool: Tool;
  /** Who executes it, as in `PendingCall.driver`. */
  readonly driver: string;
}

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
  catalogue: SupportsCatalogue;
}

import {
  BaseDecorator,
  type CallOptions,
  type ConsentDecision,
  type ConsentHandler,
  ExecutionError,
  type MCSToolDriver,
  type SupportsConsent,
  type ToolArguments,
} from "@mcs/core";

/** The smallest decorator that asks before it executes. */
export class AskingDriver extends BaseDecorator implements SupportsConsent {
  #handler: ConsentHandler = async () => true;

  constructor(inner: MCSToolDriver) {
    super(inner, ["consent"]);
  }

  setConsentHandler(handler: ConsentHandler): void {
    this.#handler = handler;
  }

  override async executeTool(tool: string, args: ToolArguments, options?: CallOptions): Promise<unknown> {
    const call = { driver: this.meta.name, tool, arguments: args, timeoutMs: 1000 };
    let decision: ConsentDecision = false;
    try {
      decision = await this.#handler(call, { signal: options?.signal ?? new AbortController().signal });
    } catch {
      // A handler that fails has not allowed anything.
    }
    if (!allows(decision)) throw new ExecutionError(`${tool} was not allowed.`, { code: "denied" });
    return super.executeTool(tool, args, options);
  }
}

function allows(decision: unknown): boolean {
  if (decision === true) return true;
  return typeof decision === "object" && decision !== null && "allow" in decision && decision.allow === true;
}

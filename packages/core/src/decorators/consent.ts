import { resolveCall } from "../catalogue.ts";
import type {
  CallOptions,
  ConsentDecision,
  ConsentHandler,
  MCSToolDriver,
  PendingCall,
  ResolvedCall,
  SupportsConsent,
  ToolArguments,
} from "../contract/index.ts";
import { AbortedError, ConfigurationError, McsError, ToolNotFoundError } from "../errors.ts";
import { checkOptions, type OptionNames } from "../option-check.ts";
import { checkArguments } from "../validation/check.ts";
import { BaseDecorator } from "./base.ts";
import { ConsentError, type ConsentRequest } from "./consent-errors.ts";
import { ConsentMemory } from "./consent-memory.ts";
import { ConsentPolicy, type ConsentRule } from "./consent-policy.ts";
import { ConsentTokens } from "./consent-tokens.ts";
import { inTime } from "./deadline.ts";
import { frozenCopy } from "./plain-copy.ts";

/** Options of {@link withConsent}. */
export interface ConsentSettings {
  /**
   * Asks the user. Without one, calls that need consent fail with code `"consent_required"` and a token with which
   * the client can make them; see {@link ConsentDriver.executePrepared}.
   */
  readonly handler?: ConsentHandler;
  /** Milliseconds after which no answer is a no. @defaultValue 120,000 */
  readonly timeoutMs?: number;
  /** What needs no question, and what is never allowed. @defaultValue every call is asked about */
  readonly policy?: readonly ConsentRule[];
  /** Milliseconds for which a token is good. @defaultValue 600,000 */
  readonly tokenLifetimeMs?: number;
}

const NAMES: OptionNames<ConsentSettings> = { handler: 0, timeoutMs: 0, policy: 0, tokenLifetimeMs: 0 };

/**
 * Executes nothing without consent: see {@link withConsent}.
 *
 * What is asked about is what would really be executed: aliases and tools that call other tools are resolved
 * first, the arguments are validated and frozen, and that very call is what is passed on.
 */
export class ConsentDriver<Inner extends MCSToolDriver = MCSToolDriver>
  extends BaseDecorator<Inner>
  implements SupportsConsent
{
  #handler: ConsentHandler | undefined;
  readonly #timeoutMs: number;
  readonly #tokenLifetimeMs: number;
  readonly #policy: ConsentPolicy;
  readonly #memory = new ConsentMemory();
  readonly #tokens = new ConsentTokens();

  /** @throws ConfigurationError for an option that is unknown, or a time or a rule that is none. */
  constructor(inner: Inner, settings: ConsentSettings = {}) {
    super(inner, ["consent"]);
    checkOptions("withConsent", settings, NAMES);
    const { handler, timeoutMs = 120_000, policy = [], tokenLifetimeMs = 600_000 } = settings;
    for (const [name, value] of Object.entries({ timeoutMs, tokenLifetimeMs })) {
      if (!(value > 0))
        throw new ConfigurationError(`${name} is ${value}.`, { remedy: "It has to be above 0." });
    }
    this.#handler = handler;
    this.#timeoutMs = timeoutMs;
    this.#tokenLifetimeMs = tokenLifetimeMs;
    this.#policy = new ConsentPolicy(policy);
  }

  /** From then on calls are asked of this handler; questions that are open stay with the one before. */
  setConsentHandler(handler: ConsentHandler): void {
    this.#handler = handler;
  }

  /**
   * @throws ConsentError, ToolNotFoundError, InvalidArgumentsError or AbortedError, all before anything was
   * executed, or what the inner driver rejects with.
   */
  override async executeTool(name: string, args: ToolArguments, options: CallOptions = {}): Promise<unknown> {
    const call = await this.#resolved(name, args, options);
    const { decision, reason } = this.#judge(call);
    if (decision === "deny") throw denied(call, reason ?? "the rules of this application do not allow it");
    const allowed = decision === "allow" ? call : await this.#asked(call, options);
    return await this.#passOn(allowed, options);
  }

  /**
   * The first of two steps for clients that cannot be called back: what a call would execute, and a token with
   * which it can be. The rules of the policy that deny hold here, too.
   *
   * @throws ConsentError, ToolNotFoundError, InvalidArgumentsError
   */
  async prepare(name: string, args: ToolArguments, options: CallOptions = {}): Promise<ConsentRequest> {
    const call = await this.#resolved(name, args, options);
    const { decision, reason } = this.#judge(call);
    if (decision === "deny") throw denied(call, reason ?? "the rules of this application do not allow it");
    return this.#request(call, options);
  }

  /**
   * The second step, after the user has agreed. It is a method and no tool, so no text of a model reaches it.
   *
   * @param token from {@link prepare}, or from the `data` of a failed call; each is good once
   * @throws ConsentError unless the token was given out for this tool with these arguments, in this conversation,
   * and has not expired
   */
  async executePrepared(
    token: string,
    name: string,
    args: ToolArguments,
    options: CallOptions = {},
  ): Promise<unknown> {
    const call = await this.#resolved(name, args, options);
    if (!this.#tokens.redeem(token, call, options)) {
      throw denied(call, "the token is not for this call, has expired or was used before");
    }
    if (this.#judge(call).decision === "deny")
      throw denied(call, "the rules of this application do not allow it");
    return await this.#passOn(call, options);
  }

  /** What the call comes to, checked and frozen, so that nobody can change it while the question is open. */
  async #resolved(name: string, written: ToolArguments, options: CallOptions): Promise<ResolvedCall> {
    if (options.signal?.aborted) throw new AbortedError(undefined, { cause: options.signal.reason });
    const call = await resolveCall(this, name, written, options);
    if (call === undefined) throw new ToolNotFoundError(name);
    // What is checked is the copy: the original could be another one by the time it is copied.
    const args = frozenCopy(call.arguments);
    await checkArguments(call.tool, args);
    return { ...call, arguments: args };
  }

  #judge({ name, arguments: args, tool }: ResolvedCall) {
    return this.#policy.judge({ tool: name, arguments: args, annotations: tool.annotations });
  }

  /** The call as the user allows it. */
  async #asked(call: ResolvedCall, options: CallOptions): Promise<ResolvedCall> {
    const remembered = this.#memory.recall(call, options);
    if (remembered === true) return call;
    if (remembered === false) throw denied(call, "the user has said no to it in this conversation");
    const decision = await this.#decision(call, options);
    if (decision === true) return call;
    const { allow, remember, reason, arguments: edited } = fieldsOf(decision);
    if (allow !== true) {
      if (allow === false && isScope(remember)) this.#memory.remember(remember, false, call, options);
      throw denied(call, typeof reason === "string" && reason !== "" ? reason : "the user did not allow it");
    }
    if (edited === undefined) {
      if (isScope(remember)) this.#memory.remember(remember, true, call, options);
      return call;
    }
    const copy = frozenCopy(edited);
    const changed: ResolvedCall = { ...call, arguments: await checkArguments(call.tool, copy) };
    // An edit may not get around what is never allowed.
    const { decision: verdict, reason: why } = this.#judge(changed);
    if (verdict === "deny") throw denied(call, why ?? "the rules of this application do not allow it");
    return changed;
  }

  async #decision(call: ResolvedCall, options: CallOptions): Promise<ConsentDecision> {
    const handler = this.#handler;
    if (handler === undefined) {
      const data = this.#request(call, options);
      throw new ConsentError("consent_required", `${call.name} needs the user's consent.`, { data });
    }
    const pending: PendingCall = {
      ...shown(call),
      timeoutMs: this.#timeoutMs,
      ...(options.context === undefined ? {} : { context: options.context }),
      ...(options.conversation === undefined ? {} : { conversation: options.conversation }),
    };
    try {
      return await inTime(
        async (signal) => handler(pending, { signal }),
        this.#timeoutMs,
        options.signal,
        () =>
          new ConsentError(
            "consent_timeout",
            `The user did not answer within ${this.#timeoutMs} ms to ${call.name}.`,
          ),
      );
    } catch (cause) {
      if (cause instanceof ConsentError || (options.signal?.aborted && McsError.is(cause))) throw cause;
      throw denied(call, "the user could not be asked", cause);
    }
  }

  #request(call: ResolvedCall, options: CallOptions): ConsentRequest {
    const token = this.#tokens.issue(call, options, this.#tokenLifetimeMs);
    return { type: "consent_required", ...token, call: shown(call) };
  }

  #passOn({ name, arguments: args }: ResolvedCall, options: CallOptions): Promise<unknown> {
    if (options.signal?.aborted) {
      return Promise.reject(new AbortedError(undefined, { cause: options.signal.reason }));
    }
    return super.executeTool(name, args, options);
  }
}

/**
 * Asks before it executes.
 *
 * ```ts
 * const driver = withConsent(toolDriver, {
 *   handler: ({ tool, arguments: args }) => confirm(`${tool} ${JSON.stringify(args)}?`),
 *   policy: [{ annotations: { readOnly: true }, decision: "allow" }],
 * });
 * ```
 */
export function withConsent<Inner extends MCSToolDriver>(
  toolDriver: Inner,
  settings?: ConsentSettings,
): ConsentDriver<Inner> {
  return new ConsentDriver(toolDriver, settings);
}

function shown({ driver, name, tool, arguments: args }: ResolvedCall): ConsentRequest["call"] {
  const description = tool.description || tool.title;
  return {
    driver,
    tool: name,
    ...(description ? { description } : {}),
    arguments: args,
    ...(tool.annotations === undefined ? {} : { annotations: tool.annotations }),
  };
}

function denied({ name }: ResolvedCall, reason: string, cause?: unknown): ConsentError {
  const options = cause === undefined ? {} : { cause };
  return new ConsentError("consent_denied", `${name} was not allowed: ${reason}.`, options);
}

/** A handler may return anything; only what is really there counts. */
function fieldsOf(decision: unknown): {
  readonly allow?: unknown;
  readonly remember?: unknown;
  readonly reason?: unknown;
  readonly arguments?: unknown;
} {
  return typeof decision === "object" && decision !== null ? decision : {};
}

function isScope(value: unknown): value is "call" | "tool" {
  return value === "call" || value === "tool";
}

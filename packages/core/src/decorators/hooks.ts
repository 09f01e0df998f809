import type { CallOptions, MCSToolDriver, ToolArguments } from "../contract/index.ts";
import { type McsError, toMcsError } from "../errors.ts";
import { checkOptions, type OptionNames } from "../option-check.ts";
import { BaseDecorator } from "./base.ts";

/** A call as hooks see it. */
export interface HookedCall {
  /** The driver's name. */
  readonly driver: string;
  /** The tool's name. */
  readonly tool: string;
  /** As they were passed on: a hook before this one may have changed them. */
  readonly arguments: ToolArguments;
  /** The caller's own, with `context` and `conversation`. */
  readonly options: CallOptions;
}

/** What a hook throws is what the call rejects with, as an error of the family. */
export interface Hooks {
  /** Before a call is passed on. Arguments that it returns take the place of the call's; the driver validates them. */
  readonly before?: (
    call: HookedCall,
  ) =>
    | undefined
    | { readonly arguments: ToolArguments }
    | Promise<undefined | { readonly arguments: ToolArguments }>;
  /** After a call succeeded. A result that it returns takes the place of the call's. */
  readonly after?: (
    call: HookedCall,
    result: unknown,
  ) => undefined | { readonly result: unknown } | Promise<undefined | { readonly result: unknown }>;
  /** After a call failed. An error that it returns takes the place of the call's. */
  readonly failure?: (
    call: HookedCall,
    error: McsError,
  ) => undefined | McsError | Promise<undefined | McsError>;
}

const NAMES: OptionNames<Hooks> = { before: 0, after: 0, failure: 0 };

/** Lets a program take part in every call: see {@link withHooks}. */
export class HookedDriver<Inner extends MCSToolDriver = MCSToolDriver> extends BaseDecorator<Inner> {
  readonly #hooks: Hooks;

  /** @throws ConfigurationError for a hook that is unknown. */
  constructor(inner: Inner, hooks: Hooks) {
    super(inner);
    checkOptions("withHooks", hooks, NAMES);
    this.#hooks = hooks;
  }

  override async executeTool(tool: string, args: ToolArguments, options: CallOptions = {}): Promise<unknown> {
    const { before, after } = this.#hooks;
    let call: HookedCall = { driver: this.meta.name, tool, arguments: args, options };
    let result: unknown;
    try {
      const changed = before === undefined ? undefined : await before(call);
      if (changed !== undefined) call = { ...call, arguments: changed.arguments };
      result = await super.executeTool(tool, call.arguments, options);
    } catch (error) {
      throw await this.#failed(call, toMcsError(error, `${tool} failed`));
    }
    if (after === undefined) return result;
    try {
      const instead = await after(call, result);
      return instead === undefined ? result : instead.result;
    } catch (error) {
      throw toMcsError(error, `${tool} was carried out, and a hook after it failed`);
    }
  }

  async #failed(call: HookedCall, error: McsError): Promise<McsError> {
    try {
      return (await this.#hooks.failure?.(call, error)) ?? error;
    } catch (thrown) {
      return toMcsError(thrown, `${call.tool} failed, and so did a hook`);
    }
  }
}

/**
 * Functions of yours before and after every call, and when one fails.
 *
 * ```ts
 * const driver = withHooks(toolDriver, { after: ({ tool }) => void count(tool) });
 * ```
 */
export function withHooks<Inner extends MCSToolDriver>(toolDriver: Inner, hooks: Hooks): HookedDriver<Inner> {
  return new HookedDriver(toolDriver, hooks);
}

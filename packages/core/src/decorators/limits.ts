import type { CallOptions, MCSToolDriver, Tool, ToolArguments } from "../contract/index.ts";
import { ConfigurationError, LimitError, TimeoutError } from "../errors.ts";
import { checkOptions, type OptionNames } from "../option-check.ts";
import { checkArguments } from "../validation/check.ts";
import { BaseDecorator } from "./base.ts";
import { inTime } from "./deadline.ts";
import { Limiter } from "./limiter.ts";
import { type Rate, RateLimit } from "./rate.ts";
import { ReadOn } from "./read-on.ts";
import { redacted } from "./redaction.ts";
import { resultText } from "./result-text.ts";

/** Options of {@link withLimits}. */
export interface LimitOptions {
  /** Milliseconds for a call, the waiting for its turn included. @defaultValue no limit */
  readonly timeoutMs?: number;
  /**
   * The largest result in bytes of what a model would read. A larger one becomes a text: its beginning, a notice
   * that says how much there is, and how to read on with the tool `read_more`, which the driver then has, too.
   * @defaultValue no limit
   */
  readonly maxResultBytes?: number;
  /**
   * What becomes of a larger result: it is cut, or the call is rejected although it was carried out.
   * @defaultValue "truncate"
   */
  readonly onOverflow?: "truncate" | "reject";
  /** Bytes of results that are kept for reading on, the oldest going first. @defaultValue 16 MiB */
  readonly maxKeptBytes?: number;
  /** Calls at once; the others wait in their order. @defaultValue no limit */
  readonly concurrency?: number;
  /** Calls in a time; the others wait in their order. @defaultValue no limit */
  readonly rate?: Rate;
}

const NAMES: OptionNames<LimitOptions> = {
  timeoutMs: 0,
  maxResultBytes: 0,
  onOverflow: 0,
  maxKeptBytes: 0,
  concurrency: 0,
  rate: 0,
};

/** Bounds what calls may take: see {@link withLimits}. */
export class LimitedDriver<Inner extends MCSToolDriver = MCSToolDriver> extends BaseDecorator<Inner> {
  readonly #options: LimitOptions;
  readonly #limiter: Limiter | undefined;
  readonly #rate: RateLimit | undefined;
  readonly #readOn: ReadOn | undefined;
  #listed: { readonly from: readonly Tool[]; readonly tools: readonly Tool[] } | undefined;

  /** @throws ConfigurationError for an option that is unknown, or a limit that is none. */
  constructor(inner: Inner, options: LimitOptions) {
    super(inner);
    checkOptions("withLimits", options, NAMES);
    const { timeoutMs, maxResultBytes, concurrency, rate, maxKeptBytes = 16 * 2 ** 20 } = options;
    checkPositive("timeoutMs", timeoutMs);
    checkPositive("maxResultBytes", maxResultBytes);
    this.#options = options;
    this.#limiter = concurrency === undefined ? undefined : new Limiter(concurrency);
    this.#rate = rate === undefined ? undefined : new RateLimit(rate);
    if (maxResultBytes !== undefined && options.onOverflow !== "reject") {
      this.#readOn = new ReadOn(maxResultBytes, maxKeptBytes);
    }
  }

  override async listTools(): Promise<readonly Tool[]> {
    const tools = await super.listTools();
    if (this.#readOn === undefined) return tools;
    if (this.#listed?.from !== tools) {
      const { tool } = this.#readOn;
      const there = tools.some(({ name }) => name === tool.name);
      this.#listed = { from: tools, tools: there ? tools : [...tools, tool] };
    }
    return this.#listed.tools;
  }

  /** @throws TimeoutError, AbortedError, LimitError, or what the inner driver rejects with. */
  override executeTool(name: string, args: ToolArguments, options: CallOptions = {}): Promise<unknown> {
    const { timeoutMs } = this.#options;
    if (timeoutMs === undefined) return this.#run(name, args, options);
    return inTime(
      (signal) => this.#run(name, args, { ...options, signal }),
      timeoutMs,
      options.signal,
      () => new TimeoutError(`${name} did not end within ${timeoutMs} ms.`),
    );
  }

  async #run(name: string, args: ToolArguments, options: CallOptions): Promise<unknown> {
    if (this.#readOn !== undefined && name === this.#readOn.tool.name) {
      // An inner layer may have such a tool, too; handles say whose result it is.
      if (this.#readOn.knows(args, options) || !(await this.#innerHas(name))) {
        await checkArguments(this.#readOn.tool, args);
        return this.#readOn.read(args, options);
      }
    }
    if (this.#rate !== undefined) await this.#rate.turn(options.signal);
    const call = (): Promise<unknown> => super.executeTool(name, args, options);
    const result = await (this.#limiter === undefined ? call() : this.#limiter.run(call, options.signal));
    return this.#bounded(name, result, options);
  }

  #bounded(name: string, result: unknown, options: CallOptions): unknown {
    const { maxResultBytes } = this.#options;
    if (maxResultBytes === undefined) return result;
    const text = resultText(result, maxResultBytes);
    if (text === undefined) return result;
    if (this.#readOn !== undefined) return this.#readOn.cut(redacted(text, options), options);
    throw new LimitError(`${name} was carried out, and its result is larger than ${maxResultBytes} bytes.`, {
      remedy: "Ask for less of it.",
    });
  }

  async #innerHas(name: string): Promise<boolean> {
    return (await super.listTools()).some((tool) => tool.name === name);
  }
}

/**
 * Limits for the calls of a driver: time, size of results, calls at once, calls in a time. All waiting ends when
 * the call is aborted.
 *
 * @throws ConfigurationError for a limit that is none.
 */
export function withLimits<Inner extends MCSToolDriver>(
  toolDriver: Inner,
  options: LimitOptions,
): LimitedDriver<Inner> {
  return new LimitedDriver(toolDriver, options);
}

function checkPositive(name: string, value: number | undefined): void {
  if (value === undefined || value > 0) return;
  throw new ConfigurationError(`${name} is ${value}.`, { remedy: "It has to be above 0." });
}

import { resolveCall } from "../catalogue.ts";
import type { CallOptions, MCSToolDriver, ToolArguments } from "../contract/index.ts";
import { checkOptions, type OptionNames } from "../option-check.ts";
import { BaseDecorator } from "./base.ts";
import { PerConversation } from "./conversations.ts";
import { argumentsKey, frozenCopy } from "./plain-copy.ts";

/** Options of {@link withCache}. */
export interface CacheOptions {
  /** Milliseconds for which a result is good. @defaultValue 60 s */
  readonly ttlMs?: number;
  /** Results that are kept for each user, the oldest going first. @defaultValue 1,000 */
  readonly maxEntries?: number;
  /** Only these tools. They have to be annotated as read-only all the same. @defaultValue all that are */
  readonly tools?: readonly string[];
}

const NAMES: OptionNames<CacheOptions> = { ttlMs: 0, maxEntries: 0, tools: 0 };

interface Kept {
  readonly result: unknown;
  readonly until: number;
  /** How many calls had changed something when it was asked for. */
  readonly changes: number;
}

const LONGEST_KEY = 10_000;

/** Gives known answers again: see {@link withCache}. */
export class CachedDriver<Inner extends MCSToolDriver = MCSToolDriver> extends BaseDecorator<Inner> {
  readonly #ttlMs: number;
  readonly #maxEntries: number;
  readonly #tools: ReadonlySet<string> | undefined;
  /** By the call's context alone: what one user may read is not shown to another, in whichever conversation. */
  readonly #kept = new PerConversation(() => new Map<string, Kept>());
  /** Calls that may have changed something. What was read before one of them is not given again. */
  #changes = 0;

  /** @throws ConfigurationError for an option that is unknown. */
  constructor(inner: Inner, options: CacheOptions = {}) {
    super(inner);
    checkOptions("withCache", options, NAMES);
    const { ttlMs = 60_000, maxEntries = 1000, tools } = options;
    this.#ttlMs = ttlMs;
    this.#maxEntries = maxEntries;
    this.#tools = tools === undefined ? undefined : new Set(tools);
  }

  override async executeTool(name: string, args: ToolArguments, options: CallOptions = {}): Promise<unknown> {
    const call = await resolveCall(this, name, args, options);
    if (call?.tool.annotations?.readOnly !== true) return this.#change(name, args, options);
    const cached = this.#tools?.has(call.name) ?? true;
    // An aborted call rejects, whether its answer is known or not.
    if (!cached || options.signal?.aborted) return super.executeTool(name, args, options);
    const key = `${call.name} ${argumentsKey(call.arguments)}`;
    // What takes as much to ask as to answer is not worth keeping.
    if (key.length > LONGEST_KEY) return super.executeTool(name, args, options);
    const kept = this.#kept.of({ context: options.context });
    const known = kept.get(key);
    const changes = this.#changes;
    if (known !== undefined && known.until > Date.now() && known.changes === changes) return known.result;
    const result = frozenOrItself(await super.executeTool(call.name, call.arguments, options));
    kept.delete(key);
    kept.set(key, { result, until: Date.now() + this.#ttlMs, changes });
    const [oldest] = kept.keys();
    if (kept.size > this.#maxEntries && oldest !== undefined) kept.delete(oldest);
    return result;
  }

  /** What is read while something changes may be as it was before, so it counts at the beginning and at the end. */
  async #change(name: string, args: ToolArguments, options: CallOptions): Promise<unknown> {
    this.#changes++;
    try {
      return await super.executeTool(name, args, options);
    } finally {
      this.#changes++;
    }
  }
}

/**
 * Answers a call of a read-only tool from memory when the same user made the same call a moment ago. Results
 * are frozen. Failures are not kept, and nothing is that was read before a call that may have changed it: any call
 * of a tool that is not read-only. Users are told apart by `CallOptions.context`: pass the same object or
 * the same text for the same user.
 */
export function withCache<Inner extends MCSToolDriver>(
  toolDriver: Inner,
  options?: CacheOptions,
): CachedDriver<Inner> {
  return new CachedDriver(toolDriver, options);
}

/** A result that is nested too deeply to be copied is shared as it is: the call succeeded all the same. */
function frozenOrItself(result: unknown): unknown {
  try {
    return frozenCopy(result);
  } catch {
    return result;
  }
}

import { resolveCall } from "../catalogue.ts";
import type { CallOptions, MCSToolDriver, ToolArguments } from "../contract/index.ts";
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

interface Kept {
  readonly result: unknown;
  readonly until: number;
}

/** Gives known answers again: see {@link withCache}. */
export class CachedDriver<Inner extends MCSToolDriver = MCSToolDriver> extends BaseDecorator<Inner> {
  readonly #ttlMs: number;
  readonly #maxEntries: number;
  readonly #tools: ReadonlySet<string> | undefined;
  /** By the call's context alone: what one user may read is not shown to another, in whichever conversation. */
  readonly #kept = new PerConversation(() => new Map<string, Kept>());

  constructor(inner: Inner, { ttlMs = 60_000, maxEntries = 1000, tools }: CacheOptions = {}) {
    super(inner);
    this.#ttlMs = ttlMs;
    this.#maxEntries = maxEntries;
    this.#tools = tools === undefined ? undefined : new Set(tools);
  }

  override async executeTool(name: string, args: ToolArguments, options: CallOptions = {}): Promise<unknown> {
    const call = await resolveCall(this, name, args, options);
    const cached = call?.tool.annotations?.readOnly === true && (this.#tools?.has(call.name) ?? true);
    // An aborted call rejects, whether its answer is known or not.
    if (!cached || options.signal?.aborted) return super.executeTool(name, args, options);
    const kept = this.#kept.of({ context: options.context });
    const key = `${call.name} ${argumentsKey(call.arguments)}`;
    const known = kept.get(key);
    if (known !== undefined && known.until > Date.now()) return known.result;
    const result = frozenCopy(await super.executeTool(call.name, call.arguments, options));
    kept.delete(key);
    kept.set(key, { result, until: Date.now() + this.#ttlMs });
    const [oldest] = kept.keys();
    if (kept.size > this.#maxEntries && oldest !== undefined) kept.delete(oldest);
    return result;
  }
}

/**
 * Answers a call of a read-only tool from memory when the same user made the same call a moment ago. Results
 * are frozen. Failures are not kept. Users are told apart by `CallOptions.context`: pass the same object or
 * the same text for the same user.
 */
export function withCache<Inner extends MCSToolDriver>(
  toolDriver: Inner,
  options?: CacheOptions,
): CachedDriver<Inner> {
  return new CachedDriver(toolDriver, options);
}

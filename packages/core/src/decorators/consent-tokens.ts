import type { CallOptions, ResolvedCall } from "../contract/index.ts";
import { PerConversation } from "./conversations.ts";
import { argumentsKey } from "./plain-copy.ts";

/** Calls that wait to be confirmed; of more than these the oldest can be confirmed no longer. */
const MOST = 1000;

interface Prepared {
  readonly key: string;
  readonly expiresAt: number;
  readonly owner: object;
}

/** One-time tokens, each bound to a driver, a tool, its arguments and a conversation. */
export class ConsentTokens {
  readonly #prepared = new Map<string, Prepared>();
  readonly #owners = new PerConversation<object>(() => ({}));

  issue(call: ResolvedCall, options: CallOptions, lifetimeMs: number): { token: string; expiresAt: number } {
    const token = crypto.randomUUID();
    const expiresAt = Date.now() + lifetimeMs;
    this.#prepared.set(token, { key: keyOf(call), expiresAt, owner: this.#owners.of(options) });
    const [oldest] = this.#prepared.keys();
    if (this.#prepared.size > MOST && oldest !== undefined) this.#prepared.delete(oldest);
    return { token, expiresAt };
  }

  /** Is the token for this very call? Tried once, it is used up. */
  redeem(token: string, call: ResolvedCall, options: CallOptions): boolean {
    const prepared = this.#prepared.get(token);
    this.#prepared.delete(token);
    if (prepared === undefined || prepared.expiresAt <= Date.now()) return false;
    return prepared.key === keyOf(call) && prepared.owner === this.#owners.of(options);
  }
}

function keyOf({ driver, name, arguments: args }: ResolvedCall): string {
  return JSON.stringify([driver, name, argumentsKey(args)]);
}

import { ConfigurationError } from "../errors.ts";
import { pause } from "./pause.ts";

/** So many calls in so much time. */
export interface Rate {
  readonly calls: number;
  /** Milliseconds. */
  readonly perMs: number;
}

/** Gives each call the first moment at which fewer than `calls` others began within `perMs`. */
export class RateLimit {
  readonly #perMs: number;
  /** When the last calls began or will begin; the oldest one is at `#oldest`. */
  readonly #begins: number[];
  #oldest = 0;

  /** @throws ConfigurationError */
  constructor({ calls, perMs }: Rate) {
    if (!Number.isInteger(calls) || calls < 1 || !(perMs > 0)) {
      throw new ConfigurationError(`A rate of ${calls} calls in ${perMs} ms is not possible.`, {
        remedy: "Both have to be above 0, and the calls a whole number.",
      });
    }
    this.#perMs = perMs;
    this.#begins = new Array<number>(calls).fill(Number.NEGATIVE_INFINITY);
  }

  /**
   * Resolves when the call may begin. A call that gives up waiting has used its turn all the same.
   *
   * @throws AbortedError
   */
  async turn(signal?: AbortSignal): Promise<void> {
    const now = Date.now();
    const begin = Math.max(now, (this.#begins[this.#oldest] ?? 0) + this.#perMs);
    this.#begins[this.#oldest] = begin;
    this.#oldest = (this.#oldest + 1) % this.#begins.length;
    if (begin > now) await pause(begin - now, signal);
  }
}

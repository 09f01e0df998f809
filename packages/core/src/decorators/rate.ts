import { AbortedError, ConfigurationError } from "../errors.ts";
import { WaitingLine } from "./waiting-line.ts";

/** So many calls in so much time. */
export interface Rate {
  /** How many calls may begin within the time. */
  readonly calls: number;
  /** Milliseconds. */
  readonly perMs: number;
}

/** A timer cannot wait longer; asked for more, it would not wait at all. */
const LONGEST_WAIT = 0x7fffffff;

/** Gives each call the first moment at which fewer than `calls` others began within `perMs`. */
export class RateLimit {
  readonly #perMs: number;
  /** When the last calls began; the oldest one is at `#oldest`. */
  readonly #begins: number[];
  #oldest = 0;
  readonly #line = new WaitingLine();
  #timer: ReturnType<typeof setTimeout> | undefined;

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
   * Resolves when the call may begin. A call that gives up waiting leaves its turn to the next one.
   *
   * @throws AbortedError
   */
  async turn(signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) throw new AbortedError(undefined, { cause: signal.reason });
    if (this.#line.isEmpty && this.#wait() <= 0) return this.#begun();
    const turn = this.#line.wait(signal);
    this.#timer ??= this.#later();
    try {
      await turn;
    } finally {
      if (this.#line.isEmpty) this.#stop();
    }
  }

  /** Milliseconds until the next call may begin. */
  #wait(): number {
    return (this.#begins[this.#oldest] ?? 0) + this.#perMs - Date.now();
  }

  #begun(): void {
    this.#begins[this.#oldest] = Date.now();
    this.#oldest = (this.#oldest + 1) % this.#begins.length;
  }

  #later(): ReturnType<typeof setTimeout> {
    return setTimeout(() => this.#goOn(), Math.min(Math.max(0, this.#wait()), LONGEST_WAIT));
  }

  #goOn(): void {
    while (this.#wait() <= 0 && this.#line.next()) this.#begun();
    this.#timer = this.#line.isEmpty ? undefined : this.#later();
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}

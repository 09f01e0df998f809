import { AbortedError, ConfigurationError } from "../errors.ts";

/** Lets a number of tasks run at once; the others wait in their order, and can be aborted while they do. */
export class Limiter {
  #free: number;
  /** Kept in the order in which they came. */
  readonly #waiting = new Set<() => void>();

  /** @throws ConfigurationError unless `most` is a whole number above 0, or infinite. */
  constructor(most: number) {
    if (!(most >= 1) || (!Number.isInteger(most) && most !== Number.POSITIVE_INFINITY)) {
      throw new ConfigurationError(`A limit of ${most} calls at once is not possible.`, {
        remedy: "It has to be a whole number above 0.",
      });
    }
    this.#free = most;
  }

  /** @throws AbortedError when the signal ends the waiting; the task is then not begun. */
  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await this.#turn(signal);
    try {
      return await task();
    } finally {
      const [next] = this.#waiting;
      if (next === undefined) this.#free++;
      else next();
    }
  }

  /** Resolves when it is this one's turn; the place that became free passes on to it. */
  #turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        this.#waiting.delete(begin);
        signal?.removeEventListener("abort", giveUp);
        resolve();
      };
      const giveUp = (): void => {
        this.#waiting.delete(begin);
        reject(new AbortedError("The call was aborted while it waited for its turn."));
      };
      if (signal?.aborted) return giveUp();
      this.#waiting.add(begin);
      signal?.addEventListener("abort", giveUp, { once: true });
    });
  }
}

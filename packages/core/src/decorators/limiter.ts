import { ConfigurationError } from "../errors.ts";
import { WaitingLine } from "./waiting-line.ts";

/** Lets a number of tasks run at once; the others wait in their order, and can be aborted while they do. */
export class Limiter {
  #free: number;
  readonly #line = new WaitingLine();

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
    else await this.#line.wait(signal);
    try {
      return await task();
    } finally {
      // The place that became free passes on to whoever is next.
      if (!this.#line.next()) this.#free++;
    }
  }
}

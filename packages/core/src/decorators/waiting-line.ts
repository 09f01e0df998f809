import { AbortedError } from "../errors.ts";

/** Those who wait for their turn, in the order in which they came. Each can give up. */
export class WaitingLine {
  readonly #waiting = new Set<() => void>();

  get isEmpty(): boolean {
    return this.#waiting.size === 0;
  }

  /**
   * Resolves when it is this one's turn.
   *
   * @throws AbortedError when the signal ends the waiting; whoever comes after it then moves up.
   */
  wait(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        this.#waiting.delete(begin);
        signal?.removeEventListener("abort", giveUp);
        resolve();
      };
      const giveUp = (): void => {
        this.#waiting.delete(begin);
        reject(
          new AbortedError("The call was aborted while it waited for its turn.", { cause: signal?.reason }),
        );
      };
      if (signal?.aborted) return giveUp();
      this.#waiting.add(begin);
      signal?.addEventListener("abort", giveUp, { once: true });
    });
  }

  /** Lets the first one begin; false where nobody waits. */
  next(): boolean {
    const [first] = this.#waiting;
    first?.();
    return first !== undefined;
  }
}

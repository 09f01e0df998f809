import { AbortedError } from "@mcs/core";
import type { Io } from "./io.ts";

/**
 * Does the work with a signal that Ctrl-C aborts. Rejects at once, without waiting for work that takes no
 * notice of the signal.
 */
export async function interruptible<T>(io: Io, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const aborted = new Promise<never>((_, reject) => {
    controller.signal.addEventListener("abort", () => reject(new AbortedError("Aborted.")), { once: true });
  });
  const release = io.onInterrupt(() => controller.abort());
  try {
    return await Promise.race([work(controller.signal), aborted]);
  } finally {
    release();
  }
}

/** A stack of listeners, of which the latest is called: what `Io.onInterrupt` asks for. */
export class Interrupts {
  readonly #listeners: Array<() => void> = [];

  /** Puts a listener on top; the function that it returns takes it away. May be passed as `Io.onInterrupt`. */
  readonly add = (listener: () => void): (() => void) => {
    this.#listeners.push(listener);
    return () => {
      const index = this.#listeners.lastIndexOf(listener);
      if (index >= 0) this.#listeners.splice(index, 1);
    };
  };

  /** False where nobody listens. */
  fire(): boolean {
    const listener = this.#listeners.at(-1);
    listener?.();
    return listener !== undefined;
  }
}

import { AbortedError } from "../errors.ts";

/** @throws AbortedError when the signal ends it earlier. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(new AbortedError(undefined, { cause: signal.reason }));
    const end = (): void => {
      signal?.removeEventListener("abort", giveUp);
      resolve();
    };
    const timer = setTimeout(end, ms);
    const giveUp = (): void => {
      clearTimeout(timer);
      reject(new AbortedError(undefined, { cause: signal?.reason }));
    };
    signal?.addEventListener("abort", giveUp, { once: true });
  });
}

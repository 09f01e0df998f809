import { AbortedError } from "@mcs/core";

/**
 * Waits for something that others wait for as well: an abort ends the waiting and not the thing.
 *
 * Rejects with `AbortedError`, or as the promise does.
 */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new AbortedError(undefined, { cause: signal.reason }));
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    void promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

import { AbortedError, TimeoutError } from "../errors.ts";

/** @throws AbortedError once the signal has fired. */
export function checkSignal(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new AbortedError(undefined, { cause: signal.reason });
}

/**
 * What `work` resolves with, unless the signal fires first. The work goes on then, so this is for what changes
 * nothing.
 *
 * @throws AbortedError when the signal fires.
 */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const stop = () => reject(new AbortedError(undefined, { cause: signal.reason }));
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

/**
 * What `work` resolves with, if it does so in time. The work itself is not ended.
 *
 * @param what took too long, as the beginning of a sentence: "The server's answer"
 * @throws TimeoutError when the time is over.
 */
export function withinTime<T>(timeoutMs: number, what: string, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const expire = () => reject(new TimeoutError(`${what} took longer than ${timeoutMs} ms.`));
    const timer = setTimeout(expire, timeoutMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

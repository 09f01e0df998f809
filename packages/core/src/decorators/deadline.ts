import { AbortedError, type McsError } from "../errors.ts";

/**
 * Runs a task that has to end in time. What it is given to listen to ends when the time is over or the caller
 * gives up; whether it listens or not, the outcome is then settled, and what it does later is not seen.
 *
 * @throws what `late` makes, or AbortedError
 */
export function inTime<T>(
  task: (signal: AbortSignal) => T | Promise<T>,
  ms: number,
  signal: AbortSignal | undefined,
  late: () => McsError,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (signal?.aborted) return reject(new AbortedError(undefined, { cause: signal.reason }));
    const controller = new AbortController();
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
      settle();
    };
    const stop = (error: McsError): void => {
      end(() => reject(error));
      controller.abort(error);
    };
    const abort = (): void => stop(new AbortedError(undefined, { cause: signal?.reason }));
    // A timer cannot wait longer than 2^31 - 1 ms; asked for more, it would not wait at all.
    const timer = setTimeout(() => stop(late()), Math.min(ms, 0x7fffffff));
    signal?.addEventListener("abort", abort, { once: true });
    // What a task throws before it has a promise ends it, too.
    const run = async (): Promise<T> => task(controller.signal);
    run().then(
      (value) => end(() => resolve(value)),
      (error: unknown) => end(() => reject(error)),
    );
  });
}

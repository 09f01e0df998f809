import { setTimeout } from "node:timers/promises";

/**
 * @param why what it means when the time is over, as "the driver never settled one of its calls"
 * @throws Error when `run` does not settle within `timeoutMs`.
 */
export async function withinTime(timeoutMs: number, why: string, run: () => Promise<void>): Promise<void> {
  const timer = new AbortController();
  try {
    await Promise.race([run(), expire(timeoutMs, why, timer.signal)]);
  } finally {
    timer.abort();
  }
}

async function expire(timeoutMs: number, why: string, signal: AbortSignal): Promise<never> {
  await setTimeout(timeoutMs, undefined, { signal });
  throw new Error(`The case did not end within ${timeoutMs} ms: ${why}.`);
}

import { setImmediate } from "node:timers/promises";

/** The longest time without a turn for others, in milliseconds. */
const BREATH_MS = 10;

let last = performance.now();

/**
 * Lets timers, signals and connections have their turn now and then: calls that find everything in memory would
 * follow each other without one.
 */
export async function takeTurns(): Promise<void> {
  if (performance.now() - last < BREATH_MS) return;
  await setImmediate();
  last = performance.now();
}

/** A document with one operation. */
export const EXAMPLE = { openapi: "3.1.0", paths: { "/": { get: {} } } };

const kept: unknown[] = [];
let loads = 0;

/**
 * Whether a driver of the example is to be made and kept now: at the second load of a process.
 *
 * An engine forgets what the objects of a class look like, and the code that it compiled for them, with the last one
 * of them, and learning it again takes as long as parsing a document of a hundred kilobytes. With one driver that is
 * kept, others may come and go. A process with a single driver needs none.
 */
export function isTimeForExample(): boolean {
  loads++;
  return loads === 2;
}

export function keep(driver: object): void {
  kept.push(driver);
}

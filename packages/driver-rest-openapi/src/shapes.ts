const examples: unknown[] = [];
let loads = 0;

/**
 * Keeps an example of all objects that a driver is made of. An engine forgets what objects of a class look like, and
 * the code that it compiled for them, with the last one of them, and learning it again takes as long as parsing a
 * document of a hundred kilobytes. A process with one driver never drops its last, so the second load makes the example.
 *
 * @param example loads a document with one operation
 */
export async function keepShapes(example: () => Promise<unknown>): Promise<void> {
  loads++;
  if (loads === 2) examples.push(await example());
}

/** The document of the example. */
export const EXAMPLE = { openapi: "3.1.0", paths: { "/": { get: {} } } };

/**
 * Does something with each item, several at a time, and gives the outcomes in the order of the items. What was
 * begun when the loop is left goes on to its end, unheard.
 */
export async function* inOrder<Item, Outcome>(
  items: AsyncIterable<Item>,
  atOnce: number,
  action: (item: Item) => Promise<Outcome>,
): AsyncGenerator<Outcome> {
  const waiting: Promise<Outcome>[] = [];
  for await (const item of items) {
    const outcome = action(item);
    outcome.catch(() => {});
    waiting.push(outcome);
    const first = waiting.length >= atOnce ? waiting.shift() : undefined;
    if (first !== undefined) yield await first;
  }
  for (const outcome of waiting) yield await outcome;
}

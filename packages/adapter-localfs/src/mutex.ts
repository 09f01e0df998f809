/**
 * One at a time for each key, in this process, in the order of coming. Several keys are taken in one order by
 * everybody, so that two calls never wait for each other.
 */
const tails = new Map<string, Promise<void>>();

export async function exclusively<Result>(
  keys: readonly string[],
  action: () => Promise<Result>,
): Promise<Result> {
  const [first, ...rest] = [...new Set(keys)].toSorted((left, right) => (left < right ? -1 : 1));
  if (first === undefined) return action();
  const { promise, resolve } = Promise.withResolvers<void>();
  const before = tails.get(first);
  tails.set(first, promise);
  await before;
  try {
    return await exclusively(rest, action);
  } finally {
    if (tails.get(first) === promise) tails.delete(first);
    resolve();
  }
}

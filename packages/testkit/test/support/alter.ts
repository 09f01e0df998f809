/** The same object in everything but a few members, which are given what the original one has. */
export function alter<T extends object>(
  good: T,
  changes: (good: T) => Partial<Record<PropertyKey, unknown>>,
): T {
  const changed = changes(good);
  return new Proxy(good, {
    get(target, key) {
      if (Object.hasOwn(changed, key)) return changed[key];
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
    has: (target, key) => Object.hasOwn(changed, key) || Reflect.has(target, key),
  });
}

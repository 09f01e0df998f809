/** Documents come from outside: nothing in them is taken for what it should be before it was looked at. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function asObject(value: unknown): JsonObject | undefined {
  return isObject(value) ? value : undefined;
}

export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function asString(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** An own property; a document may name things `__proto__` or `constructor`. */
export function own(object: JsonObject | undefined, key: string): unknown {
  return object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Assigns an own property whatever its name is. */
export function setOwn<T>(target: Record<string, T>, key: string, value: T): void {
  if (key === "__proto__") {
    Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
  } else target[key] = value;
}

/** One segment of a JSON pointer (RFC 6901). */
export function escapeSegment(segment: string): string {
  return segment.includes("~") || segment.includes("/")
    ? segment.replaceAll("~", "~0").replaceAll("/", "~1")
    : segment;
}

/** The key that a segment of a JSON pointer stands for. */
export function unescapeSegment(segment: string): string {
  return segment.includes("~") ? segment.replaceAll("~1", "/").replaceAll("~0", "~") : segment;
}

/** How many steps of work are left for a question that may then go unanswered. */
export interface Budget {
  left: number;
}

/**
 * Whether two values are the same JSON. It gives up, and says no, where they are too large to be compared:
 * YAML aliases can make a small document an enormous tree.
 */
export function sameJson(a: unknown, b: unknown, budget: Budget = { left: 20_000 }): boolean {
  const same = (x: unknown, y: unknown): boolean => {
    if (x === y) return true;
    if (--budget.left < 0 || typeof x !== "object" || typeof y !== "object" || x === null || y === null)
      return false;
    if (Array.isArray(x) !== Array.isArray(y)) return false;
    const keys = Object.keys(x);
    if (keys.length !== Object.keys(y).length) return false;
    return keys.every((key) => Object.hasOwn(y, key) && same((x as JsonObject)[key], (y as JsonObject)[key]));
  };
  return same(a, b);
}

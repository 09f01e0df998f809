import type { ToolArguments } from "../contract/index.ts";
import { LimitError } from "../errors.ts";

const DEEPEST = 500;

/**
 * A frozen copy of plain data. What is not plain, such as media, stays as it is.
 *
 * @throws LimitError for data that is nested too deeply or in a circle.
 */
export function frozenCopy<T>(value: T): T {
  return copy(value, 0) as T;
}

function copy(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (depth > DEEPEST) throw new LimitError(`Data is nested more than ${DEEPEST} levels deep.`);
  if (Array.isArray(value)) return Object.freeze(value.map((item) => copy(item, depth + 1)));
  if (!isPlain(value)) return value;
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    const clean = copy(item, depth + 1);
    // Assigning to __proto__ would change the prototype in place of adding a property.
    if (key === "__proto__") Object.defineProperty(result, key, { value: clean, enumerable: true });
    else result[key] = clean;
  }
  return Object.freeze(result);
}

export function isPlain(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Arguments as a text that is the same whatever the order of their keys. */
export function argumentsKey(args: ToolArguments): string {
  return JSON.stringify(args, (_, value: unknown) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

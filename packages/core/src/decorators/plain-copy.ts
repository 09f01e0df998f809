import type { ToolArguments } from "../contract/index.ts";
import { LimitError } from "../errors.ts";
import { Media } from "../media.ts";

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

/**
 * Arguments as a text that is the same whatever the order of their keys, and another one for other arguments. What
 * JSON has no form for is told apart, too: media by their bytes, large numbers by their digits.
 */
export function argumentsKey(args: ToolArguments): string {
  return JSON.stringify(keyed(args));
}

function keyed(value: unknown): unknown {
  if (typeof value === "bigint") return { bigint: String(value) };
  if (typeof value === "number" && !Number.isFinite(value)) return { number: String(value) };
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(keyed);
  if (value instanceof Uint8Array) return { bytes: Array.from(value).join() };
  if (value instanceof Date) return { date: value.getTime() };
  if (Media.is(value)) return { ...value.toJSON(), bytes: keyed(value.bytes) };
  if (isPlain(value)) {
    const there = Object.entries(value).filter(([, item]) => item !== undefined);
    return { object: there.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, item]) => [name, keyed(item)]) };
  }
  return { identity: identityOf(value) };
}

const identities = new WeakMap<object, string>();

/** Objects of other classes are the same only where they are the same object: nobody can look into them. */
function identityOf(value: object): string {
  let identity = identities.get(value);
  if (identity === undefined) {
    identity = crypto.randomUUID();
    identities.set(value, identity);
  }
  return identity;
}

/** True for an object that is no list: keys, and values of which nothing is known yet. */
export function isRecord<Value = unknown>(value: unknown): value is Record<string, Value> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

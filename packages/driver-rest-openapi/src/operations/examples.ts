import { asObject, isObject, type JsonObject } from "../document/json.ts";

/** JSON Schema's list of examples, one example, or a map of OpenAPI's example objects. */
export function examplesOf({ example, examples }: JsonObject): readonly unknown[] {
  if (Array.isArray(examples)) return examples;
  if (example !== undefined) return [example];
  return Object.values(asObject(examples) ?? {}).flatMap((item) => {
    // OpenAPI 3.2 tells the value from what it looks like on the wire.
    const value = isObject(item) ? (item.dataValue ?? item.value) : undefined;
    return value === undefined ? [] : [value];
  });
}

const MOST = 5;

/** Those of a parameter, which stand beside its schema: a few, and plain ones. */
export function plainExamples(parameter: JsonObject): readonly unknown[] {
  const isPlain = (value: unknown): boolean => typeof value !== "object" || value === null;
  return examplesOf(parameter)
    .filter(
      (value) => isPlain(value) || (Array.isArray(value) && value.length <= MOST && value.every(isPlain)),
    )
    .slice(0, MOST);
}

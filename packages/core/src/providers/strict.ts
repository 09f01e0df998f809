import type { JsonSchemaObject } from "../contract/index.ts";

/** OpenAI's limits for schemas that it enforces. */
const MOST_PROPERTIES = 5000;
const DEEPEST = 10;
const MOST_CHARACTERS = 120_000;
const MOST_ENUM_VALUES = 1000;

/** Why OpenAI would refuse a schema in strict mode, undefined where it would not. */
export function refusedInStrictMode(schema: JsonSchemaObject): string | undefined {
  let properties = 0;
  let values = 0;
  let characters = 0;
  let problem: string | undefined;
  const visit = (value: unknown, depth: number, isMap: boolean): void => {
    if (typeof value !== "object" || value === null || problem !== undefined) return;
    if (depth > DEEPEST * 2) problem = `it is nested deeper than ${DEEPEST} levels`;
    if (Array.isArray(value)) {
      for (const item of value) visit(item, depth + 1, false);
      return;
    }
    const record = value as Record<string, unknown>;
    if (isMap) {
      for (const [name, item] of Object.entries(record)) {
        properties++;
        characters += name.length;
        visit(item, depth + 1, false);
      }
      return;
    }
    const { enum: list, type, properties: own } = record;
    if (Array.isArray(list)) {
      values += list.length;
      characters += JSON.stringify(list).length;
    }
    const isObject = type === "object" || (Array.isArray(type) && type.includes("object"));
    if (isObject && own === undefined) problem = "it takes an object of any properties";
    const untyped =
      type === undefined && !["anyOf", "$ref", "enum", "const"].some((key) => record[key] !== undefined);
    if (untyped) problem = "it takes a value of any type";
    if (type === "array" && record.items === undefined) problem = "it takes a list of anything";
    for (const [key, item] of Object.entries(record)) {
      if (key === "properties" || key === "$defs") visit(item, depth, true);
      else if (key === "items" || key === "anyOf") visit(item, depth, false);
    }
  };
  visit(schema, 0, false);
  if (properties > MOST_PROPERTIES) return `it has more than ${MOST_PROPERTIES} properties`;
  if (values > MOST_ENUM_VALUES) return `it has more than ${MOST_ENUM_VALUES} enum values`;
  if (characters > MOST_CHARACTERS)
    return `its names and values are longer than ${MOST_CHARACTERS} characters`;
  return problem;
}

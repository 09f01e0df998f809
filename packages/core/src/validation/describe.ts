import type { JsonSchema } from "../contract/index.ts";

const MOST = 12;

/** What a value should be, in a few words: `an integer ≥ 1`, `one of "a", "b"`, `an array of strings`. */
export function describeSchema(schema: JsonSchema): string {
  if (schema === false) return "absent";
  if (schema === true) return "any value";
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return `one of ${list(schema.enum)}`;
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined)
    return [...new Set(alternatives.map(describeSchema))].slice(0, MOST).join(" or ");
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
  if (types.length === 0)
    return schema.properties === undefined ? "a value that the schema allows" : "an object";
  return types.map((type) => describeType(type, schema)).join(" or ");
}

function describeType(type: string, schema: Exclude<JsonSchema, boolean>): string {
  switch (type) {
    case "integer":
      return `an integer${range(schema.minimum, schema.maximum)}`;
    case "number":
      return `a number${range(schema.minimum, schema.maximum)}`;
    case "string":
      return `a string${length(schema)}`;
    case "array":
      return schema.items === undefined
        ? "an array"
        : `an array whose items are each ${describeSchema(schema.items)}`;
    case "object":
      return "an object";
    case "boolean":
      return "true or false";
    default:
      return type;
  }
}

function range(minimum: unknown, maximum: unknown): string {
  const from = typeof minimum === "number" && minimum > Number.MIN_SAFE_INTEGER ? ` ≥ ${minimum}` : "";
  const to = typeof maximum === "number" && maximum < Number.MAX_SAFE_INTEGER ? ` ≤ ${maximum}` : "";
  return from !== "" && to !== "" ? `${from} and${to}` : from + to;
}

function length({ minLength, maxLength, pattern, format }: Exclude<JsonSchema, boolean>): string {
  const parts: string[] = [];
  if (typeof format === "string") parts.push(`in the format ${format}`);
  if (typeof pattern === "string") parts.push(`that matches /${pattern}/`);
  if (typeof minLength === "number" && minLength > 0) parts.push(`of at least ${minLength} characters`);
  if (typeof maxLength === "number") parts.push(`of at most ${maxLength} characters`);
  return parts.length === 0 ? "" : ` ${parts.join(", ")}`;
}

function list(values: readonly unknown[]): string {
  const shown = values.slice(0, MOST).map((value) => JSON.stringify(value));
  return values.length > MOST ? `${shown.join(", ")} … (${values.length} in all)` : shown.join(", ");
}

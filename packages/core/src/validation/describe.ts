import type { JsonSchema, JsonSchemaObject } from "../contract/index.ts";

/** How many entries of a list are named, and how long each may be: explanations stay short. */
const MOST = 12;
const LONGEST = 60;

/** Said where a schema has no short description. */
export const VAGUE = "a value that the schema allows";

/** What a value should be, in a few words: `an integer ≥ 1`, `one of "a", "b"`, `an array of strings`. */
export function describeSchema(schema: JsonSchema): string {
  if (schema === false) return "absent";
  if (schema === true || Object.keys(schema).length === 0) return "any value";
  if (schema.const !== undefined) return showValue(schema.const);
  if (schema.enum !== undefined) return `one of ${list(schema.enum)}`;
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined)
    return [...new Set(alternatives.map(describeSchema))].slice(0, MOST).join(" or ");
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
  if (types.length > 0) return types.map((type) => describeType(type, schema)).join(" or ");
  if (schema.properties !== undefined) return describeType("object", schema);
  const parts = (schema.allOf ?? []).map(describeSchema).filter((part) => part !== VAGUE);
  return parts.length === 0 ? VAGUE : [...new Set(parts)].slice(0, MOST).join(" and ");
}

/** A value as an explanation shows it. */
export function showValue(value: unknown): string {
  return clip(JSON.stringify(value) ?? String(value), LONGEST);
}

/** A text cut to a length that can be read. */
export function clip(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`;
}

function describeType(type: string, schema: JsonSchemaObject): string {
  switch (type) {
    case "integer":
      return `an integer${range(schema)}`;
    case "number":
      return `a number${range(schema)}`;
    case "string":
      return `a string${text(schema)}`;
    case "array":
      return `an array${items(schema)}`;
    case "object":
      return `an object${fields(schema)}`;
    case "boolean":
      return "true or false";
    default:
      return type;
  }
}

/** Bounds that only say "any safe integer" are left out. */
function range({
  minimum,
  maximum,
  exclusiveMinimum,
  exclusiveMaximum,
  multipleOf,
}: JsonSchemaObject): string {
  const bounds: string[] = [];
  if (typeof minimum === "number" && minimum > Number.MIN_SAFE_INTEGER) bounds.push(`≥ ${minimum}`);
  if (typeof exclusiveMinimum === "number") bounds.push(`> ${exclusiveMinimum}`);
  if (typeof maximum === "number" && maximum < Number.MAX_SAFE_INTEGER) bounds.push(`≤ ${maximum}`);
  if (typeof exclusiveMaximum === "number") bounds.push(`< ${exclusiveMaximum}`);
  if (typeof multipleOf === "number") bounds.push(`that is a multiple of ${multipleOf}`);
  return bounds.length === 0 ? "" : ` ${bounds.join(" and ")}`;
}

function text({ minLength, maxLength, pattern, format }: JsonSchemaObject): string {
  const parts: string[] = [];
  if (typeof format === "string") parts.push(`in the format ${clip(format, LONGEST)}`);
  if (typeof pattern === "string") parts.push(`that matches /${clip(pattern, 2 * LONGEST)}/`);
  if (typeof minLength === "number" && minLength > 0) parts.push(`of at least ${minLength} characters`);
  if (typeof maxLength === "number") parts.push(`of at most ${maxLength} characters`);
  return parts.length === 0 ? "" : ` ${parts.join(", ")}`;
}

function items({ items, minItems, maxItems, uniqueItems }: JsonSchemaObject): string {
  const parts: string[] = [];
  if (typeof minItems === "number" && minItems > 0) parts.push(`of at least ${minItems} items`);
  if (typeof maxItems === "number") parts.push(`of at most ${maxItems} items`);
  if (uniqueItems === true) parts.push("without duplicates");
  if (items !== undefined) parts.push(`whose items are each ${describeSchema(items)}`);
  return parts.length === 0 ? "" : ` ${parts.join(", ")}`;
}

function fields({ required = [], minProperties, maxProperties }: JsonSchemaObject): string {
  const parts: string[] = [];
  if (required.length > 0) parts.push(`with ${names(required)}`);
  if (typeof minProperties === "number") parts.push(`with at least ${minProperties} properties`);
  if (typeof maxProperties === "number") parts.push(`with at most ${maxProperties} properties`);
  return parts.length === 0 ? "" : ` ${parts.join(", ")}`;
}

/** Names of arguments or properties, not all of them where they are many. */
export function names(all: readonly string[]): string {
  const shown = all.slice(0, MOST).map((name) => clip(name, LONGEST));
  return all.length > MOST ? `${shown.join(", ")} … (${all.length} in all)` : shown.join(", ");
}

function list(values: readonly unknown[]): string {
  const shown = values.slice(0, MOST).map(showValue);
  return values.length > MOST ? `${shown.join(", ")} … (${values.length} in all)` : shown.join(", ");
}

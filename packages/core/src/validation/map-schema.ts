import type { JsonSchema, JsonSchemaObject } from "../contract/index.ts";
import { isRecord } from "../record.ts";

/** Where JSON Schema 2020-12 (and the drafts before it) keep schemas inside a schema. */
const SINGLE = [
  "items",
  "additionalItems",
  "unevaluatedItems",
  "contains",
  "additionalProperties",
  "unevaluatedProperties",
  "propertyNames",
  "not",
  "if",
  "then",
  "else",
] as const;
/** `items` was a list before draft 2020-12. */
const LISTS = ["prefixItems", "items", "allOf", "anyOf", "oneOf"] as const;
const MAPS = ["$defs", "definitions", "properties", "patternProperties", "dependentSchemas"] as const;

/** A copy of the schema with `change` applied to every schema object in it, the outermost first. */
export function mapSchema(
  schema: JsonSchema,
  change: (schema: JsonSchemaObject) => JsonSchemaObject,
): JsonSchema {
  if (typeof schema === "boolean") return schema;
  const copy: Record<string, unknown> = { ...change(schema) };
  for (const keyword of SINGLE) {
    const value = copy[keyword];
    if (isRecord(value)) copy[keyword] = mapSchema(value, change);
  }
  for (const keyword of LISTS) {
    const value = copy[keyword];
    if (Array.isArray(value)) copy[keyword] = value.map((item) => mapSchema(item as JsonSchema, change));
  }
  for (const keyword of MAPS) {
    const value = copy[keyword];
    if (!isRecord(value)) continue;
    copy[keyword] = Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, mapSchema(item as JsonSchema, change)]),
    );
  }
  return copy;
}

/** A copy of the schema in which every `$ref` is what `redirect` makes of it. */
export function redirectRefs(schema: JsonSchema, redirect: (ref: string) => string): JsonSchema {
  return mapSchema(schema, (node) =>
    typeof node.$ref === "string" ? { ...node, $ref: redirect(node.$ref) } : node,
  );
}

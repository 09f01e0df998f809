import { isObject } from "../document/json.ts";
import { usablePattern } from "./patterns.ts";

/** How a keyword's value is carried over from OpenAPI's schema dialects into JSON Schema 2020-12. */
export type KeywordKind = "schema" | "schemas" | "mixins" | "schemaMap" | "patternMap" | DataKind;

/** What a value has to be so that a validator accepts the schema that holds it. */
type DataKind =
  | "any"
  | "array"
  | "boolean"
  | "count"
  | "names"
  | "number"
  | "pattern"
  | "positive"
  | "string";

/** Keywords that are carried over. What is not here is documentation or an extension, and left out. */
export const KEYWORDS: ReadonlyMap<string, KeywordKind> = new Map([
  ["additionalProperties", "schema"],
  ["allOf", "mixins"],
  ["anyOf", "schemas"],
  ["const", "any"],
  ["contains", "schema"],
  ["contentEncoding", "string"],
  ["contentMediaType", "string"],
  ["default", "any"],
  ["dependentRequired", "names"],
  ["dependentSchemas", "schemaMap"],
  ["deprecated", "boolean"],
  ["description", "string"],
  ["else", "schema"],
  ["enum", "array"],
  ["exclusiveMaximum", "number"],
  ["exclusiveMinimum", "number"],
  ["format", "string"],
  ["if", "schema"],
  ["items", "schema"],
  ["maxContains", "count"],
  ["maxItems", "count"],
  ["maxLength", "count"],
  ["maxProperties", "count"],
  ["maximum", "number"],
  ["minContains", "count"],
  ["minItems", "count"],
  ["minLength", "count"],
  ["minProperties", "count"],
  ["minimum", "number"],
  ["multipleOf", "positive"],
  ["not", "schema"],
  ["oneOf", "schemas"],
  ["pattern", "pattern"],
  ["patternProperties", "patternMap"],
  ["prefixItems", "schemas"],
  ["properties", "schemaMap"],
  ["propertyNames", "schema"],
  ["required", "any"],
  ["then", "schema"],
  ["title", "string"],
  ["type", "any"],
  ["unevaluatedItems", "schema"],
  ["unevaluatedProperties", "schema"],
  ["uniqueItems", "boolean"],
]);

const SCHEMA_KINDS: ReadonlySet<KeywordKind> = new Set([
  "schema",
  "schemas",
  "mixins",
  "schemaMap",
  "patternMap",
]);

/** What the types of JSON Schema are; other words for them occur in published documents. */
export const TYPES: Readonly<Record<string, string>> = {
  array: "array",
  boolean: "boolean",
  integer: "integer",
  null: "null",
  number: "number",
  object: "object",
  string: "string",
  bool: "boolean",
  date: "string",
  datetime: "string",
  double: "number",
  file: "string",
  float: "number",
  int: "integer",
  int32: "integer",
  int64: "integer",
  long: "integer",
};

export function isDataKind(kind: KeywordKind): kind is DataKind {
  return !SCHEMA_KINDS.has(kind);
}

/** The value as a validator accepts it, or undefined for one that would make it refuse the whole schema. */
export function wellFormed(kind: DataKind, value: unknown): unknown {
  switch (kind) {
    case "any":
      return value;
    case "array":
      return Array.isArray(value) ? value : undefined;
    case "boolean":
      return typeof value === "boolean" ? value : undefined;
    case "count":
      return Number.isSafeInteger(value) && Number(value) >= 0 ? value : undefined;
    case "names":
      return isObject(value) && Object.values(value).every(isNames) ? value : undefined;
    case "number":
      return Number.isFinite(value) ? value : undefined;
    case "pattern":
      return typeof value === "string" ? usablePattern(value) : undefined;
    case "positive":
      return Number.isFinite(value) && Number(value) > 0 ? value : undefined;
    case "string":
      return typeof value === "string" ? value : undefined;
  }
}

function isNames(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((name) => typeof name === "string") &&
    new Set(value).size === value.length
  );
}

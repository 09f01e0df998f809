import type { JsonSchema } from "../../contract/index.ts";
import type { ParameterSchema } from "../tool-index.ts";
import { APOSTROPHE, CURLY, QUOTE, SQUARE } from "./characters.ts";
import { decodeEscapes, toNumber } from "./literals.ts";
import { Source } from "./source.ts";
import { NOTHING, ValueReader } from "./values.ts";
import { xmlValue } from "./xml-values.ts";

const ANY: ReadonlySet<string> = new Set();

/** How tools that were written for another language name JSON's types. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  ...{ str: "string", text: "string", int: "integer", float: "number", double: "number" },
  ...{ bool: "boolean", list: "array", tuple: "array", dict: "object", map: "object" },
};

/**
 * What a text without a type means: the parameter's schema decides, so `42` is a number for one tool and a
 * text for another. A text that does not fit stays a text, and validation says what is wrong with it.
 */
export function coerce(text: string, parameter: ParameterSchema | undefined): unknown {
  const types = parameter === undefined ? ANY : typesOf(parameter.schema, parameter.root);
  const value = literal(text);
  if (types.size === 0) return value === NOTHING ? text : value;
  if (value !== NOTHING && fits(value, types) && !(types.has("string") && isQuoted(text))) return value;
  if (types.has("string")) return text;
  if (types.has("boolean") && /^(?:true|false)$/i.test(text.trim()))
    return text.trim().toLowerCase() === "true";
  if (parameter !== undefined && /^\s*</.test(text)) {
    const nested = xmlValue(text, types, parameter, coerce);
    if (nested !== undefined) return nested;
  }
  // JSON as it stands inside a string, without the string.
  const bare = value === NOTHING && text.includes('\\"') ? literal(decodeEscapes(text)) : NOTHING;
  if (bare !== NOTHING && fits(bare, types)) return bare;
  const unquoted = value;
  if (typeof unquoted === "string") {
    const inner = literal(unquoted);
    if (inner !== NOTHING && fits(inner, types)) return inner;
  }
  return text;
}

/** True for a schema that takes no null. */
export function refusesNull(parameter: ParameterSchema): boolean {
  const types = typesOf(parameter.schema, parameter.root);
  return types.size > 0 && !types.has("null");
}

/** True for a schema that takes a text. */
export function takesText({ schema, root }: ParameterSchema): boolean {
  const types = typesOf(schema, root);
  return types.size === 0 || types.has("string");
}

/** True for a schema that asks for a list. */
export function takesList(parameter: ParameterSchema | undefined): boolean {
  return parameter !== undefined && typesOf(parameter.schema, parameter.root).has("array");
}

function literal(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === "") return NOTHING;
  const first = trimmed.charCodeAt(0);
  // Most values are plain words, and need no reader.
  if (first !== CURLY && first !== SQUARE && first !== QUOTE && first !== APOSTROPHE) {
    const number = toNumber(trimmed);
    if (number !== undefined) return number;
    if (trimmed === "true" || trimmed === "True") return true;
    if (trimmed === "false" || trimmed === "False") return false;
    return trimmed === "null" || trimmed === "None" ? null : NOTHING;
  }
  return ValueReader.whole(new Source(trimmed));
}

function isQuoted(text: string): boolean {
  return /^\s*["']/.test(text);
}

function fits(value: unknown, types: ReadonlySet<string>): boolean {
  if (value === null) return types.has("null");
  if (Array.isArray(value)) return types.has("array");
  switch (typeof value) {
    case "number":
      return types.has("number") || (types.has("integer") && Number.isInteger(value));
    case "boolean":
      return types.has("boolean");
    case "object":
      return types.has("object");
    default:
      return false;
  }
}

/** The JSON types that a schema takes; empty where it takes any. */
function typesOf(schema: JsonSchema, root: JsonSchema, depth = 0): ReadonlySet<string> {
  if (typeof schema === "boolean" || depth > 8) return ANY;
  const types = new Set<string>();
  const { type } = schema;
  for (const name of Array.isArray(type) ? type : type === undefined ? [] : [type]) {
    types.add(OTHER_WORDS[String(name)] ?? String(name));
  }
  if (types.size > 0) return types;
  if (typeof schema.$ref === "string") return typesOf(target(schema.$ref, root), root, depth + 1);
  for (const branch of schema.anyOf ?? schema.oneOf ?? []) {
    const some = typesOf(branch, root, depth + 1);
    if (some.size === 0) return ANY;
    for (const name of some) types.add(name);
  }
  if (types.size > 0) return types;
  for (const part of schema.allOf ?? []) {
    const some = typesOf(part, root, depth + 1);
    if (some.size > 0) return some;
  }
  for (const value of schema.enum ?? ("const" in schema ? [schema.const] : [])) {
    types.add(value === null ? "null" : Array.isArray(value) ? "array" : typeof value);
  }
  if (schema.properties !== undefined) types.add("object");
  if (schema.items !== undefined) types.add("array");
  return types;
}

function target(ref: string, root: JsonSchema): JsonSchema {
  let place: unknown = root;
  for (const segment of ref.replace(/^#\/?/, "").split("/").filter(Boolean)) {
    const key = segment.replaceAll("~1", "/").replaceAll("~0", "~");
    place = typeof place === "object" && place !== null ? (place as Record<string, unknown>)[key] : undefined;
  }
  return typeof place === "object" && place !== null ? (place as JsonSchema) : true;
}

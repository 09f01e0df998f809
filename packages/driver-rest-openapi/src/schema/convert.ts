import type { JsonSchema, JsonSchemaObject } from "@mcs/core";
import {
  asArray,
  asObject,
  escapeSegment,
  isObject,
  type JsonObject,
  own,
  setOwn,
} from "../document/json.ts";
import { below, type Place, refOf } from "../document/references.ts";
import { mergeAllOf } from "./all-of.ts";
import { KEYWORDS, type KeywordKind, TYPES, wellFormed } from "./keywords.ts";
import { usablePattern } from "./patterns.ts";

/** Where a schema is used: requests leave out read-only properties, responses write-only ones. */
export type Direction = "request" | "response";

/** What a conversion asks of its surroundings. */
export interface ConversionContext {
  readonly direction: Direction;
  /** Whether what stands beside a `$ref` counts: since 3.1. Before, only notes can be meant by it. */
  readonly siblingsCount: boolean;
  /** The end of a chain of references, or undefined where it is broken. */
  follow(place: Place): Place | undefined;
  /** The `$defs` name of the referenced schema; it is noted as used. Undefined for a broken reference. */
  define(place: Place): string | undefined;
  /** Counts schemas and values; false when there were too many, because a small document can describe a huge tree. */
  spend(count?: number): boolean;
  /** The schema is deeper or larger than what can be converted. */
  tooLarge(place: Place): void;
}

const DEEPEST = 100;
/** Values in one default, enum or example. */
const MOST_DATA = 20_000;

/**
 * A schema of any OpenAPI version as JSON Schema 2020-12. References become `#/$defs/NAME`, so that cycles
 * stay cycles and nothing is written twice; a broken one accepts any value.
 */
export function convertSchema(place: Place, context: ConversionContext, depth = 0): JsonSchema {
  const { value } = place;
  if (typeof value === "boolean") return value;
  if (!isObject(value)) return true;
  if (depth > DEEPEST || !context.spend()) {
    context.tooLarge(place);
    return true;
  }
  const ref = refOf(value);
  if (ref !== undefined) return convertReference(place, value, context, depth);
  const merged = mergeAllOf(place, value, context);
  return convertKeywords(merged === undefined ? place : { ...place, value: merged }, context, depth);
}

/** What the older versions ignore beside `$ref`, and what is meant all the same where it stands there. */
const NOTES: ReadonlySet<string> = new Set([
  "title",
  "description",
  "default",
  "example",
  "examples",
  "deprecated",
  "nullable",
]);

function convertReference(
  place: Place,
  value: JsonObject,
  context: ConversionContext,
  depth: number,
): JsonSchema {
  const name = context.define(place);
  const siblings = Object.fromEntries(
    Object.entries(value).filter(([key]) => key !== "$ref" && (context.siblingsCount || NOTES.has(key))),
  );
  const rest = convertKeywords({ ...place, value: siblings }, context, depth);
  const beside = typeof rest === "boolean" ? {} : rest;
  if (name === undefined) return Object.keys(beside).length === 0 ? true : beside;
  const $ref = `#/$defs/${escapeSegment(name)}`;
  if (siblings.nullable !== true) return { ...beside, $ref };
  const { anyOf: _anyOf, type: _type, ...notes } = beside;
  return { ...notes, anyOf: [{ $ref }, { type: "null" }] };
}

function convertKeywords(place: Place, context: ConversionContext, depth: number): JsonSchema {
  const value = place.value as JsonObject;
  const result: Record<string, unknown> = {};
  for (const [keyword, content] of Object.entries(value)) {
    const kind = own(KEYWORDS, keyword) as KeywordKind | undefined;
    if (kind === undefined) continue;
    const converted = convertKeyword(kind, below(place, escapeSegment(keyword), content), context, depth);
    if (converted !== undefined) result[keyword] = converted;
  }
  const examples = examplesOf(value);
  if (examples.length > 0) {
    if (isSmall(examples, context)) result.examples = examples;
    else context.tooLarge(below(place, value.example === undefined ? "examples" : "example", examples));
  }
  repairTypes(result, value);
  repairBounds(result, value);
  repairRequired(result, value, place, context);
  return value.nullable === true ? nullable(result) : result;
}

function convertKeyword(kind: KeywordKind, place: Place, context: ConversionContext, depth: number): unknown {
  const { value } = place;
  switch (kind) {
    case "schema":
      // Before 2020-12, a list of item schemas was spelt `items`.
      if (Array.isArray(value))
        return value.length === 0 ? true : convertSchema(below(place, "0", value[0]), context, depth + 1);
      return typeof value === "boolean" || isObject(value)
        ? convertSchema(place, context, depth + 1)
        : undefined;
    case "schemas":
      if (!Array.isArray(value) || value.length === 0) return undefined;
      return value.map((item, index) => convertSchema(below(place, String(index), item), context, depth + 1));
    case "schemaMap":
      return isObject(value) ? convertMap(place, value, context, depth) : undefined;
    case "patternMap":
      return isObject(value) ? withUsableKeys(convertMap(place, value, context, depth)) : undefined;
    default:
      if (isSmall(value, context)) return wellFormed(kind, value);
      context.tooLarge(place);
      return undefined;
  }
}

/** Data counts like schemas do: aliases of YAML can make a small document's example an enormous one. */
function isSmall(value: unknown, context: ConversionContext): boolean {
  if (typeof value !== "object" || value === null) return true;
  const size = sizeOf(value, MOST_DATA, 0);
  return size <= MOST_DATA && context.spend(size);
}

/** How many values there are; more than `most` where it is more, or where they are nested too deeply. */
function sizeOf(value: unknown, most: number, depth: number): number {
  if (typeof value !== "object" || value === null) return 1;
  let size = depth > DEEPEST ? most + 1 : 1;
  for (const inner of Object.values(value)) {
    if (size > most) break;
    size += sizeOf(inner, most - size, depth + 1);
  }
  return size;
}

function convertMap(
  place: Place,
  value: JsonObject,
  context: ConversionContext,
  depth: number,
): Record<string, JsonSchema> {
  const converted: Record<string, JsonSchema> = {};
  for (const [name, schema] of Object.entries(value)) {
    const inner = below(place, escapeSegment(name), schema);
    if (isHidden(inner, context)) continue;
    setOwn(converted, name, convertSchema(inner, context, depth + 1));
  }
  return converted;
}

function withUsableKeys(map: Record<string, JsonSchema>): Record<string, JsonSchema> {
  return Object.fromEntries(
    Object.entries(map).flatMap(([pattern, schema]) => {
      const usable = usablePattern(pattern);
      return usable === undefined ? [] : [[usable, schema]];
    }),
  );
}

/** A property that the other side alone may write or read. */
export function isHidden(place: Place, context: Pick<ConversionContext, "direction" | "follow">): boolean {
  const flag = context.direction === "request" ? "readOnly" : "writeOnly";
  if (asObject(place.value)?.[flag] === true) return true;
  return refOf(place.value) !== undefined && asObject(context.follow(place)?.value)?.[flag] === true;
}

/** JSON Schema's list of examples, one example, or a map of OpenAPI's example objects. */
function examplesOf({ example, examples }: JsonObject): readonly unknown[] {
  if (Array.isArray(examples)) return examples;
  if (example !== undefined) return [example];
  return Object.values(asObject(examples) ?? {}).flatMap((item) =>
    isObject(item) && item.value !== undefined ? [item.value] : [],
  );
}

function repairTypes(result: Record<string, unknown>, value: JsonObject): void {
  const stated = value.type;
  if (stated === undefined) return;
  const list = (Array.isArray(stated) ? stated : [stated]).map((type) =>
    own(TYPES, String(type).toLowerCase()),
  );
  const known = [...new Set(list.filter((type) => type !== undefined))];
  if (known.length === 0) delete result.type;
  else result.type = known.length === 1 ? known[0] : known;
  if (stated === "file") result.format = "binary";
}

/** Up to 3.0, the exclusive bounds are flags beside the bounds. */
function repairBounds(result: Record<string, unknown>, value: JsonObject): void {
  for (const [flag, bound] of [
    ["exclusiveMinimum", "minimum"],
    ["exclusiveMaximum", "maximum"],
  ] as const) {
    if (value[flag] !== true || typeof value[bound] !== "number") continue;
    result[flag] = value[bound];
    delete result[bound];
  }
}

/** Names of hidden properties go, and so does draft 3's flag on the property itself. */
function repairRequired(
  result: Record<string, unknown>,
  value: JsonObject,
  place: Place,
  context: ConversionContext,
): void {
  if (value.required === undefined) return;
  const properties = asObject(value.properties) ?? {};
  const names = asArray(value.required).filter((name): name is string => typeof name === "string");
  const visible = names.filter((name) => {
    const property = own(properties, name);
    return (
      property === undefined ||
      !isHidden(below(place, `properties/${escapeSegment(name)}`, property), context)
    );
  });
  if (visible.length > 0) result.required = [...new Set(visible)];
  else delete result.required;
}

function nullable(schema: JsonSchemaObject): JsonSchemaObject {
  const { type } = schema;
  const withEnum =
    schema.enum === undefined || asArray(schema.enum).includes(null)
      ? {}
      : { enum: [...asArray(schema.enum), null] };
  if (typeof type === "string")
    return type === "null" ? schema : { ...schema, type: [type, "null"], ...withEnum };
  if (Array.isArray(type))
    return type.includes("null") ? schema : { ...schema, type: [...type, "null"], ...withEnum };
  for (const union of ["anyOf", "oneOf"] as const) {
    const alternatives = schema[union];
    if (alternatives !== undefined)
      return { ...schema, [union]: [...alternatives, { type: "null" }], ...withEnum };
  }
  if (schema.allOf !== undefined) {
    const { description, title, ...rest } = schema;
    const notes = {
      ...(title === undefined ? {} : { title }),
      ...(description === undefined ? {} : { description }),
    };
    return { ...notes, anyOf: [rest, { type: "null" }] };
  }
  return { ...schema, ...withEnum };
}

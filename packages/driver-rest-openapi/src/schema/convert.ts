import type { JsonSchema, JsonSchemaObject } from "@mcs/core";
import { escapeSegment, isObject, type JsonObject, setOwn } from "../document/json.ts";
import { below, type Place, refOf } from "../document/references.ts";
import { examplesOf } from "../operations/examples.ts";
import { mergeAllOf } from "./all-of.ts";
import { isSmall } from "./data-size.ts";
import { discriminated, notesOf } from "./discriminator.ts";
import { repairEnum } from "./enum-values.ts";
import { type Direction, isHidden } from "./hidden.ts";
import { isDataKind, KEYWORDS, type KeywordKind, wellFormed } from "./keywords.ts";
import { usablePattern } from "./patterns.ts";
import { nullable, repairBounds, repairRequired, repairTypes } from "./repairs.ts";
import type { SubtypeIndex, Subtypes } from "./subtypes.ts";
import { loosenOneOf, nameAlternatives } from "./unions.ts";
import { NOTES, wrappedReference } from "./wrapped-reference.ts";

/** What a conversion asks of its surroundings. */
export interface ConversionContext {
  readonly direction: Direction;
  readonly subtypes: SubtypeIndex;
  /** Whether what stands beside a `$ref` counts: since 3.1. Before, only notes can be meant by it. */
  readonly siblingsCount: boolean;
  /** The end of a chain of references, or undefined where it is broken. */
  follow(place: Place): Place | undefined;
  /** The `$defs` name of the referenced schema; it is noted as used. Undefined for a broken reference. */
  define(place: Place): string | undefined;
  /** Counts schemas and values; false when there were too many, because a small document can describe a huge tree. */
  spend(count?: number): boolean;
  /** Something is left out, because it is not what the specification wants there. */
  malformed(place: Place, message: string): void;
  /** The schema is deeper or larger than what can be converted. */
  tooLarge(place: Place): void;
}

const DEEPEST = 100;
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
  // What overrides it is only known while a value is walked through, so it leads to where it leads by itself.
  if (value.$dynamicRef !== undefined && refOf(value) === undefined)
    return convertSchema(
      { ...place, value: { ...value, $ref: value.$dynamicRef, $dynamicRef: undefined } },
      context,
      depth + 1,
    );
  if (refOf(value) !== undefined) {
    const siblings = Object.keys(value).filter(
      (key) => key !== "$ref" && (context.siblingsCount || NOTES.has(key)),
    );
    return convertReference(place, value, siblings, context, depth);
  }
  const wrapped = wrappedReference(place, value, context);
  if (wrapped !== undefined)
    return convertReference(
      wrapped,
      value,
      Object.keys(value).filter((key) => key !== "allOf"),
      context,
      depth,
    );
  const subtypes = subtypesOf(place, context);
  return subtypes === undefined
    ? convertOwn(place, value, context, depth)
    : convertSubtypes(place, value, subtypes, context, depth);
}

/** A schema as it stands, whatever other schemas are made of it. */
function convertOwn(place: Place, value: JsonObject, context: ConversionContext, depth: number): JsonSchema {
  const merged = mergeAllOf(place, value, context);
  return convertKeywords(merged === undefined ? place : { ...place, value: merged }, context, depth);
}

/** Responses are held against nothing, so there the schema alone will do. */
function subtypesOf(place: Place, { direction, subtypes }: ConversionContext): Subtypes | undefined {
  return direction === "request" ? subtypes.of(place) : undefined;
}

/** A request has one of the subtypes where it may have any of them: their common properties alone say too little. */
function convertSubtypes(
  place: Place,
  value: JsonObject,
  { property, members, isOpen }: Subtypes,
  context: ConversionContext,
  depth: number,
): JsonSchema {
  const anyOf = members.map((member) => {
    const target = context.follow(member.place) ?? member.place;
    // One with subtypes of its own stands for itself here, as they are in the list as well.
    const schema =
      subtypesOf(target, context) === undefined
        ? convertSchema(member.place, context, depth + 1)
        : convertOwn(target, target.value as JsonObject, context, depth + 1);
    return discriminated(schema, property, member, context.follow);
  });
  if (isOpen) anyOf.push(convertOwn(place, value, context, depth + 1));
  const union = { ...notesOf(value), anyOf };
  return value.nullable === true ? nullable(union) : union;
}

/** @param siblings the keywords of the value that stand beside it and count */
function convertReference(
  place: Place,
  value: JsonObject,
  siblings: readonly string[],
  context: ConversionContext,
  depth: number,
): JsonSchema {
  const name = context.define(place);
  if (siblings.length === 0) return name === undefined ? true : { $ref: `#/$defs/${escapeSegment(name)}` };
  const stated = Object.fromEntries(siblings.map((key) => [key, value[key]]));
  const rest = convertKeywords({ ...place, value: stated }, context, depth);
  const beside = typeof rest === "boolean" ? {} : rest;
  if (name === undefined) return Object.keys(beside).length === 0 ? true : beside;
  const $ref = `#/$defs/${escapeSegment(name)}`;
  if (stated.nullable !== true) return { ...beside, $ref };
  const { anyOf: _anyOf, type: _type, ...notes } = beside;
  return { ...notes, anyOf: [{ $ref }, { type: "null" }] };
}

function convertKeywords(place: Place, context: ConversionContext, depth: number): JsonSchema {
  const value = place.value as JsonObject;
  const result: Record<string, unknown> = {};
  let needsRepair = false;
  for (const keyword in value) {
    if (REPAIRED.has(keyword)) needsRepair = true;
    const kind = KEYWORDS.get(keyword);
    if (kind === undefined) continue;
    const content = value[keyword];
    const isPlain = typeof content !== "object" && isDataKind(kind);
    const converted = isPlain
      ? wellFormed(kind, content)
      : convertKeyword(kind, below(place, keyword, content), context, depth);
    if (converted !== undefined) result[keyword] = converted;
  }
  repairTypes(result, value);
  return needsRepair ? repaired(result, place, context) : result;
}

/** Keywords that are not simply carried over. Most schemas have none of them, and a model sees thousands of schemas. */
const REPAIRED: ReadonlySet<string> = new Set([
  "discriminator",
  "enum",
  "example",
  "examples",
  "exclusiveMaximum",
  "exclusiveMinimum",
  "nullable",
  "oneOf",
  "required",
]);

function repaired(
  result: Record<string, unknown>,
  place: Place,
  context: ConversionContext,
): JsonSchemaObject {
  const value = place.value as JsonObject;
  const examples = examplesOf(value);
  if (examples.length > 0) {
    if (isSmall(examples, context)) result.examples = examples;
    else context.tooLarge(below(place, value.example === undefined ? "examples" : "example", examples));
  }
  if (Array.isArray(result.enum) && !repairEnum(result, value)) {
    const message = "No value of the enum is of the schema's type, so any value of the type goes.";
    context.malformed(below(place, "enum", value.enum), message);
  }
  repairBounds(result, value);
  repairRequired(result, value, place, context);
  if (context.direction === "request") {
    if (isObject(value.discriminator)) nameAlternatives(result, place, context);
    if (result.oneOf !== undefined) loosenOneOf(result, place, context);
  }
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
    case "mixins":
      if (!Array.isArray(value) || value.length === 0) return undefined;
      return value.map((item, index) => convertMixin(below(place, String(index), item), context, depth));
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

/** A schema that others take their properties from, which is in their `allOf` as it stands. */
function convertMixin(place: Place, context: ConversionContext, depth: number): JsonSchema {
  const target = context.follow(place);
  return target === undefined || target === place || subtypesOf(target, context) === undefined
    ? convertSchema(place, context, depth + 1)
    : convertOwn(target, target.value as JsonObject, context, depth + 1);
}

function convertMap(
  place: Place,
  value: JsonObject,
  context: ConversionContext,
  depth: number,
): Record<string, JsonSchema> {
  const converted: Record<string, JsonSchema> = {};
  for (const name of Object.keys(value)) {
    const schema = value[name];
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

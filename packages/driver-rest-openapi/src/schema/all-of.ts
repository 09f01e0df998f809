import { asArray, asObject, isObject, type JsonObject, own, sameJson, setOwn } from "../document/json.ts";
import { below, type Place } from "../document/references.ts";

/** Only says something to people or to code generators, so it never stands in the way of a merge. */
const NOTES = new Set([
  "title",
  "description",
  "example",
  "examples",
  "externalDocs",
  "xml",
  "discriminator",
  "deprecated",
  "nullable",
  "readOnly",
  "writeOnly",
  "default",
]);
/** Says something of the whole schema, so a member's does not carry over to it. */
const OWN_NOTES = new Set([
  "nullable",
  "readOnly",
  "writeOnly",
  "deprecated",
  "default",
  "example",
  "examples",
]);
/** More members than this, and it stays an intersection. */
const MOST_PARTS = 500;
const OBJECT = new Set(["type", "properties", "required", "additionalProperties"]);

/**
 * `allOf` of plain objects as the one object that it means: a model fills in one list of properties, not
 * an intersection. Undefined where there is no `allOf`, or where members say more than that, or two members
 * differ about a property; the `allOf` then stays as it is.
 *
 * Members of other files keep the place of the first, so their own relative references are not merged.
 */
export function mergeAllOf(
  place: Place,
  value: JsonObject,
  context: { follow(place: Place): Place | undefined },
): JsonObject | undefined {
  if (!Array.isArray(value.allOf) || value.allOf.length === 0) return undefined;
  const parts = flatten(place, value, context, new Set());
  if (parts === undefined) return undefined;
  const properties: Record<string, unknown> = {};
  const required = new Set<string>();
  const notes: Record<string, unknown> = {};
  const self = parts.at(-1);
  let open: unknown;
  for (const part of parts) {
    for (const [name, schema] of Object.entries(asObject(part.properties) ?? {})) {
      const known = own(properties, name);
      if (known !== undefined && !sameJson(known, schema)) return undefined;
      setOwn(properties, name, schema);
    }
    for (const name of asArray(part.required)) if (typeof name === "string") required.add(name);
    for (const [key, note] of Object.entries(part)) {
      if (NOTES.has(key) && (part === self || !OWN_NOTES.has(key))) notes[key] = note;
    }
    // `false` in one member forbids what the others list, which nobody means; a schema or true stays.
    if (part.additionalProperties !== undefined && part.additionalProperties !== false)
      open = part.additionalProperties;
  }
  return {
    ...notes,
    type: "object",
    properties,
    ...(required.size > 0 ? { required: [...required] } : {}),
    ...(open === undefined ? {} : { additionalProperties: open }),
  };
}

/** The members with references followed and inner `allOf`s opened, this schema's own keywords last. */
function flatten(
  place: Place,
  value: JsonObject,
  context: { follow(place: Place): Place | undefined },
  seen: Set<unknown>,
): JsonObject[] | undefined {
  if (seen.has(value) || seen.size > MOST_PARTS) return undefined;
  seen.add(value);
  const { allOf, ...self } = value;
  if (!isPlain(self)) return undefined;
  const parts: JsonObject[] = [];
  for (const [index, member] of asArray(allOf).entries()) {
    const target = context.follow(below(place, `allOf/${index}`, member));
    if (target === undefined || !isObject(target.value) || target.file !== place.file) return undefined;
    const inner = flatten(target, target.value, context, seen);
    if (inner === undefined) return undefined;
    parts.push(...inner);
  }
  return [...parts, self];
}

function isPlain(schema: JsonObject): boolean {
  const { type } = schema;
  if (type !== undefined && type !== "object") return false;
  return Object.keys(schema).every((key) => OBJECT.has(key) || NOTES.has(key) || key.startsWith("x-"));
}

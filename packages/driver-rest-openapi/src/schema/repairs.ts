import type { JsonSchemaObject } from "@mcs/core";
import { asArray, asObject, escapeSegment, type JsonObject, own } from "../document/json.ts";
import { below, type Place } from "../document/references.ts";
import { isHidden, type View } from "./hidden.ts";
import { TYPES } from "./keywords.ts";

/*
 * What the dialects of OpenAPI say otherwise than JSON Schema 2020-12 does. Each takes the document's schema, and
 * puts right what was carried over from it word for word.
 */

/** Words for types that JSON Schema has others for. */
export function repairTypes(result: Record<string, unknown>, value: JsonObject): void {
  const stated = value.type;
  if (stated === undefined) return;
  // It says something of lists alone, and a model wonders what it means of a text.
  if (result.uniqueItems !== undefined && typeof stated === "string" && stated !== "array")
    delete result.uniqueItems;
  // Nearly all of them need no repair.
  if (typeof stated === "string" && stated !== "file" && own(TYPES, stated) === stated) return;
  const list = (Array.isArray(stated) ? stated : [stated]).map((type) =>
    own(TYPES, String(type).toLowerCase()),
  );
  const known = [...new Set(list.filter((type) => type !== undefined))];
  if (known.length === 0) delete result.type;
  else result.type = known.length === 1 ? known[0] : known;
  if (stated === "file") result.format = "binary";
}

/** Up to 3.0, the exclusive bounds are flags beside the bounds. */
export function repairBounds(result: Record<string, unknown>, value: JsonObject): void {
  repairBound(result, value, "exclusiveMinimum", "minimum");
  repairBound(result, value, "exclusiveMaximum", "maximum");
}

function repairBound(result: Record<string, unknown>, value: JsonObject, flag: string, bound: string): void {
  if (value[flag] !== true || typeof value[bound] !== "number") return;
  result[flag] = value[bound];
  delete result[bound];
}

/** Names of hidden properties go, and so does draft 3's flag on the property itself. */
export function repairRequired(
  result: Record<string, unknown>,
  value: JsonObject,
  place: Place,
  view: View,
): void {
  if (value.required === undefined) return;
  const properties = asObject(value.properties) ?? {};
  const names = asArray(value.required).filter((name): name is string => typeof name === "string");
  const visible = names.filter((name) => {
    const property = own(properties, name);
    return (
      property === undefined || !isHidden(below(place, `properties/${escapeSegment(name)}`, property), view)
    );
  });
  if (visible.length > 0) result.required = [...new Set(visible)];
  else delete result.required;
}

/** The same schema, or null (up to 3.0). */
export function nullable(schema: JsonSchemaObject): JsonSchemaObject {
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

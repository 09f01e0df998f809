import { asArray, asObject, escapeSegment, isObject, type JsonObject, own } from "../document/json.ts";
import { below, type Place } from "../document/references.ts";
import { mergeAllOf } from "./all-of.ts";
import { isHidden } from "./hidden.ts";
import type { SchemaLibrary } from "./library.ts";

/** A property that stands for a part of the body. */
export interface FlatProperty {
  readonly name: string;
  readonly place: Place;
  readonly required: boolean;
}

/** Keywords under which an object's properties are the whole truth about it. */
const FLAT = new Set([
  "type",
  "properties",
  "required",
  "additionalProperties",
  "title",
  "description",
  "example",
  "examples",
  "externalDocs",
  "xml",
  "deprecated",
  "default",
  "readOnly",
  "writeOnly",
  "discriminator",
  "$schema",
  "$id",
  "$comment",
  "nullable",
]);

/** Whether the body can be nothing but an object without properties, of which there is nothing to say. */
export function isEmptyObject(place: Place, view: SchemaLibrary): boolean {
  const value = asObject(view.follow(place)?.value);
  if (value?.type !== "object" || value.additionalProperties !== false || value.nullable === true)
    return false;
  const properties = asObject(value.properties) ?? {};
  return Object.keys(properties).length === 0 && isFlat(value) && asArray(value.required).length === 0;
}

function isFlat(value: JsonObject): boolean {
  return Object.keys(value).every((key) => FLAT.has(key) || key.startsWith("x-"));
}

/**
 * The properties that can stand for the body, those included that the schema requires without describing them.
 * Undefined where the body is anything but an object with such a list, or where a request holds none of them.
 */
export function flatObject(place: Place, view: SchemaLibrary): readonly FlatProperty[] | undefined {
  const target = view.follow(place);
  if (target === undefined || !isObject(target.value) || view.hasSubtypes(target)) return undefined;
  const value = mergeAllOf(target, target.value, view) ?? target.value;
  const { type, properties, additionalProperties, nullable } = value;
  if (type !== undefined && type !== "object") return undefined;
  if (!isObject(properties) || Object.keys(properties).length === 0 || nullable === true) return undefined;
  if (additionalProperties !== undefined && additionalProperties !== false) return undefined;
  if (!isFlat(value)) return undefined;
  const required = new Set(asArray(value.required).filter((name) => typeof name === "string"));
  const flat = [...new Set([...Object.keys(properties), ...required])]
    .map((name): FlatProperty => {
      // Of what only `required` names, nothing is known but that it has to be there.
      const property = Object.hasOwn(properties, name) ? own(properties, name) : true;
      return {
        name,
        place: below(target, `properties/${escapeSegment(name)}`, property),
        required: required.has(name),
      };
    })
    .filter((property) => !isHidden(property.place, view));
  return flat.length === 0 ? undefined : flat;
}

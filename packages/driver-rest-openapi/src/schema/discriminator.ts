import type { JsonSchema } from "@mcs/core";
import { asArray, isObject, type JsonObject, own } from "../document/json.ts";
import { type Follow, Shape } from "./shape.ts";
import type { Subtype } from "./subtypes.ts";

/**
 * An alternative that a value of the discriminating property stands for. It says so, because nothing else tells a
 * model which value goes with which; but only where the schema itself takes that value.
 */
export function discriminated(
  schema: JsonSchema,
  property: string,
  { place, values }: Subtype,
  follow: Follow,
): JsonSchema {
  if (typeof schema === "boolean") return schema;
  const shape = new Shape(place, follow).property(property);
  const usable = values.filter((value) => shape === undefined || takesText(shape, value));
  const [only] = usable;
  if (only === undefined || usable.length < values.length) return schema;
  const stated = own(schema.properties, property);
  const { enum: _, ...rest } = isObject(stated) ? stated : {};
  const narrow = usable.length === 1 ? { ...rest, const: only } : { ...rest, enum: usable };
  return { ...schema, properties: { ...schema.properties, [property]: narrow } };
}

function takesText({ types, schema }: Shape, value: string): boolean {
  const isText = types.length === 0 || types.includes("string");
  const isListed = schema.enum === undefined || asArray(schema.enum).includes(value);
  return isText && isListed && (schema.const === undefined || schema.const === value);
}

/** What is said of a schema as a whole, whichever subtype is meant. */
export function notesOf({ title, description }: JsonObject): { title?: string; description?: string } {
  return {
    ...(typeof title === "string" ? { title } : {}),
    ...(typeof description === "string" ? { description } : {}),
  };
}

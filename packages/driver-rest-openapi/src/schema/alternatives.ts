import { asArray, isObject, sameJson } from "../document/json.ts";
import { below, type Place } from "../document/references.ts";
import { type Follow, Shape } from "./shape.ts";

/** More alternatives are not compared: each would be held against each other one. */
const MOST = 200;
/** How deep two alternatives are compared. */
const DEEPEST = 4;

/**
 * Whether one of a union's alternatives takes whatever another one describes: then no value that anybody would
 * write for that one matches it alone.
 */
export function hasSwallowed(union: Place, follow: Follow): boolean {
  const members = asArray(union.value);
  if (members.length > MOST) return false;
  const shapes = members.map((value, index) => new Shape(below(union, String(index), value), follow));
  return shapes.some((a) => shapes.some((b) => a !== b && takes(b, a, DEEPEST)));
}

/** Keywords that say no more than what is compared here. */
const COMPARED =
  /^(?:type|properties|required|items|additionalProperties|enum|const|title|description|examples?|default|deprecated|readOnly|writeOnly|xml|externalDocs|discriminator|nullable|\$(?:comment|id|anchor|schema)|x-.*)$/;

/** Whether `taker` accepts what `other` describes; no where that cannot be told. */
function takes(taker: Shape, other: Shape, depth: number): boolean {
  const isTold = ([key, value]: [string, unknown]): boolean =>
    COMPARED.test(key) || sameJson(value, other.schema[key]);
  if (depth === 0 || !Object.entries(taker.schema).every(isTold)) return false;
  if (!includes(typesOf(taker), typesOf(other)) || !includes(valuesOf(taker), valuesOf(other))) return false;
  if (typesOf(taker)?.includes("array") === true && !takesPart(taker.item(0), other.item(0), depth))
    return false;
  return typesOf(taker)?.includes("object") !== true || takesObject(taker, other, depth);
}

function takesObject(taker: Shape, other: Shape, depth: number): boolean {
  const { required, additionalProperties } = taker.schema;
  // What the taker requires beyond the other's own need not be there, and then it does not take the value.
  const needed = asArray(other.schema.required);
  if (asArray(required).some((name) => !needed.includes(name))) return false;
  return other.properties.every((name) => {
    if (taker.properties.includes(name)) return takesPart(taker.property(name), other.property(name), depth);
    return additionalProperties !== false && !isObject(additionalProperties);
  });
}

function takesPart(taker: Shape | undefined, other: Shape | undefined, depth: number): boolean {
  if (taker === undefined) return true;
  return other !== undefined && takes(taker, other, depth - 1);
}

/** Undefined stands for everything. */
function includes(all: readonly unknown[] | undefined, some: readonly unknown[] | undefined): boolean {
  return all === undefined || some?.every((item) => all.includes(item)) === true;
}

/** A whole number is a number as well. */
function typesOf(shape: Shape): readonly string[] | undefined {
  const { types } = shape;
  // Documents forget the type of what cannot be anything else.
  if (types.length === 0)
    return shape.properties.length > 0 || Array.isArray(shape.schema.required) ? ["object"] : undefined;
  const nullable = shape.schema.nullable === true ? ["null"] : [];
  return [...types, ...nullable, ...(types.includes("number") ? ["integer"] : [])];
}

function valuesOf({ schema }: Shape): readonly unknown[] | undefined {
  if (schema.const !== undefined) return [schema.const];
  return Array.isArray(schema.enum) ? schema.enum : undefined;
}

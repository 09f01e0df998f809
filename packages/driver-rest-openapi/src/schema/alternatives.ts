import { asArray } from "../document/json.ts";
import { below, type Place } from "../document/references.ts";
import { type Follow, Shape } from "./shape.ts";

/** More alternatives are not compared: each would be held against each other one. */
const MOST = 200;

/**
 * Whether no value can match two of a union's alternatives: they differ in their types, in their constants, in
 * those of a property that both require, or one requires a property that the other forbids.
 */
export function areDisjoint(union: Place, follow: Follow): boolean {
  const members = asArray(union.value);
  if (members.length > MOST) return false;
  const shapes = members.map((value, index) => new Shape(below(union, String(index), value), follow));
  return shapes.every((a, index) => shapes.slice(index + 1).every((b) => differ(a, b)));
}

function differ(a: Shape, b: Shape): boolean {
  if (areApart(typesOf(a), typesOf(b)) || areApart(valuesOf(a), valuesOf(b))) return true;
  if (typesOf(a)?.has("object") !== true || typesOf(b)?.has("object") !== true) return false;
  if (requiresForbidden(a, b) || requiresForbidden(b, a)) return true;
  const both = requiredOf(a).filter((name) => requiredOf(b).includes(name));
  return both.some((name) => {
    const [mine, other] = [a.property(name), b.property(name)];
    if (mine === undefined || other === undefined) return false;
    return areApart(typesOf(mine), typesOf(other)) || areApart(valuesOf(mine), valuesOf(other));
  });
}

function requiresForbidden(a: Shape, b: Shape): boolean {
  if (b.schema.additionalProperties !== false) return false;
  return requiredOf(a).some((name) => !b.properties.includes(name));
}

function requiredOf({ schema }: Shape): readonly string[] {
  return asArray(schema.required).filter((name) => typeof name === "string");
}

/** Undefined stands for everything. */
function areApart(a: ReadonlySet<unknown> | undefined, b: ReadonlySet<unknown> | undefined): boolean {
  return a !== undefined && b !== undefined && [...a].every((item) => !b.has(item));
}

function typesOf(shape: Shape): ReadonlySet<string> | undefined {
  const stated = shape.types.map((type) => (type === "integer" ? "number" : type));
  if (stated.length > 0) return new Set(shape.schema.nullable === true ? [...stated, "null"] : stated);
  // Documents forget the type of what cannot be anything else.
  return shape.properties.length > 0 ? new Set(["object"]) : undefined;
}

function valuesOf({ schema }: Shape): ReadonlySet<unknown> | undefined {
  if (schema.const !== undefined) return new Set([schema.const]);
  return Array.isArray(schema.enum) ? new Set(schema.enum) : undefined;
}

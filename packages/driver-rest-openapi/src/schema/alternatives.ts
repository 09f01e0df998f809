import {
  asArray,
  asObject,
  type Budget,
  isObject,
  type JsonObject,
  own,
  sameJson,
} from "../document/json.ts";
import { below, type Place } from "../document/references.ts";
import { type Follow, Shape } from "./shape.ts";

/** More alternatives are not compared: each would be held against each other one. */
const MOST = 200;
/** How deep two alternatives are compared. */
const DEEPEST = 4;
/**
 * Steps for all alternatives of a union together, several times of what the largest published ones take. Each level
 * multiplies what there is to compare, so that depth alone bounds nothing.
 */
const STEPS = 200_000;

/**
 * Whether one of a union's alternatives takes whatever another one describes: then no value that anybody would
 * write for that one matches it alone.
 */
export function hasSwallowed(union: Place, follow: Follow): boolean {
  const members = asArray(union.value);
  if (members.length > MOST) return false;
  const all = members.map(
    (value, index) => new Alternative(new Shape(below(union, String(index), value), follow)),
  );
  const budget: Budget = { left: STEPS };
  const rivals = rivalsAmong(all, budget);
  return all.some((a) => rivals(a).some((b) => a !== b && takes(b, a, { depth: DEEPEST, budget })));
}

/**
 * Which alternatives may take what another one describes: those with one of its values in the property that all
 * of them are told apart by, if there is one. Most large unions have it, and then few pairs are left to compare.
 */
function rivalsAmong(
  all: readonly Alternative[],
  budget: Budget,
): (of: Alternative) => readonly Alternative[] {
  for (const name of all[0]?.distinctive ?? []) {
    budget.left -= all.length;
    if (budget.left < 0) break;
    const valuesAt = (alternative: Alternative): readonly unknown[] =>
      alternative.types?.has("object") === true ? [...(alternative.property(name)?.values ?? [])] : [];
    const byValue = new Map<unknown, Alternative[]>();
    for (const alternative of all) {
      for (const value of valuesAt(alternative)) {
        const known = byValue.get(value);
        if (known === undefined) byValue.set(value, [alternative]);
        else known.push(alternative);
      }
    }
    if (all.every((alternative) => valuesAt(alternative).length > 0))
      return (alternative) => byValue.get(valuesAt(alternative)[0]) ?? [];
  }
  return () => all;
}

/** A shape with what is asked of it again for each that it is held against. */
class Alternative {
  readonly schema: JsonObject;
  /** Undefined stands for all types, and for all values. */
  readonly types: ReadonlySet<unknown> | undefined;
  readonly values: ReadonlySet<unknown> | undefined;
  readonly #shape: Shape;
  readonly #parts = new Map<string, Alternative | undefined>();
  #names: readonly string[] | undefined;
  #uncompared: readonly string[] | undefined;
  #required: ReadonlySet<unknown> | undefined;

  constructor(shape: Shape) {
    this.#shape = shape;
    this.schema = shape.schema;
    this.types = setOf(typesOf(shape));
    this.values = setOf(valuesOf(shape));
  }

  /** Its own properties. Those with values of their own come first: they tell most alternatives apart. */
  get names(): readonly string[] {
    this.#names ??= this.#shape.properties.toSorted((a, b) => this.#rank(a) - this.#rank(b));
    return this.#names;
  }

  /** Those of its properties that have values of their own. */
  get distinctive(): readonly string[] {
    return this.names.filter((name) => this.#rank(name) === 0);
  }

  /** Its keywords that are held against another's word for word. */
  get uncompared(): readonly string[] {
    this.#uncompared ??= Object.keys(this.schema).filter(
      (key) => !COMPARED.has(key) && !key.startsWith("x-"),
    );
    return this.#uncompared;
  }

  get required(): ReadonlySet<unknown> {
    this.#required ??= new Set(asArray(this.schema.required));
    return this.#required;
  }

  property(name: string): Alternative | undefined {
    if (!this.#parts.has(name)) this.#parts.set(name, alternative(this.#shape.property(name)));
    return this.#parts.get(name);
  }

  get item(): Alternative | undefined {
    return alternative(this.#shape.item(0));
  }

  #rank(name: string): number {
    // As it is written, for what stands behind a reference is worked out only where it matters.
    const stated = asObject(own(asObject(this.schema.properties), name));
    return stated?.enum === undefined && stated?.const === undefined ? 1 : 0;
  }
}

function alternative(shape: Shape | undefined): Alternative | undefined {
  return shape === undefined ? undefined : new Alternative(shape);
}

/** Keywords that say no more than what is compared here, besides extensions. */
const COMPARED: ReadonlySet<string> = new Set([
  "type",
  "properties",
  "required",
  "items",
  "additionalProperties",
  "enum",
  "const",
  "title",
  "description",
  "example",
  "examples",
  "default",
  "deprecated",
  "readOnly",
  "writeOnly",
  "xml",
  "externalDocs",
  "discriminator",
  "nullable",
  "$comment",
  "$id",
  "$anchor",
  "$schema",
]);

/** How much deeper and longer two alternatives are compared. */
interface Search {
  readonly depth: number;
  readonly budget: Budget;
}

/** Whether `taker` accepts what `other` describes; no where that cannot be told. */
function takes(taker: Alternative, other: Alternative, search: Search): boolean {
  const { budget } = search;
  budget.left -= 1 + other.names.length + (other.values?.size ?? 0);
  if (search.depth === 0 || budget.left < 0) return false;
  if (taker.schema === other.schema) return true;
  const { types } = taker;
  if (!includes(types, other.types) || !includes(taker.values, other.values)) return false;
  for (const key of taker.uncompared)
    if (!sameJson(taker.schema[key], other.schema[key], budget)) return false;
  if (types?.has("array") === true && !takesPart(taker.item, other.item, search)) return false;
  return types?.has("object") !== true || takesObject(taker, other, search);
}

function takesObject(taker: Alternative, other: Alternative, search: Search): boolean {
  const { additionalProperties } = taker.schema;
  // What the taker requires beyond the other's own need not be there, and then it does not take the value.
  if (!includes(other.required, taker.required)) return false;
  const isOpen = additionalProperties !== false && !isObject(additionalProperties);
  const known = asObject(taker.schema.properties);
  return other.names.every((name) =>
    own(known, name) === undefined ? isOpen : takesPart(taker.property(name), other.property(name), search),
  );
}

function takesPart(taker: Alternative | undefined, other: Alternative | undefined, search: Search): boolean {
  if (taker === undefined) return true;
  return other !== undefined && takes(taker, other, { ...search, depth: search.depth - 1 });
}

/** Undefined stands for everything. */
function includes(all: ReadonlySet<unknown> | undefined, some: ReadonlySet<unknown> | undefined): boolean {
  if (all === undefined || some === undefined) return all === undefined;
  for (const item of some) if (!all.has(item)) return false;
  return true;
}

function setOf(values: readonly unknown[] | undefined): ReadonlySet<unknown> | undefined {
  return values === undefined ? undefined : new Set(values);
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

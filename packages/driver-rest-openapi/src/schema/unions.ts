import type { JsonSchema } from "@mcs/core";
import { asArray, type JsonObject } from "../document/json.ts";
import { below, type Place } from "../document/references.ts";
import { hasSwallowed } from "./alternatives.ts";
import type { ConversionContext } from "./convert.ts";
import { discriminated } from "./discriminator.ts";
import { discriminatingProperty } from "./subtypes.ts";

/*
 * What requests want to know of a union. Each takes the schema as it was carried over from the document.
 */

/** What the mapping of a `discriminator` says of a union's alternatives. */
export function nameAlternatives(
  result: Record<string, unknown>,
  place: Place,
  context: ConversionContext,
): void {
  const value = place.value as JsonObject;
  const property = discriminatingProperty(value);
  if (property === undefined || (value.oneOf === undefined && value.anyOf === undefined)) return;
  const mapped = context.subtypes.mapped(place);
  for (const union of ["oneOf", "anyOf"]) {
    const converted = result[union] as readonly JsonSchema[] | undefined;
    if (converted === undefined) continue;
    result[union] = converted.map((schema, index) => {
      const member = below(place, `${union}/${index}`, asArray(value[union])[index]);
      const subtype = mapped.get(context.follow(member)?.value);
      return subtype === undefined ? schema : discriminated(schema, property, subtype, context.follow);
    });
  }
}

/**
 * Documents say `oneOf` where they mean that there is a choice. Where one alternative takes what another one
 * describes, as objects without required properties do, arguments that are made for the latter match both: the
 * tool could not be called with what the server wants. A request then may be any of them, and the server has the
 * last word. Where each has values of its own `oneOf` stays, and so it does in responses, which nothing is held
 * against.
 */
export function loosenOneOf(result: Record<string, unknown>, place: Place, context: ConversionContext): void {
  const value = place.value as JsonObject;
  if (!hasSwallowed(below(place, "oneOf", value.oneOf), (inner) => context.follow(inner))) return;
  const { oneOf, anyOf, allOf } = result;
  delete result.oneOf;
  if (anyOf === undefined) result.anyOf = oneOf;
  else result.allOf = [...(Array.isArray(allOf) ? allOf : []), { anyOf: oneOf }];
}

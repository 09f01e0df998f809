import { asObject, type JsonObject } from "../document/json.ts";
import { below, type Place, refOf } from "../document/references.ts";
import type { ConversionContext } from "./convert.ts";

/** What the older versions ignore beside `$ref`, and what is meant all the same where it stands there. */
export const NOTES: ReadonlySet<string> = new Set([
  "title",
  "description",
  "default",
  "example",
  "examples",
  "deprecated",
  "nullable",
]);

/**
 * The reference that is the only member of an `allOf`, with nothing but notes around it: what older versions
 * write where a property of its own has to be said of a schema that others share. It stays a reference, so that
 * the schema is not written out again wherever it is used.
 */
export function wrappedReference(
  place: Place,
  value: JsonObject,
  { follow, subtypes }: ConversionContext,
): Place | undefined {
  const { allOf } = value;
  if (!Array.isArray(allOf) || allOf.length !== 1) return undefined;
  const [member] = allOf as readonly unknown[];
  if (refOf(member) === undefined || Object.keys(member as JsonObject).length > 1) return undefined;
  if (!Object.keys(value).every((key) => key === "allOf" || NOTES.has(key))) return undefined;
  const wrapped = below(place, "allOf/0", member);
  // Behind another of its kind there may be a circle, which a validator would walk for ever.
  const target = asObject(follow(wrapped)?.value);
  if (target?.allOf !== undefined) return undefined;
  // And a subtype that adds nothing is not any of the others.
  return target?.discriminator !== undefined && subtypes.isSubtype(value) ? undefined : wrapped;
}

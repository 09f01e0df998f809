import type { Diagnostics } from "../diagnostics.ts";
import { asArray, asString, isObject, type JsonObject } from "../document/json.ts";
import type { ApiDocument } from "../document/load.ts";
import { below, type Place, pointerOf, refOf, shownRef } from "../document/references.ts";
import { plainExamples } from "./examples.ts";
import { type FoundOperation, pathItems } from "./found.ts";
import type { ParameterLocation, ParameterModel, StyleFormat } from "./model.ts";
import { isAdapters, isUnbound } from "./reserved-headers.ts";

/**
 * The parameter objects of an operation, references followed: the path item's first, each replaced by the
 * operation's of the same name and place. A name in the path that no parameter has becomes one, because
 * without a value for it there is nothing to call.
 */
export function parameterPlaces(
  document: ApiDocument,
  { item, place, operation, path, pointer }: FoundOperation,
  diagnostics: Diagnostics,
): readonly Place[] {
  const listOf = (stated: Place): Place[] => {
    if (!Array.isArray(stated.value) && stated.value !== undefined && stated.value !== null) {
      const message = "The parameters are no list, so they are left out.";
      diagnostics.add("error", "malformed", pointerOf(stated, document.file), message);
    }
    return asArray(stated.value).map((value, index) => below(stated, String(index), value));
  };
  // Those that stand beside a path item's reference come later, and so in the place of its own.
  const shared = pathItems(item).flatMap((place) =>
    listOf(below(place, "parameters", (place.value as JsonObject).parameters)),
  );
  const own = listOf(below(place, "parameters", operation.parameters));
  const byKey = new Map<string, Place>();
  for (const stated of [...shared, ...own]) {
    const target = document.references.follow(stated);
    if (target === undefined || !isObject(target.value)) {
      const ref = refOf(stated.value);
      const message =
        ref === undefined ? "The parameter is no object" : `The reference ${shownRef(ref)} leads nowhere`;
      const code = ref === undefined ? "malformed" : "broken_reference";
      diagnostics.add(
        "error",
        code,
        pointerOf(stated, document.file),
        `${message}, so the parameter is unknown.`,
      );
      continue;
    }
    byKey.set(`${String(target.value.in)} ${String(target.value.name)}`, target);
  }
  const ref = refOf(operation);
  if (ref !== undefined) {
    const message = `The operation has the reference ${ref}, which the specification does not know here, so it is passed over.`;
    diagnostics.add("error", "malformed", pointer, message);
  }
  const names = Array.from(path.matchAll(/\{([^{}]+)\}/g), ([, name = ""]) => name);
  for (const [key, { value, file, pointer: at }] of byKey) {
    const parameter = value as JsonObject;
    if (parameter.in !== "path" || names.includes(String(parameter.name))) continue;
    const message = `The path has no {${parameter.name}}, so the parameter could not be sent and is left out.`;
    diagnostics.add("warning", "malformed", pointerOf({ file, pointer: at, value }, document.file), message);
    byKey.delete(key);
  }
  const undescribed: string[] = [];
  for (const name of names) {
    if (byKey.has(`path ${name}`)) continue;
    const value = { name, in: "path", required: true, schema: { type: "string" } };
    byKey.set(`path ${name}`, below(place, "parameters", value));
    undescribed.push(`{${name}}`);
  }
  if (undescribed.length > 0) {
    const message = `The path has ${undescribed.join(", ")}, which no parameter describes, so any text is taken.`;
    diagnostics.add("warning", "malformed", pointer, message);
  }
  return [...byKey.values()];
}

/** What each version of the specification says in its own way. */
export type ParameterForm = Pick<ParameterModel, "schema" | "format">;

/** The parameters in places that the version knows; what is no parameter is reported and left out. */
export function readParameters(
  places: readonly Place[],
  locations: readonly ParameterLocation[],
  document: ApiDocument,
  diagnostics: Diagnostics,
  formOf: (place: Place, location: ParameterLocation) => ParameterForm,
): ParameterModel[] {
  return places.flatMap((place) => {
    const value = place.value as JsonObject;
    const name = asString(value.name);
    const location = locations.find((known) => known === value.in);
    if (name === undefined || location === undefined) {
      const what =
        name === undefined ? "The parameter has no name" : `The parameter ${name} is in no known place`;
      const pointer = pointerOf(place, document.file);
      diagnostics.add("warning", "malformed", pointer, `${what}, so it is left out.`);
      return [];
    }
    if (isUnbound(location, name)) return [];
    if (isAdapters(location, name)) {
      const message = `The header ${name} is written by whatever sends the request, so it is no parameter.`;
      diagnostics.add("info", "unsupported", pointerOf(place, document.file), message);
      return [];
    }
    return [
      {
        name,
        in: location,
        required: value.required === true || location === "path",
        description: asString(value.description)?.trim() ?? "",
        deprecated: value.deprecated === true,
        examples: plainExamples(value),
        ...formOf(place, location),
      },
    ];
  });
}

/** Keywords of a parameter that are not its schema, where it is one itself. */
const NOT_SCHEMA = new Set([
  ...["name", "in", "required", "description", "deprecated", "collectionFormat", "allowEmptyValue"],
  ...["style", "explode", "allowReserved"],
]);

/** The schema of a parameter whose own keywords are its schema, as Swagger 2.0 has them. */
export function schemaIn(place: Place): Place {
  const value = place.value as JsonObject;
  if (value.schema !== undefined) return below(place, "schema", value.schema);
  return {
    ...place,
    value: Object.fromEntries(Object.entries(value).filter(([key]) => !NOT_SCHEMA.has(key))),
  };
}

/** Whether a parameter of the query may be sent empty. */
export function emptiness(value: JsonObject, location: string): Pick<StyleFormat, "allowEmpty"> {
  return location === "query" && value.allowEmptyValue === true ? { allowEmpty: true } : {};
}

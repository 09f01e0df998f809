import type { Diagnostics } from "../diagnostics.ts";
import { asArray, isObject, type JsonObject } from "../document/json.ts";
import type { ApiDocument } from "../document/load.ts";
import { below, type Place, pointerOf, refOf } from "../document/references.ts";
import type { FoundOperation } from "./walk.ts";

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
  const shared = listOf(below(item, "parameters", (item.value as JsonObject).parameters));
  const own = listOf(below(place, "parameters", operation.parameters));
  const byKey = new Map<string, Place>();
  for (const stated of [...shared, ...own]) {
    const target = document.references.follow(stated);
    if (target === undefined || !isObject(target.value)) {
      const ref = refOf(stated.value);
      const message = ref === undefined ? "The parameter is no object" : `The reference ${ref} leads nowhere`;
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
  const undescribed: string[] = [];
  for (const [, name = ""] of path.matchAll(/\{([^{}]+)\}/g)) {
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

function listOf(place: Place): Place[] {
  return asArray(place.value).map((value, index) => below(place, String(index), value));
}

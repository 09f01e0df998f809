import type { Diagnostics } from "../diagnostics.ts";
import { asArray, isObject, type JsonObject } from "../document/json.ts";
import type { ApiDocument } from "../document/load.ts";
import { below, type Place, pointerOf, refOf } from "../document/references.ts";
import type { FoundOperation } from "./walk.ts";

/**
 * Whether what the operation takes is known. A parameter or a body behind a broken reference makes a call
 * a guess, so the operation is left out and reported. Schemas are not looked at: a broken one only means
 * that any value goes.
 */
export function isUsable(document: ApiDocument, found: FoundOperation, diagnostics: Diagnostics): boolean {
  const broken = inputsOf(found).filter(
    (place) => refOf(place.value) !== undefined && !isObject(document.references.follow(place)?.value),
  );
  for (const place of broken) {
    const message = `The reference ${refOf(place.value)} leads nowhere, so ${found.method} ${found.path} is left out.`;
    diagnostics.add("error", "broken_reference", pointerOf(place, document.file), message);
  }
  return broken.length === 0;
}

function inputsOf({ item, place, operation }: FoundOperation): readonly Place[] {
  const inputs: Place[] = [];
  for (const [owner, value] of [
    [item, (item.value as JsonObject).parameters],
    [place, operation.parameters],
  ] as const) {
    for (const [index, parameter] of asArray(value).entries()) {
      inputs.push(below(owner, `parameters/${index}`, parameter));
    }
  }
  if (isObject(operation.requestBody)) inputs.push(below(place, "requestBody", operation.requestBody));
  return inputs;
}

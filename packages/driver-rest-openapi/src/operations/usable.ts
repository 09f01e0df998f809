import type { Diagnostics } from "../diagnostics.ts";
import { isObject, type JsonObject, own } from "../document/json.ts";
import type { ApiDocument } from "../document/load.ts";
import { below, type Place, pointerOf, refOf, shownRef } from "../document/references.ts";
import { type FoundOperation, pathItems } from "./found.ts";

/**
 * Whether all parameters of a list are known. What a parameter or a body is that stands behind a broken reference,
 * nobody knows: a call would be a guess, so the operation is left out. Schemas are not looked at: a broken one only
 * means that any value goes.
 *
 * @param from the path item that they stand in
 */
export function areKnown(document: ApiDocument, list: unknown, from: Place): boolean {
  if (!Array.isArray(list)) return true;
  // Most stand for themselves, and thousands are looked at, so this much is asked without another function.
  for (let i = 0; i < list.length; i++) {
    const value: unknown = list[i];
    if (isObject(value) && Object.hasOwn(value, "$ref") && !isKnown(document, value, from)) return false;
  }
  return true;
}

/** Whether a parameter or a body stands for itself, or behind a reference that leads to an object. */
export function isKnown(document: ApiDocument, value: unknown, from: Place): boolean {
  const ref = refOf(value);
  if (ref === undefined) return true;
  const direct = document.references.find(ref, from.file);
  if (direct !== undefined && isObject(direct.value) && refOf(direct.value) === undefined) return true;
  return isObject(document.references.follow({ file: from.file, pointer: from.pointer, value })?.value);
}

/** Says why an operation is left out. */
export function reportUnusable(document: ApiDocument, found: FoundOperation, diagnostics: Diagnostics): void {
  const { item, operation, place } = found;
  const stated: Place[] = [
    ...pathItems(item).flatMap((shared) =>
      listed(below(shared, "parameters", own(shared.value as JsonObject, "parameters"))),
    ),
    ...listed(below(place, "parameters", operation.parameters)),
    below(place, "requestBody", operation.requestBody),
  ];
  for (const part of stated) {
    if (isKnown(document, part.value, part)) continue;
    const message = `The reference ${shownRef(refOf(part.value))} leads nowhere, so ${found.signature} is left out.`;
    diagnostics.add("error", "broken_reference", pointerOf(part, document.file), message);
  }
}

function listed(place: Place): Place[] {
  return Array.isArray(place.value)
    ? place.value.map((value: unknown, index) => below(place, String(index), value))
    : [];
}

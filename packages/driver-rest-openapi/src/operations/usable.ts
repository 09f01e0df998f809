import type { Diagnostics } from "../diagnostics.ts";
import { isObject, type JsonObject, own } from "../document/json.ts";
import type { ApiDocument } from "../document/load.ts";
import { below, type Place, pointerOf, refOf } from "../document/references.ts";
import type { FoundOperation } from "./walk.ts";

/**
 * Whether what the operation takes is known. A parameter or a body behind a broken reference makes a call
 * a guess, so the operation is left out. Schemas are not looked at: a broken one only means that any value goes.
 */
export function isUsable(document: ApiDocument, { item, parameters, body }: FoundOperation): boolean {
  return areKnown(document, parameters, item) && isKnown(document, body, item);
}

/** The same of what all operations of a path item take. */
export function isItemUsable(document: ApiDocument, item: Place): boolean {
  return areKnown(document, own(item.value as JsonObject, "parameters"), item);
}

/** Says why an operation is left out. */
export function reportUnusable(document: ApiDocument, found: FoundOperation, diagnostics: Diagnostics): void {
  const { item, parameters, body } = found;
  const shared = own(item.value as JsonObject, "parameters");
  const stated: Place[] = [
    ...listed(below(item, "parameters", shared)),
    ...listed(below(found.place, "parameters", parameters)),
    below(found.place, "requestBody", body),
  ];
  for (const place of stated) {
    if (isKnown(document, place.value, item)) continue;
    const message = `The reference ${refOf(place.value)} leads nowhere, so ${found.signature} is left out.`;
    diagnostics.add("error", "broken_reference", pointerOf(place, document.file), message);
  }
}

function areKnown(document: ApiDocument, list: unknown, from: Place): boolean {
  if (!Array.isArray(list)) return true;
  for (const value of list) if (!isKnown(document, value, from)) return false;
  return true;
}

/** Whether a value stands for itself, or behind a reference that leads to an object. */
function isKnown(document: ApiDocument, value: unknown, from: Place): boolean {
  const ref = refOf(value);
  if (ref === undefined) return true;
  const direct = document.references.find(ref, from.file);
  if (direct !== undefined && isObject(direct.value) && refOf(direct.value) === undefined) return true;
  return isObject(document.references.follow({ file: from.file, pointer: from.pointer, value })?.value);
}

function listed(place: Place): Place[] {
  return Array.isArray(place.value)
    ? place.value.map((value: unknown, index) => below(place, String(index), value))
    : [];
}

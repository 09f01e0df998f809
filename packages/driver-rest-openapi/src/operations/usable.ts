import type { Diagnostics } from "../diagnostics.ts";
import { isObject, type JsonObject } from "../document/json.ts";
import type { ApiDocument } from "../document/load.ts";
import { below, type Place, pointerOf, refOf } from "../document/references.ts";
import type { FoundOperation } from "./walk.ts";

/**
 * Whether what the operation takes is known. A parameter or a body behind a broken reference makes a call
 * a guess, so the operation is left out and reported. Schemas are not looked at: a broken one only means
 * that any value goes.
 */
export function isUsable(document: ApiDocument, found: FoundOperation, diagnostics: Diagnostics): boolean {
  const { item, operation } = found;
  const shared = (item.value as JsonObject).parameters;
  let usable = true;
  const check = (value: unknown, place: () => Place): void => {
    const ref = refOf(value);
    if (ref === undefined || resolves(document, ref, item, value)) return;
    usable = false;
    const message = `The reference ${ref} leads nowhere, so ${found.signature} is left out.`;
    diagnostics.add("error", "broken_reference", pointerOf(place(), document.file), message);
  };
  if (Array.isArray(shared)) {
    for (let i = 0; i < shared.length; i++) check(shared[i], () => below(item, `parameters/${i}`, shared[i]));
  }
  const own = operation.parameters;
  if (Array.isArray(own)) {
    for (let i = 0; i < own.length; i++) check(own[i], () => below(found.place, `parameters/${i}`, own[i]));
  }
  check(operation.requestBody, () => below(found.place, "requestBody", operation.requestBody));
  return usable;
}

function resolves(document: ApiDocument, ref: string, { file, pointer }: Place, value: unknown): boolean {
  const direct = document.references.find(ref, file);
  if (direct !== undefined && isObject(direct.value) && refOf(direct.value) === undefined) return true;
  return isObject(document.references.follow({ file, pointer, value })?.value);
}

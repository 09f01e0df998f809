import type { Diagnostics } from "../diagnostics.ts";
import { asString, escapeSegment, isObject, type JsonObject, own } from "../document/json.ts";
import type { ApiDocument } from "../document/load.ts";
import { below, type Place, pointerOf, refOf } from "../document/references.ts";

/** An operation as it stands in the document. */
export interface FoundOperation {
  /** Upper case. */
  readonly method: string;
  /** As the document keys it. */
  readonly path: string;
  /** The operation object. */
  readonly place: Place;
  readonly operation: JsonObject;
  /** The path item that it stands in, for what all of its operations share. */
  readonly item: Place;
  /** JSON pointer in the document. */
  readonly pointer: string;
}

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/** Every operation of the document, in its order. What is malformed is reported and passed over. */
export function findOperations(document: ApiDocument, diagnostics: Diagnostics): FoundOperation[] {
  const found: FoundOperation[] = [];
  const { root, file } = document;
  const paths = root.paths;
  if (paths !== undefined && paths !== null && !isObject(paths)) {
    diagnostics.add("error", "malformed", "/paths", "The paths are no object.");
  }
  for (const [path, value] of Object.entries(isObject(paths) ? paths : {})) {
    if (path.startsWith("x-")) continue;
    const pointer = `/paths/${escapeSegment(path)}`;
    for (const item of itemsOf(document, { file, pointer, value }, diagnostics)) {
      for (const operation of operationsIn(item, path, document)) found.push(operation);
    }
  }
  if (found.length === 0) {
    diagnostics.add(
      "warning",
      "no_operations",
      "/paths",
      "The document has no operation, so there are no tools.",
    );
  }
  return found;
}

/** A path item and, where it has a `$ref`, the one it refers to: both may hold operations. */
function itemsOf(document: ApiDocument, place: Place, diagnostics: Diagnostics): readonly Place[] {
  if (!isObject(place.value)) {
    if (place.value !== null) {
      diagnostics.add("error", "malformed", place.pointer, "The path item is no object.");
    }
    return [];
  }
  const ref = refOf(place.value);
  if (ref === undefined) return [place];
  const target = document.references.follow(place);
  if (target === undefined || !isObject(target.value)) {
    const message = `The reference ${ref} leads nowhere, so the operations of this path are missing.`;
    diagnostics.add("error", "broken_reference", place.pointer, message);
    return [place];
  }
  return [place, target];
}

function* operationsIn(item: Place, path: string, document: ApiDocument): Generator<FoundOperation> {
  const value = item.value as JsonObject;
  for (const method of METHODS) {
    const operation = own(value, method);
    if (isObject(operation)) yield at(item, path, document, method.toUpperCase(), method, operation);
  }
  const additional = own(value, "additionalOperations");
  if (!isObject(additional)) return;
  for (const [method, operation] of Object.entries(additional)) {
    if (!isObject(operation)) continue;
    yield at(item, path, document, method, `additionalOperations/${escapeSegment(method)}`, operation);
  }
}

function at(
  item: Place,
  path: string,
  document: ApiDocument,
  method: string,
  key: string,
  operation: JsonObject,
): FoundOperation {
  const place = below(item, key, operation);
  return { method, path, place, operation, item, pointer: pointerOf(place, document.file) };
}

/** The operation as people know it: `GET /pets/{petId}`. */
export function signatureOf({ method, path }: { readonly method: string; readonly path: string }): string {
  return `${method} ${path}`;
}

/** Its label, for the tool's title. */
export function summaryOf({ operation }: FoundOperation): string | undefined {
  return asString(operation.summary)?.trim() || undefined;
}

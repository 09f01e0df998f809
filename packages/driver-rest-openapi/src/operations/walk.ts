import type { Diagnostics } from "../diagnostics.ts";
import { asString, escapeSegment, isObject, type JsonObject } from "../document/json.ts";
import type { ApiDocument } from "../document/load.ts";
import { below, type Place, pointerOf, type SourceFile } from "../document/references.ts";

/** An operation as it stands in the document. */
export class FoundOperation {
  /** Upper case. */
  readonly method: string;
  /** As the document keys it. */
  readonly path: string;
  readonly operation: JsonObject;
  /** The path item that it stands in, for what all of its operations share. */
  readonly item: Place;
  readonly #key: string;
  readonly #document: SourceFile;

  constructor(
    method: string,
    path: string,
    key: string,
    operation: JsonObject,
    item: Place,
    document: SourceFile,
  ) {
    this.method = method;
    this.path = path;
    this.operation = operation;
    this.item = item;
    this.#key = key;
    this.#document = document;
  }

  /** The operation object. */
  get place(): Place {
    return below(this.item, this.#key, this.operation);
  }

  /** JSON pointer in the document. */
  get pointer(): string {
    return pointerOf(this.place, this.#document);
  }

  /** The operation as people know it: `GET /pets/{petId}`. */
  get signature(): string {
    return `${this.method} ${this.path}`;
  }

  /** Its label, for the tool's title. */
  get summary(): string | undefined {
    return asString(this.operation.summary)?.trim() || undefined;
  }
}

/** A path item where it stands in the document. Few are ever named, so the pointer is written on demand. */
class PathItem implements Place {
  readonly file: SourceFile;
  readonly value: unknown;
  readonly #path: string;

  constructor(file: SourceFile, path: string, value: unknown) {
    this.file = file;
    this.value = value;
    this.#path = path;
  }

  get pointer(): string {
    return `/paths/${escapeSegment(this.#path)}`;
  }
}

/** The keys of a path item that hold an operation, and the methods that they stand for. */
const METHODS: ReadonlyMap<string, string> = new Map(
  ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"].map((key) => [
    key,
    key.toUpperCase(),
  ]),
);

/** Every operation of the document, in its order. What is malformed is reported and passed over. */
export function findOperations(document: ApiDocument, diagnostics: Diagnostics): FoundOperation[] {
  const found: FoundOperation[] = [];
  const { root, file } = document;
  const paths = root.paths;
  if (paths !== undefined && paths !== null && !isObject(paths)) {
    diagnostics.add("error", "malformed", "/paths", "The paths are no object.");
  }
  if (isObject(paths)) {
    for (const path of Object.keys(paths)) {
      if (path.startsWith("x-")) continue;
      const item = new PathItem(file, path, paths[path]);
      if (isObject(item.value)) collect(item, path, document, diagnostics, found);
      else if (item.value !== null)
        diagnostics.add("error", "malformed", item.pointer, "The path item is no object.");
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

function collect(
  item: Place,
  path: string,
  document: ApiDocument,
  diagnostics: Diagnostics,
  found: FoundOperation[],
): void {
  const value = item.value as JsonObject;
  for (const key of Object.keys(value)) {
    const method = METHODS.get(key);
    const operation = value[key];
    if (method !== undefined) {
      if (isObject(operation))
        found.push(new FoundOperation(method, path, key, operation, item, document.file));
    } else if (key === "additionalOperations") collectAdditional(item, path, document, operation, found);
    else if (key === "$ref") collectReferenced(item, path, document, diagnostics, found);
  }
}

/** OpenAPI 3.2 has other methods under their own names. */
function collectAdditional(
  item: Place,
  path: string,
  document: ApiDocument,
  additional: unknown,
  found: FoundOperation[],
): void {
  if (!isObject(additional)) return;
  for (const [method, operation] of Object.entries(additional)) {
    const key = `additionalOperations/${escapeSegment(method)}`;
    if (isObject(operation))
      found.push(new FoundOperation(method, path, key, operation, item, document.file));
  }
}

/** A path item with a `$ref` has the operations of the one that it refers to as well as its own. */
function collectReferenced(
  item: Place,
  path: string,
  document: ApiDocument,
  diagnostics: Diagnostics,
  found: FoundOperation[],
): void {
  const target = document.references.follow(item);
  if (target !== undefined && isObject(target.value)) {
    collect(target, path, document, diagnostics, found);
    return;
  }
  const message = `The reference ${String((item.value as JsonObject).$ref)} leads nowhere, so the operations of this path are missing.`;
  diagnostics.add("error", "broken_reference", item.pointer, message);
}

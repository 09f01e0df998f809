import type { DiagnosticCode, Diagnostics } from "../diagnostics.ts";
import { escapeSegment, isObject, type JsonObject } from "../document/json.ts";
import { below, type Place, pointerOf, refOf, type SourceFile, shownRef } from "../document/references.ts";
import type { PathItemPlace } from "./found.ts";
import type { Plans } from "./plan.ts";
import { OperationTool } from "./tool.ts";
import { areKnown } from "./usable.ts";

/** A path item where it stands in the document. Few are ever named, so the pointer is written on demand. */
class PathItem implements PathItemPlace {
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
/** What else a path item has. */
const FIELDS: ReadonlySet<string> = new Set(["summary", "description", "servers"]);
/** A method as it can be sent (RFC 9110, sections 5.6.2 and 9.1). */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Operations as tools, in the order of the document. */
export interface Found {
  readonly tools: readonly OperationTool[];
  /** Those of which it is not known what they take, so that they cannot be called. */
  readonly unusable: ReadonlySet<OperationTool>;
}

/** Every operation of the document. What is malformed is reported and passed over. */
export function findOperations(plans: Plans, diagnostics: Diagnostics): Found {
  const walk: Walk = { plans, diagnostics, tools: [], unusable: new Set() };
  const { root, file } = plans.document;
  const { paths } = root;
  if (isObject(paths)) {
    for (const path of Object.keys(paths)) {
      if (path.startsWith("x-")) continue;
      const item = new PathItem(file, path, paths[path]);
      if (isObject(item.value)) readItem(item, withSlash(path, item, diagnostics), walk);
      else if (item.value !== null)
        diagnostics.add("error", "malformed", item.pointer, "The path item is no object.");
    }
  } else if (paths !== undefined && paths !== null) {
    diagnostics.add("error", "malformed", "/paths", "The paths are no object.");
  }
  if (walk.tools.length === 0) {
    const message = "The document has no operation, so there are no tools.";
    diagnostics.add("warning", "no_operations", "/paths", message);
  }
  return walk;
}

interface Walk extends Found {
  readonly plans: Plans;
  readonly diagnostics: Diagnostics;
  readonly tools: OperationTool[];
  readonly unusable: Set<OperationTool>;
}

/**
 * The specification wants one; documents forget it. Without one the path would go on with the name of the host. An
 * empty one does not: it stands for the address of the server itself.
 */
function withSlash(path: string, item: Place, diagnostics: Diagnostics): string {
  if (path === "" || path.startsWith("/")) return path;
  const message = `The path does not begin with a slash, so it is read as ${JSON.stringify(`/${path}`)}.`;
  diagnostics.add("warning", "malformed", item.pointer, message);
  return `/${path}`;
}

/** A path item in a file of its own may stand beside anything. */
function looksLikeOperation(key: string, value: JsonObject): boolean {
  if (key.startsWith("x-")) return false;
  return METHODS.has(key.toLowerCase()) || value.operationId !== undefined || value.responses !== undefined;
}

function readItem(item: PathItemPlace, path: string, walk: Walk): void {
  const value = item.value as JsonObject;
  const first = walk.tools.length;
  let parameters: unknown;
  for (const key in value) {
    const method = METHODS.get(key);
    if (method !== undefined) add(item, path, key, method, value[key], walk);
    else if (key === "parameters") parameters = value[key];
    else if (key === "$ref") readReferenced(item, path, walk);
    else if (key === "additionalOperations") readAdditional(item, path, value[key], walk);
    else if (!FIELDS.has(key) && isObject(value[key]) && looksLikeOperation(key, value[key])) {
      const message = `${JSON.stringify(key)} is no method that the specification has here, so it is passed over.`;
      report("malformed", item, escapeSegment(key), message, walk);
    }
  }
  // They are those of every operation here, also of those behind a reference.
  if (!areKnown(walk.plans.document, parameters, item))
    for (let i = first; i < walk.tools.length; i++) walk.unusable.add(walk.tools[i] as OperationTool);
}

function add(
  item: PathItemPlace,
  path: string,
  key: string,
  method: string,
  operation: unknown,
  walk: Walk,
): void {
  if (isObject(operation)) {
    const tool = new OperationTool({ method, path }, key, operation, item, walk.plans);
    walk.tools.push(tool);
    if (!tool.isUsable) walk.unusable.add(tool);
  } else if (operation !== null) {
    report("malformed", item, key, "The operation is no object, so it is left out.", walk);
  }
}

/** OpenAPI 3.2 has other methods under their own names, which are sent as they are written. */
function readAdditional(item: PathItemPlace, path: string, additional: unknown, walk: Walk): void {
  if (!isObject(additional)) {
    const message = "The additional operations are no object, so they are left out.";
    if (additional !== null) report("malformed", item, "additionalOperations", message, walk);
    return;
  }
  for (const [method, operation] of Object.entries(additional)) {
    const key = `additionalOperations/${escapeSegment(method)}`;
    if (TOKEN.test(method) && method !== "CONNECT") add(item, path, key, method, operation, walk);
    else {
      const message = `${JSON.stringify(method)} is no method that can be sent, so the operation is left out.`;
      report("unsupported", item, key, message, walk);
    }
  }
}

/**
 * A path item with a `$ref` has the operations of the one that it refers to as well as its own, and what it says of
 * all operations it says of those too.
 */
function readReferenced(item: PathItemPlace, path: string, walk: Walk): void {
  const ref = refOf(item.value);
  if (ref === undefined) {
    const message = "The reference is no text, so operations of this path are missing.";
    report("malformed", item, "$ref", message, walk);
    return;
  }
  const target = walk.plans.document.references.follow(item);
  if (target !== undefined && isObject(target.value)) {
    readItem({ ...target, beside: item }, path, walk);
    return;
  }
  const message = `The reference ${shownRef(ref)} leads nowhere, so operations of this path are missing.`;
  const pointer = pointerOf(item, walk.plans.document.file);
  walk.diagnostics.add("error", "broken_reference", pointer, message);
}

/** @param pointer the rest of the place, as a part of a JSON pointer */
function report(code: DiagnosticCode, item: Place, pointer: string, message: string, walk: Walk): void {
  const place = pointerOf(below(item, pointer, undefined), walk.plans.document.file);
  walk.diagnostics.add("error", code, place, message);
}

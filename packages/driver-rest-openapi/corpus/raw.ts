import { readFileSync } from "node:fs";
import { join } from "node:path";
import { load } from "js-yaml";

/**
 * The corpus as it lies on disk, read without any code of the driver: what is found here is what the driver
 * is held against.
 */
export const FOLDER = join(import.meta.dirname, "../../../../shared/openapi");

export type Json = Readonly<Record<string, unknown>>;

export interface CorpusDocument {
  readonly file: string;
  readonly path: string;
  readonly bytes: number;
  readonly version: string;
  readonly operations: number;
}

export function corpus(): readonly CorpusDocument[] {
  const entries = JSON.parse(readFileSync(join(FOLDER, "manifest.json"), "utf8")) as CorpusDocument[];
  return entries.map((entry) => ({ ...entry, path: join(FOLDER, "corpus", entry.file) }));
}

export function readRaw(path: string): Json {
  const text = readFileSync(path, "utf8").replace(/^\ufeff/, "");
  return (path.endsWith(".json") ? JSON.parse(text) : load(text, { json: true })) as Json;
}

export function isRecord(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What a chain of references inside of the document leads to; undefined where it leads nowhere. */
export function resolve(root: Json, node: unknown): unknown {
  let current = node;
  for (let hops = 0; hops < 50; hops++) {
    if (!isRecord(current) || typeof current.$ref !== "string") return current;
    current = lookUp(root, current.$ref);
  }
  return undefined;
}

export function lookUp(root: unknown, ref: string): unknown {
  if (ref === "#") return root;
  if (!ref.startsWith("#/")) return undefined;
  let current: unknown = root;
  for (const segment of ref.slice(2).split("/")) {
    const key = decodeURIComponent(segment).replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, key)) return undefined;
    current = (current as Json)[key];
  }
  return current;
}

export interface RawOperation {
  readonly method: string;
  readonly path: string;
  /** JSON pointer of the operation, or of the path item where that is a reference. */
  readonly pointer: string;
  readonly operation: Json;
  readonly item: Json;
}

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"];

/** Every operation under `paths`, in the document's order. */
export function rawOperations(root: Json): RawOperation[] {
  const found: RawOperation[] = [];
  for (const [path, stated] of Object.entries(isRecord(root.paths) ? root.paths : {})) {
    if (path.startsWith("x-") || !isRecord(stated)) continue;
    const place = `/paths/${path.replaceAll("~", "~0").replaceAll("/", "~1")}`;
    const target = resolve(root, stated);
    const items = target === stated || !isRecord(target) ? [stated] : [stated, target];
    for (const item of items) {
      const entries: Array<[string, unknown, string]> = [
        ...METHODS.map((key): [string, unknown, string] => [key.toUpperCase(), item[key], key]),
        ...Object.entries(isRecord(item.additionalOperations) ? item.additionalOperations : {}).map(
          ([key, value]): [string, unknown, string] => [key, value, `additionalOperations/${key}`],
        ),
      ];
      for (const [method, operation, key] of entries) {
        if (!isRecord(operation)) continue;
        const pointer = item === stated ? `${place}/${key}` : place;
        found.push({ method, path, pointer, operation, item });
      }
    }
  }
  return found;
}

export interface RawInput {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  /** The driver's, and not in the document. */
  readonly isOurs?: boolean;
}

/** Parameters that bind: the path's, replaced by the operation's; those of Swagger's body are not among them. */
export function rawParameters(root: Json, { item, operation }: RawOperation): Json[] {
  const byKey = new Map<string, Json>();
  for (const stated of [...listOf(item.parameters), ...listOf(operation.parameters)]) {
    const parameter = resolve(root, stated);
    if (isRecord(parameter)) byKey.set(`${parameter.in} ${parameter.name}`, parameter);
  }
  return [...byKey.values()];
}

const UNBOUND = new Set([
  ...["accept", "content-type", "authorization"],
  // What only an adapter writes.
  ...["connection", "content-length", "expect", "host", "keep-alive", "transfer-encoding", "upgrade"],
]);

/** What the operation takes outside of its body, and what its path needs although nothing describes it. */
export function rawInputs(root: Json, found: RawOperation): RawInput[] {
  const stated = statedInputs(root, found);
  const inPath = stated.filter((input) => input.in === "path").map(({ name }) => name);
  const names = [...new Set(found.path.match(/\{[^{}]+\}/g))].map((part) => part.slice(1, -1));
  const undescribed = names.filter((name) => !inPath.includes(name));
  return [...stated, ...undescribed.map((name): RawInput => ({ name, in: "path", required: true }))];
}

function statedInputs(root: Json, found: RawOperation): RawInput[] {
  return rawParameters(root, found)
    .filter(({ in: place, name }) => place !== "path" || found.path.includes(`{${name}}`))
    .filter((parameter) => parameter.in !== "body" && parameter.in !== "formData")
    .filter(({ in: place, name }) => place !== "header" || !UNBOUND.has(String(name).toLowerCase()))
    .map(({ in: place, name, required }) => ({
      name: String(name),
      in: String(place),
      required: required === true || place === "path",
    }));
}

export interface RawBody {
  readonly required: boolean;
  /** Schemas, one for each media type; undefined for one without. */
  readonly schemas: readonly unknown[];
}

/** What the operation takes as its body. */
export function rawBody(root: Json, found: RawOperation): RawBody | undefined {
  if (root.swagger !== undefined) return rawSwaggerBody(root, found);
  const body = resolve(root, found.operation.requestBody);
  if (!isRecord(body)) return undefined;
  const contents = Object.values(isRecord(body.content) ? body.content : {});
  const schemas = contents.map((content) => (isRecord(content) ? content.schema : undefined));
  return { required: body.required === true, schemas };
}

function rawSwaggerBody(root: Json, found: RawOperation): RawBody | undefined {
  const parameters = rawParameters(root, found);
  const body = parameters.find((parameter) => parameter.in === "body");
  if (body !== undefined) {
    const types = listOf(found.operation.consumes ?? root.consumes);
    const schemas = types.length === 0 ? [body.schema] : types.map(() => body.schema);
    return { required: body.required === true, schemas };
  }
  const fields = parameters.filter((parameter) => parameter.in === "formData");
  if (fields.length === 0) return undefined;
  const required = fields.filter((field) => field.required === true).map(({ name }) => name);
  const properties = Object.fromEntries(fields.map((field) => [String(field.name), field]));
  return { required: required.length > 0, schemas: [{ type: "object", properties, required }] };
}

export interface RawProperties {
  /** Names that a request may hold. */
  readonly names: ReadonlySet<string>;
  readonly required: ReadonlySet<string>;
  /** Names that only responses have. */
  readonly hidden: ReadonlySet<string>;
}

/** The properties of a schema and of all that it extends, without those that only responses have. */
export function rawProperties(root: Json, stated: unknown, seen = new Set<unknown>()): RawProperties {
  const names = new Set<string>();
  const required = new Set<string>();
  const hidden = new Set<string>();
  const schema = resolve(root, stated);
  if (!isRecord(schema) || seen.has(schema)) return { names, required, hidden };
  seen.add(schema);
  for (const member of listOf(schema.allOf)) {
    const inner = rawProperties(root, member, seen);
    for (const name of inner.names) names.add(name);
    for (const name of inner.required) required.add(name);
    for (const name of inner.hidden) hidden.add(name);
  }
  for (const [name, property] of Object.entries(isRecord(schema.properties) ? schema.properties : {})) {
    const target = resolve(root, property);
    const readOnly = [property, target].some((value) => isRecord(value) && value.readOnly === true);
    if (readOnly) hidden.add(name);
    else names.add(name);
  }
  // What is required has to be given, whether or not it is described.
  for (const name of [...listOf(schema.required).map(String), ...required]) {
    required.add(name);
    names.add(name);
  }
  for (const name of hidden) names.delete(name);
  return { names, required, hidden };
}

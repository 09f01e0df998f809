import {
  isRecord,
  type Json,
  listOf,
  type RawOperation,
  rawInputs,
  rawOperations,
  rawParameters,
  resolve,
} from "./raw.ts";

const UNBOUND = new Set(["accept", "content-type", "authorization"]);

/** Operation ids by which the judge knows them: method and path, which are unique. */
export function idOf({ method, path }: { readonly method?: string; readonly path?: string }): string {
  return `${method} ${path}`;
}

/** The document in the form that the judge understands. */
export function prepared(root: Json): Json {
  const copy = structuredClone(root) as Record<string, unknown>;
  const operations = rawOperations(copy);
  for (const found of operations) {
    const { operation } = found as { operation: Record<string, unknown> };
    operation.operationId = idOf(found);
    operation.parameters = [...bound(copy, found), ...undescribed(copy, found)];
    delete operation.responses;
    delete operation.callbacks;
  }
  for (const { item } of operations) delete (item as Record<string, unknown>).parameters;
  for (const schema of objectsIn(copy)) withoutReadOnlyDemands(copy, schema);
  for (const schema of objectsIn(copy)) readable(copy, schema);
  return { openapi: copy.openapi, info: copy.info, paths: copy.paths, components: copy.components };
}

function bound(root: Json, found: RawOperation): Json[] {
  return rawParameters(root, found).filter(
    ({ in: place, name }) => place !== "header" || !UNBOUND.has(String(name).toLowerCase()),
  );
}

/** Names in the path that no parameter describes: the judge refuses every value of such a one. */
function undescribed(root: Json, found: RawOperation): Json[] {
  const known = rawParameters(root, found).filter((parameter) => parameter.in === "path");
  return rawInputs(root, found)
    .filter((input) => input.in === "path" && !known.some(({ name }) => name === input.name))
    .map(({ name }) => ({ name, in: "path", required: true, schema: {} }));
}

type Mutable = Record<string, unknown>;

/** Every object of the document, each once. */
function objectsIn(root: unknown): readonly Mutable[] {
  const seen = new Set<unknown>();
  const pending = [root];
  for (let value = pending.pop(); pending.length > 0 || value !== undefined; value = pending.pop()) {
    if (typeof value !== "object" || value === null || seen.has(value)) continue;
    seen.add(value);
    pending.push(...Object.values(value).filter((inner) => typeof inner === "object"));
  }
  return [...seen].filter((value) => isRecord(value)) as Mutable[];
}

/** OpenAPI 3.0, 4.7.24.1: a required property that is read-only is demanded of responses only. */
function withoutReadOnlyDemands(root: Json, schema: Mutable): void {
  const hidden = readOnlyNames(root, schema, 0);
  if (hidden.size === 0) return;
  for (const part of [schema, ...listOf(schema.allOf).map((member) => resolve(root, member))]) {
    if (!isRecord(part) || !Array.isArray(part.required)) continue;
    (part as Mutable).required = part.required.filter((name) => !hidden.has(name));
  }
}

function readOnlyNames(root: Json, stated: unknown, depth: number): Set<unknown> {
  const names = new Set<unknown>();
  const schema = resolve(root, stated);
  if (!isRecord(schema) || depth > 5) return names;
  for (const [name, property] of Object.entries(isRecord(schema.properties) ? schema.properties : {})) {
    const isReadOnly = [property, resolve(root, property)].some(
      (value) => isRecord(value) && value.readOnly === true,
    );
    if (isReadOnly) names.add(name);
  }
  for (const member of listOf(schema.allOf)) {
    for (const name of readOnlyNames(root, member, depth + 1)) names.add(name);
  }
  return names;
}

/** What ajv or the judge's dereferencing would stumble over: broken references, and `nullable` on its own. */
function readable(root: Json, schema: Mutable): void {
  const refers = typeof schema.$ref === "string";
  if (refers && resolve(root, schema) === undefined) {
    delete schema.$ref;
    return;
  }
  if (schema.nullable !== true || (!refers && schema.type !== undefined)) return;
  const { nullable: _nullable, ...rest } = schema;
  for (const key of Object.keys(schema)) delete schema[key];
  schema.anyOf = [rest, { enum: [null] }];
}

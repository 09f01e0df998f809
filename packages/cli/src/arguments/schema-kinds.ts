import type { JsonSchema, JsonSchemaObject } from "@mcs/core";

export type Kind = "string" | "integer" | "number" | "boolean" | "null" | "array" | "object";

const DEPTH = 12;

/** Which kinds of values a schema takes; undefined where it does not say. References are looked up in `root`. */
export function kindsOf(schema: JsonSchema, root: JsonSchema, depth = 0): ReadonlySet<Kind> | undefined {
  const node = resolve(schema, root);
  if (node === undefined || depth > DEPTH) return undefined;
  if (node.const !== undefined) return new Set([kindOf(node.const)]);
  if (node.enum !== undefined) return new Set(node.enum.map(kindOf));
  if (node.type !== undefined) {
    const types = typeof node.type === "string" ? [node.type] : node.type;
    return new Set(types as readonly Kind[]);
  }
  const alternatives = node.anyOf ?? node.oneOf;
  if (alternatives !== undefined) {
    const kinds = alternatives.map((item) => kindsOf(item, root, depth + 1));
    if (kinds.includes(undefined)) return undefined;
    return new Set(kinds.flatMap((set) => [...(set ?? [])]));
  }
  for (const part of node.allOf ?? []) {
    const kinds = kindsOf(part, root, depth + 1);
    if (kinds !== undefined) return kinds;
  }
  if (node.properties !== undefined) return new Set<Kind>(["object"]);
  return node.items === undefined ? undefined : new Set<Kind>(["array"]);
}

/** The schema of a list's items, also where the list is one of several alternatives. */
export function itemsOf(schema: JsonSchema, root: JsonSchema, depth = 0): JsonSchema {
  const node = resolve(schema, root);
  if (node === undefined || depth > DEPTH) return true;
  if (node.items !== undefined) return node.items;
  for (const part of [...(node.anyOf ?? []), ...(node.oneOf ?? []), ...(node.allOf ?? [])]) {
    const items = itemsOf(part, root, depth + 1);
    if (items !== true) return items;
  }
  return true;
}

/** Does the schema ask for bytes? A model passes them as a `data:` URL, and so does a file here. */
export function isBinary(schema: JsonSchema, root: JsonSchema): boolean {
  const node = resolve(schema, root);
  return node?.format === "binary" || node?.contentMediaType !== undefined;
}

/** The kind of a value; whole numbers are integers. */
export function kindOf(value: unknown): Kind {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value as Kind;
}

/** Follows references; undefined for `true`, `false` and what leads nowhere. */
function resolve(schema: JsonSchema, root: JsonSchema): JsonSchemaObject | undefined {
  let current: JsonSchema | undefined = schema;
  for (let hops = 0; hops < DEPTH; hops++) {
    if (current === undefined || typeof current === "boolean") return undefined;
    if (current.$ref === undefined) return current;
    const name: string | undefined = /^#\/\$defs\/([^/]+)$/.exec(current.$ref)?.[1];
    if (name === undefined || typeof root === "boolean") return undefined;
    current = root.$defs?.[decodeURIComponent(name).replaceAll("~1", "/").replaceAll("~0", "~")];
  }
  return undefined;
}

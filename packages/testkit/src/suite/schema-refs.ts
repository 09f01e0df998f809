import type { JsonSchema } from "@mcs/core";

/** Every `$ref` in a schema that leads nowhere within it. */
export function danglingRefs(schema: JsonSchema): readonly string[] {
  return [...refsIn(schema)].filter((ref) => !leadsSomewhere(ref, schema));
}

/** Data under these keywords is not a schema, so a `$ref` in it is just a name. */
const DATA = new Set(["const", "enum", "default", "examples", "example"]);

function refsIn(value: unknown, refs = new Set<string>()): ReadonlySet<string> {
  if (typeof value !== "object" || value === null) return refs;
  for (const [key, entry] of Object.entries(value)) {
    if (key === "$ref" && typeof entry === "string") refs.add(entry);
    else if (!DATA.has(key)) refsIn(entry, refs);
  }
  return refs;
}

function leadsSomewhere(ref: string, root: JsonSchema): boolean {
  if (ref === "#") return true;
  if (!ref.startsWith("#/")) return false;
  let target: unknown = root;
  for (const segment of ref.slice(2).split("/")) {
    const key = decodeURIComponent(segment).replaceAll("~1", "/").replaceAll("~0", "~");
    if (typeof target !== "object" || target === null || !Object.hasOwn(target, key)) return false;
    target = (target as Record<string, unknown>)[key];
  }
  return target !== undefined;
}

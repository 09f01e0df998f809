import { isObject } from "./json.ts";
import { resolveUri } from "./references.ts";

/** Finds what stands between `$ref` and its value in JSON and in YAML; references into the same file are skipped. */
const REF_IN_TEXT = /["']?\$ref["']?\s*:\s*(?:"([^"#][^"]*)"|'([^'#][^']*)'|([^\s"'#,}][^\s,}]*))/g;

/**
 * The other files that a text refers to. Reading the text instead of the tree keeps loading as cheap as
 * parsing: most documents have no such reference. A `$ref` inside of an example may be found as well; it
 * is loaded and then never followed.
 */
export function externalUris(text: string, base: string): string[] {
  const found = new Set<string>();
  for (const match of text.matchAll(REF_IN_TEXT))
    collect(match[1] ?? match[2] ?? match[3] ?? "", base, found);
  return [...found];
}

/** The same for data that never was text. */
export function externalUrisOf(root: unknown, base: string): string[] {
  const found = new Set<string>();
  const seen = new Set<object>();
  const pending: unknown[] = [root];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== "object" || value === null || seen.has(value)) continue;
    seen.add(value);
    if (isObject(value) && typeof value.$ref === "string" && !value.$ref.startsWith("#")) {
      collect(value.$ref, base, found);
    }
    for (const item of Object.values(value)) pending.push(item);
  }
  return [...found];
}

function collect(ref: string, base: string, found: Set<string>): void {
  const uri = resolveUri(ref, base);
  if (uri !== undefined && uri !== base) found.add(uri);
}

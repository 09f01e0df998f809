import { resolveUri } from "./references.ts";

/** What may stand between `$ref` and the text of its value, in JSON and in YAML. */
const VALUE = /["']?\s*:\s*(?:"([^"#][^"]*)"|'([^'#][^']*)'|([^\s"'#,{}[\]|>&*!%@`][^\s,}\]]*))/y;
const KEY = "$ref";
const SPACE_OR_COLON = /[\s:]/;

/**
 * The other files that a text refers to. Reading the text instead of the tree keeps loading as cheap as
 * parsing: most documents have no such reference. A `$ref` inside of an example may be found as well; it
 * is loaded and then never followed.
 */
export function externalUris(text: string, base: string): string[] {
  const found = new Set<string>();
  for (let at = text.indexOf(KEY); at !== -1; at = text.indexOf(KEY, at + KEY.length)) {
    const end = at + KEY.length;
    if (isInternal(text, end)) continue;
    VALUE.lastIndex = end;
    const match = VALUE.exec(text);
    const uri = match === null ? undefined : resolveUri(match[1] ?? match[2] ?? match[3] ?? "", base);
    if (uri !== undefined && uri !== base) found.add(uri);
  }
  return [...found];
}

/** The common case, told apart without a regular expression: `": "#/…`. */
function isInternal(text: string, end: number): boolean {
  let at = end;
  if (text[at] === '"' || text[at] === "'") at++;
  while (at < text.length && SPACE_OR_COLON.test(text.charAt(at))) at++;
  return (text[at] === '"' || text[at] === "'") && text[at + 1] === "#";
}

import { MOST_IDS } from "./anchors.ts";
import { isSame, resolveUri } from "./references.ts";

/** What may stand between `$ref` and the text of its value, in JSON and in YAML. */
const VALUE = /["']?\s*:\s*(?:"([^"#][^"]*)"|'([^'#][^']*)'|([^\s"'#,{}[\]|>&*!%@`\\][^\s,}\]]*))/y;
const KEY = "$ref";
const DOUBLE_QUOTE = 0x22;
const HASH = 0x23;
const SINGLE_QUOTE = 0x27;
const COLON = 0x3a;
const SPACE = 0x20;
const BACKSLASH = 0x5c;

/**
 * The other files that a text refers to. Reading the text instead of the tree keeps loading as cheap as
 * parsing: most documents have no such reference. A `$ref` inside of an example may be found as well; it
 * is loaded and then never followed.
 *
 * @param self what the document calls itself, so that it is no other file
 */
export function externalUris(text: string, base: string, self?: string): string[] {
  const stated = new Set<string>();
  for (let at = text.indexOf(KEY); at !== -1; at = text.indexOf(KEY, at + KEY.length)) {
    if (isInternal(text, at + KEY.length)) continue;
    VALUE.lastIndex = at + KEY.length;
    const match = VALUE.exec(text);
    if (match !== null) stated.add(match[1] ?? match[2] ?? match[3] ?? "");
  }
  if (stated.size === 0) return [];
  const found = new Set<string>();
  const own = ids(text);
  for (const target of stated) {
    if (self !== undefined && resolveUri(target, self) === self) continue;
    if (own.some((id) => isSame(target, id, self ?? base))) continue;
    const uri = resolveUri(target, base);
    if (uri !== undefined && uri !== base) found.add(uri);
  }
  return [...found];
}

/** What schemas in a text call themselves. It is looked for only where there are other files to load. */
function ids(text: string): string[] {
  if (!text.includes("$id")) return [];
  const found = text.matchAll(/\$id["']?\s*:\s*["']?([^\s"',}]+)/g);
  return Array.from(found, ([, id = ""]) => id).slice(0, MOST_IDS);
}

/** The common case, `": "#/…`, told apart code by code: documents have thousands of these. */
function isInternal(text: string, end: number): boolean {
  let at = end;
  let code = text.charCodeAt(at);
  if (isQuote(code)) code = text.charCodeAt(++at);
  // What follows a space in this order is a line break or a tab; past the end there is no code at all.
  while (code <= SPACE || code === COLON) code = text.charCodeAt(++at);
  // A text in a string of JSON has its quotes behind backslashes: it is an example, not a reference.
  return code === BACKSLASH || (isQuote(code) && text.charCodeAt(at + 1) === HASH);
}

function isQuote(code: number): boolean {
  return code === DOUBLE_QUOTE || code === SINGLE_QUOTE;
}

import type { StyleFormat } from "../operations/model.ts";
import { encodeReserved, encodeReservedInPath, encodeStrict, scalarText } from "./encode.ts";
import { Unwritable } from "./unwritable.ts";

/** How names, values and the delimiters between them are spelt in the place that they go to. */
interface Spelling {
  key(text: string): string;
  value(text: string): string;
  delimiter(raw: string): string;
}

/** A comma is the one delimiter that a URL may hold as it is (RFC 3986). */
const urlDelimiter = (raw: string): string => (raw === "," ? raw : encodeStrict(raw));
const URL_STRICT: Spelling = { key: encodeStrict, value: encodeStrict, delimiter: urlDelimiter };
const URL_RESERVED: Spelling = { key: encodeStrict, value: encodeReserved, delimiter: urlDelimiter };
const PATH_RESERVED: Spelling = { key: encodeStrict, value: encodeReservedInPath, delimiter: urlDelimiter };
/** Headers, cookies and the parts of a multipart body are not percent-encoded. */
const same = (text: string): string => text;
const PLAIN: Spelling = { key: same, value: same, delimiter: same };

const DELIMITERS: Readonly<Record<string, string>> = {
  spaceDelimited: " ",
  pipeDelimited: "|",
  tabDelimited: "\t",
};

/** A value taken apart and spelt: a scalar, the items of an array, or the entries of an object. */
type Parts =
  | { readonly kind: "scalar"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "map"; readonly entries: ReadonlyArray<readonly [string, string]> };

function partsOf(value: unknown, format: StyleFormat, spelling: Spelling): Parts {
  if (Array.isArray(value)) {
    return { kind: "list", items: value.filter(isDefined).map((item) => itemText(item, format, spelling)) };
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => isDefined(item));
    return {
      kind: "map",
      entries: entries.map(([key, item]) => [spelling.key(key), spelling.value(scalarText(item))] as const),
    };
  }
  return { kind: "scalar", text: spelling.value(scalarText(value)) };
}

/** Undefined and null have no expansion in RFC 6570, section 2.4.2: they are left out. */
function isDefined(value: unknown): boolean {
  return value !== undefined && value !== null;
}

/** An item of an array. One that is an array itself is joined by its own delimiter where there is one. */
function itemText(item: unknown, { items }: StyleFormat, spelling: Spelling): string {
  if (items === undefined || !Array.isArray(item)) return spelling.value(scalarText(item));
  const inner = item.filter(isDefined).map((value) => itemText(value, items, spelling));
  return inner.join(delimiterOf(items, spelling));
}

function delimiterOf({ style }: StyleFormat, spelling: Spelling): string {
  return spelling.delimiter(DELIMITERS[style] ?? ",");
}

/** All parts in one text, or undefined where there is nothing to write. */
function join(parts: Parts, explode: boolean, delimiter: string): string | undefined {
  if (parts.kind === "scalar") return parts.text;
  if (parts.kind === "list") return parts.items.length === 0 ? undefined : parts.items.join(delimiter);
  if (parts.entries.length === 0) return undefined;
  const between = explode ? "=" : delimiter;
  return parts.entries.map(([key, text]) => `${key}${between}${text}`).join(delimiter);
}

/**
 * A path parameter: `simple`, `label` or `matrix` (RFC 6570, sections 3.2.2, 3.2.5, 3.2.7), or a list with one of
 * Swagger 2.0's delimiters.
 *
 * @throws Unwritable where nothing is left to write: the URL would be another one.
 */
export function pathValue(name: string, value: unknown, format: StyleFormat): string {
  const { style, explode } = format;
  const parts = partsOf(value, format, format.allowReserved ? PATH_RESERVED : URL_STRICT);
  const delimiter = style === "label" && explode ? "." : delimiterOf(format, URL_STRICT);
  const joined = isDefined(value) ? join(parts, explode, delimiter) : undefined;
  const empty = joined === undefined || (joined === "" && style !== "matrix" && style !== "label");
  if (empty) throw new Unwritable("must not be empty, because it is part of the path");
  if (style === "label") return `.${joined}`;
  if (style !== "matrix") return joined;
  const key = encodeStrict(name);
  if (parts.kind === "scalar" || !explode) return matrixPair(key, joined);
  const pairs = parts.kind === "list" ? parts.items.map((item) => [key, item] as const) : parts.entries;
  return pairs.map(([inner, text]) => matrixPair(inner, text)).join("");
}

/** An empty value has no equals sign (RFC 6570, section 3.2.7). */
function matrixPair(key: string, text: string): string {
  return text === "" ? `;${key}` : `;${key}=${text}`;
}

/** A header's value, `simple` and not percent-encoded; undefined for an empty list. */
export function headerValue(value: unknown, format: StyleFormat): string | undefined {
  return join(partsOf(value, format, PLAIN), format.explode, delimiterOf(format, PLAIN));
}

/** The `name=value` pairs of a query or form parameter, encoded; none for an empty list. */
export function formPairs(name: string, value: unknown, format: StyleFormat): string[] {
  const pairs = namedValues(name, value, format, format.allowReserved ? URL_RESERVED : URL_STRICT);
  return pairs.map(([key, text]) => `${key}=${text}`);
}

/** The same for places where nothing is percent-encoded: multipart bodies, and cookies of the style `cookie`. */
export function plainPairs(
  name: string,
  value: unknown,
  format: StyleFormat,
): ReadonlyArray<readonly [string, string]> {
  return namedValues(name, value, format, PLAIN);
}

function namedValues(
  name: string,
  value: unknown,
  format: StyleFormat,
  spelling: Spelling,
): ReadonlyArray<readonly [string, string]> {
  const key = spelling.key(name);
  // An object is what the style is for; of a scalar there is no deeper form.
  if (format.style === "deepObject") return deepPairs(key, value, spelling);
  const parts = partsOf(value, format, spelling);
  if (parts.kind === "scalar") return [[key, parts.text]];
  const several = parts.kind === "list" ? parts.items.map((item) => [key, item] as const) : parts.entries;
  if (several.length === 0) return format.allowEmpty === true ? [[key, ""]] : [];
  if (format.explode) return several;
  return [[key, join(parts, false, listDelimiter(several.flat(), format, spelling)) ?? ""]];
}

/**
 * A pipe is encoded, as OpenAPI 3.1.1 has it and as strict servers demand. Only where an item holds one itself
 * does it stand between them as it is, as in OpenAPI 3.0: nothing else would tell the two apart.
 */
function listDelimiter(texts: readonly string[], format: StyleFormat, spelling: Spelling): string {
  const delimiter = delimiterOf(format, spelling);
  const isPipe = format.style === "pipeDelimited" && texts.some((text) => text.includes(delimiter));
  return isPipe ? "|" : delimiter;
}

/**
 * `filter[a]=1&filter[b][c]=2`. The specification defines one level of scalars. Deeper ones go on in the same
 * way, and items of arrays are numbered (`filter[d][0]=3`): that is what the servers that speak this form read,
 * where a repeated name would leave one of them the last item only, and another one a single item as no list.
 */
function deepPairs(key: string, value: unknown, spelling: Spelling): Array<readonly [string, string]> {
  if (!isDefined(value)) return [];
  if (typeof value !== "object") return [[key, spelling.value(scalarText(value))]];
  const [open, close] = [spelling.delimiter("["), spelling.delimiter("]")];
  return Object.entries(value as object).flatMap(([inner, item]) =>
    deepPairs(`${key}${open}${spelling.key(inner)}${close}`, item, spelling),
  );
}

import type { ParameterFormat } from "../operations/model.ts";
import { encodeReserved, encodeStrict, scalarText } from "./encode.ts";

type StyleFormat = Exclude<ParameterFormat, { mediaType: string }>;

/** Encodes one value for the place that it goes to. */
export type Encoder = (text: string) => string;

/** A value taken apart: a scalar, the items of an array, or the entries of an object. */
type Parts =
  | { readonly kind: "scalar"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "map"; readonly entries: ReadonlyArray<readonly [string, string]> };

/** Undefined and null have no expansion in RFC 6570, section 2.4.2: they are left out. */
function partsOf(value: unknown): Parts {
  if (Array.isArray(value)) {
    return {
      kind: "list",
      items: value.filter((item) => item !== undefined && item !== null).map(scalarText),
    };
  }
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined && item !== null);
    return { kind: "map", entries: entries.map(([key, item]) => [key, scalarText(item)] as const) };
  }
  return { kind: "scalar", text: scalarText(value) };
}

function join(parts: Parts, encode: Encoder, explode: boolean, separator: string): string {
  switch (parts.kind) {
    case "scalar":
      return encode(parts.text);
    case "list":
      return parts.items.map(encode).join(separator);
    case "map":
      return parts.entries
        .map(([key, text]) => `${encode(key)}${explode ? "=" : separator}${encode(text)}`)
        .join(separator);
  }
}

/** A path parameter: `simple`, `label` or `matrix` (RFC 6570, sections 3.2.2, 3.2.5, 3.2.7). */
export function pathValue(name: string, value: unknown, { style, explode }: StyleFormat): string {
  const parts = partsOf(value);
  if (style === "label") return `.${join(parts, encodeStrict, explode, explode ? "." : ",")}`;
  if (style !== "matrix") return join(parts, encodeStrict, explode, ",");
  const key = encodeStrict(name);
  if (parts.kind === "scalar") return parts.text === "" ? `;${key}` : `;${key}=${encodeStrict(parts.text)}`;
  if (!explode) return `;${key}=${join(parts, encodeStrict, false, ",")}`;
  if (parts.kind === "list") return parts.items.map((item) => `;${key}=${encodeStrict(item)}`).join("");
  return parts.entries.map(([inner, text]) => `;${encodeStrict(inner)}=${encodeStrict(text)}`).join("");
}

/** A header's value, always `simple`; it is not percent-encoded. */
export function headerValue(value: unknown, { explode }: StyleFormat): string {
  return join(partsOf(value), (text) => text, explode, ",");
}

const DELIMITERS: Readonly<Record<string, string>> = {
  form: ",",
  spaceDelimited: "%20",
  pipeDelimited: "%7C",
  tabDelimited: "%09",
};

/** The `name=value` pairs of a query or form parameter, encoded; none for an empty list. */
export function formPairs(name: string, value: unknown, format: StyleFormat): string[] {
  const encode = format.allowReserved ? encodeReserved : encodeStrict;
  const key = encodeStrict(name);
  if (format.style === "deepObject") return deepPairs(key, value, encode);
  const parts = partsOf(value);
  if (parts.kind === "scalar") return [`${key}=${encode(parts.text)}`];
  if (format.explode) {
    if (parts.kind === "list") return parts.items.map((item) => `${key}=${encode(item)}`);
    return parts.entries.map(([inner, text]) => `${encodeStrict(inner)}=${encode(text)}`);
  }
  const joined = join(parts, encode, false, DELIMITERS[format.style] ?? ",");
  return joined === "" ? [] : [`${key}=${joined}`];
}

/**
 * `filter[a]=1&filter[b][c]=2`. The specification defines one level; deeper ones follow what servers that
 * speak this form read, and arrays repeat the key as they do under `explode`.
 */
function deepPairs(key: string, value: unknown, encode: Encoder): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) {
    return value.flatMap((item, index) =>
      typeof item === "object" && item !== null
        ? deepPairs(`${key}%5B${index}%5D`, item, encode)
        : deepPairs(key, item, encode),
    );
  }
  if (typeof value !== "object") return [`${key}=${encode(scalarText(value))}`];
  return Object.entries(value).flatMap(([inner, item]) =>
    deepPairs(`${key}%5B${encodeStrict(inner)}%5D`, item, encode),
  );
}

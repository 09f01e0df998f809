import { Unwritable } from "./unwritable.ts";

/** Percent-encodes everything but RFC 3986's unreserved characters; a lone surrogate becomes U+FFFD. */
export function encodeStrict(text: string): string {
  // Most values are plain already, and testing is cheaper than encoding.
  if (/^[\w.~-]*$/.test(text)) return text;
  return encodeURIComponent(text.toWellFormed()).replace(/[!'()*]/g, percent);
}

/**
 * Lets RFC 3986's reserved characters and percent-encoded triples through (OpenAPI's `allowReserved`), but not
 * those that would end or split a query, or that a form reads as something else (OpenAPI 3.1.1, appendix C): a
 * value must not become another parameter. An equals sign behind the first one is part of the value, unless a server
 * takes the semicolon in front of it for an ampersand.
 */
export function encodeReserved(text: string): string {
  return text
    .toWellFormed()
    .replace(/%[0-9A-Fa-f]{2}|[^A-Za-z0-9\-._~:/?@!$'()*,;=]/gu, (part) =>
      part.length === 3 && part.startsWith("%") ? part : encodeURIComponent(part),
    )
    .replace(/(;[^;=]+)=/g, "$1%3D");
}

/**
 * The same for a path (OpenAPI 3.2). A value must not leave its segment: whatever separates, and a percent sign,
 * which could spell a separator or a dot, are encoded.
 */
export function encodeReservedInPath(text: string): string {
  return text.toWellFormed().replace(/[^A-Za-z0-9\-._~:@!$&'()*+,=]/gu, encodeURIComponent);
}

function percent(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** A scalar as text; structures as JSON. */
export function scalarText(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "object" && value !== null ? jsonText(value) : String(value);
}

/**
 * JSON as text, in which a bigint is an integer with all of its digits.
 *
 * @throws Unwritable for what JSON cannot hold: circles, and what is nested without end.
 */
export function jsonText(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "null";
  } catch (cause) {
    if (cause instanceof RangeError) throw new Unwritable("is nested too deeply to be written", { cause });
    return exactJsonText(value);
  }
}

/** The slower way, for what holds a bigint: without a function for each value, JSON refuses it. */
function exactJsonText(value: unknown): string {
  const { rawJSON } = JSON as JSON & { rawJSON(text: string): unknown };
  try {
    return JSON.stringify(value, (_, item) => (typeof item === "bigint" ? rawJSON(String(item)) : item));
  } catch (cause) {
    throw new Unwritable("holds what JSON cannot express", { cause });
  }
}

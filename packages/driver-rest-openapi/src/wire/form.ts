import { Media } from "@mcs/core";
import { isObject, type JsonObject } from "../document/json.ts";
import { type Content, NO_ENCODINGS, type PartEncoding } from "../schema/content.ts";
import type { Shape } from "../schema/shape.ts";
import { encodeBody } from "./body.ts";
import { jsonText, scalarText } from "./encode.ts";
import { embedMedia } from "./media.ts";
import { firstConcrete, kindOf } from "./media-types.ts";
import { formPairs } from "./styles.ts";
import { Unwritable } from "./unwritable.ts";

/**
 * Writes `application/x-www-form-urlencoded`. Where the document names no style, an array is one pair for each
 * item, and a structure is what its content type says, or JSON (OpenAPI 3.1, section 4.8.15); null and empty
 * lists are left out.
 */
export function formBody(value: unknown, { byName, shape }: Content): string {
  // A text is a form that was written already.
  if (typeof value === "string") return value;
  return Object.entries(fieldsOf(value))
    .filter(([, item]) => item !== undefined && item !== null)
    .flatMap(([name, item]) => {
      const encoding = byName.get(name);
      const own = shape?.property(name);
      const text = embedMedia(item, own);
      return encoding?.format === undefined
        ? plainPairs(name, text, encoding, own)
        : formPairs(name, text, encoding.format);
    })
    .join("&");
}

/**
 * The fields of a form.
 *
 * @throws Unwritable for what has no fields: nothing of it would be sent.
 */
export function fieldsOf(value: unknown): JsonObject {
  if (isObject(value) && !Media.is(value)) return value;
  const what = Array.isArray(value) ? "a list" : Media.is(value) ? "a file" : "a single value";
  throw new Unwritable(`is ${what}, but the body's media type takes an object of named fields`);
}

/** What has no style is encoded as browsers encode forms (WHATWG URL, section 5.2): a space is a plus sign. */
function plainPairs(
  name: string,
  value: unknown,
  encoding: PartEncoding | undefined,
  shape: Shape | undefined,
): string[] {
  const items = Array.isArray(value)
    ? value.map((item, index) => [item, shape?.item(index)] as const)
    : [[value, shape] as const];
  return items
    .filter(([item]) => item !== undefined && item !== null)
    .map(([item, own]) => new URLSearchParams([[name, fieldText(item, encoding, own)]]).toString());
}

function fieldText(value: unknown, encoding: PartEncoding | undefined, shape: Shape | undefined): string {
  const stated = encoding?.contentType;
  const mediaType = stated === undefined ? undefined : firstConcrete(stated);
  if (mediaType === undefined || kindOf(mediaType) === "json" || !isObject(value))
    return textIn(value, mediaType);
  const { body } = encodeBody(value, { mediaType, shape, ...(encoding?.nested ?? NO_ENCODINGS) });
  if (typeof body === "string") return body;
  throw new Unwritable(`cannot be text in ${mediaType}, as a field of a form has to be`);
}

/** A value as the text of one field; a media type other than JSON leaves scalars as they are. */
export function textIn(value: unknown, contentType: string | undefined): string {
  if (contentType === undefined || kindOf(contentType) !== "json") return scalarText(value);
  return isJsonText(value) ? value : jsonText(value);
}

/** A text that is JSON already: the schema calls such a field a string, and its media type says what is in it. */
function isJsonText(value: unknown): value is string {
  if (typeof value !== "string" || !/^\s*[{[]/.test(value)) return false;
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

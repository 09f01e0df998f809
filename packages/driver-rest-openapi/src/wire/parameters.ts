import type { ParameterModel } from "../operations/model.ts";
import type { Content } from "../schema/content.ts";
import { encodeBody } from "./body.ts";
import { encodeStrict } from "./encode.ts";
import { headerText, safeCookie, safeHeader } from "./header-text.ts";
import { kindOf } from "./media-types.ts";
import { formPairs, pathValue, plainPairs } from "./styles.ts";
import { Unwritable } from "./unwritable.ts";

/*
 * One parameter in its place. Each has either a style or, with `content`, a media type in which its value is
 * written before it is encoded for the place. All of them throw Unwritable for what cannot be written there.
 */

export function pathText(
  { name, format }: ParameterModel,
  content: Content | undefined,
  value: unknown,
): string {
  if ("style" in format) return pathValue(name, value, format);
  const text = encodeStrict(textIn(content, value));
  // An empty segment is another URL: the collection instead of the item.
  if (text === "") throw new Unwritable("must not be empty, because it is part of the path");
  return text;
}

export function queryPairs(
  { name, format }: ParameterModel,
  content: Content | undefined,
  value: unknown,
): string[] {
  if ("style" in format) return formPairs(name, value, format);
  return [`${encodeStrict(name)}=${encodeStrict(textIn(content, value))}`];
}

/** OpenAPI 3.2's `querystring`: the value is the whole query. */
export function wholeQuery(
  parameter: ParameterModel,
  content: Content | undefined,
  value: unknown,
): string[] {
  const { format } = parameter;
  if ("style" in format) return formPairs(parameter.name, value, format);
  const text = textIn(content, value);
  if (text === "") return [];
  if (kindOf(format.mediaType) !== "form") return [encodeStrict(text)];
  // A form is encoded already; one that was passed as text may hold what would end the query.
  return [text.toWellFormed().replace(/%(?![0-9A-Fa-f]{2})|[^\w\-.~:/?@!$'()*,;=&+%]/gu, encodeURIComponent)];
}

/** Without percent-encoding (OpenAPI 3.2, section 4.12.2.2); JSON is spelt in ASCII. */
export function headerOf(
  { format }: Pick<ParameterModel, "format">,
  content: Content | undefined,
  value: unknown,
): string | undefined {
  if ("style" in format) return headerText(value, format);
  const text = textIn(content, value);
  return safeHeader(kindOf(format.mediaType) === "json" ? inAscii(text) : text);
}

/** Several pairs of one parameter are several cookies, since no delimiter but `; ` means anything in a cookie. */
export function cookiePairs(
  { name, format }: ParameterModel,
  content: Content | undefined,
  value: unknown,
): string[] {
  if (!("style" in format)) return [`${encodeStrict(name)}=${encodeStrict(textIn(content, value))}`];
  // A semicolon is a reserved character of URLs that would begin another cookie here.
  if (format.style !== "cookie")
    return formPairs(name, value, format).map((pair) => pair.replaceAll(";", "%3B"));
  return plainPairs(name, value, format).map(([key, text]) => safeCookie(key, text));
}

function textIn(content: Content | undefined, value: unknown): string {
  const body = content === undefined ? "" : encodeBody(value, content).body;
  if (typeof body === "string") return body;
  throw new Unwritable("must be text, because it is no body");
}

function inAscii(json: string): string {
  return json.replace(/[\x7f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

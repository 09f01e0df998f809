import type { StyleFormat } from "../operations/model.ts";
import { headerValue } from "./styles.ts";
import { Unwritable } from "./unwritable.ts";

/**
 * A header's value; undefined where there is nothing to send.
 *
 * @throws Unwritable for what a header cannot carry.
 */
export function headerText(value: unknown, format: StyleFormat): string | undefined {
  if (value === undefined || value === null) return undefined;
  const text = headerValue(value, format);
  return text === undefined ? undefined : safeHeader(text);
}

/** RFC 9110, section 5.5: anything else could end the header and begin another one. */
export function safeHeader(text: string): string {
  if (/^[\t\x20-\x7e\x80-\xff]*$/.test(text)) return text.trim();
  throw new Unwritable("holds characters that a header cannot carry");
}

/**
 * A cookie's `name=value` pair. The style `cookie` escapes nothing, so what would end the cookie is refused.
 *
 * @throws Unwritable for what a cookie cannot carry (RFC 6265, section 4.1.1, but for what is sent widely).
 */
export function safeCookie(name: string, value: string): string {
  if (/^[\x21-\x7e]+$/.test(name) && !/[;=,]/.test(name) && /^[\x20-\x3a\x3c-\x7e]*$/.test(value))
    return `${name}=${value}`;
  throw new Unwritable("holds characters that a cookie cannot carry; percent-encode them");
}

import { isCredential, revealCredential } from "@mcs/core";
import type { RestOptions } from "../options.ts";
import { headerOption } from "./authenticator.ts";

/**
 * Headers for fetching the document from an origin that the operator named. The first attempt sends the
 * operator's headers. When the server asks for more, the second offers the credential in the two forms that
 * a key is mostly asked for in, since the document that would name the right one is what is being fetched.
 *
 * @returns undefined when there is nothing more to try
 */
export function documentHeaders(
  { headers = {}, auth }: RestOptions,
  attempt: number,
  remember: (value: string) => void,
): Readonly<Record<string, string>> | undefined {
  const own = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), headerOption(value, remember)]),
  );
  if (attempt === 0) return own;
  const [credential] = auth === undefined || isCredential(auth) ? [auth] : Object.values(auth);
  if (attempt > 1 || credential === undefined || "username" in credential) return undefined;
  const value = revealCredential(credential);
  remember(value);
  return { authorization: `Bearer ${value}`, "x-api-key": value, ...own };
}

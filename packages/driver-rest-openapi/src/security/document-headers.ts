import { isCredential } from "@mcs/core";
import type { AuthOption, ProvidedCredential } from "../auth-options.ts";
import type { RestOptions } from "../options.ts";
import { basicPair } from "./authentication.ts";
import { kindOfCredential, pairOf, type Remember, textOf } from "./credential-shapes.ts";

/**
 * Headers for fetching the document from an origin that the operator named. The first attempt sends the
 * operator's headers. When the server asks for more, the second offers the first credential that needs no
 * document to be understood: a user with a password, or a key in the two forms that one is mostly asked for in.
 *
 * @returns undefined when there is nothing more to try
 */
export function documentHeaders(
  { headers = {}, auth }: RestOptions,
  attempt: number,
  remember: Remember,
): Readonly<Record<string, string>> | undefined {
  const own = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), textOf(value, remember)]),
  );
  if (attempt === 0) return own;
  const credential = firstOf(auth);
  if (attempt > 1 || credential === undefined) return undefined;
  if (isCredential(credential)) {
    const value = textOf(credential, remember);
    return { authorization: `Bearer ${value}`, "x-api-key": value, ...own };
  }
  const pair = basicPair(pairOf(credential, remember));
  remember(pair);
  return { authorization: `Basic ${pair}`, ...own };
}

function firstOf(auth: AuthOption | undefined): ProvidedCredential | undefined {
  if (auth === undefined || typeof auth === "function") return undefined;
  if (isCredential(auth)) return auth;
  const fitting = Object.values(auth).find((credential) =>
    ["value", "user"].includes(kindOfCredential(credential)),
  );
  return fitting as ProvidedCredential | undefined;
}

import { Unwritable } from "./unwritable.ts";

/** The names of what the operator has a call carry, in lower case, by the places in which it does. */
export interface KeyNames {
  readonly query: ReadonlySet<string>;
  readonly cookie: ReadonlySet<string>;
}

/** A credential, or another value of the operator's, as a call carries it. */
export interface Sent {
  readonly in: string;
  readonly name: string;
}

export function keyNames(sent: readonly Sent[]): KeyNames {
  const namesIn = (place: string): ReadonlySet<string> =>
    new Set(sent.filter((one) => one.in === place).map(({ name }) => name.toLowerCase()));
  return { query: namesIn("query"), cookie: namesIn("cookie") };
}

/**
 * What the operator sends has to be the only one of its name: of two, some servers take the first, which is the
 * argument's.
 *
 * @param pairs as they are sent, `name=value`
 * @param own the name of the parameter, which is the document's word and not the caller's
 * @throws Unwritable where one of them has such a name, however it is written.
 */
export function refuseKeys(pairs: readonly string[], names: ReadonlySet<string>, own: string): void {
  if (names.size === 0) return;
  // Some servers take semicolons for ampersands.
  for (const pair of pairs.flatMap((text) => text.split(/[&;]/))) {
    const name = decoded(pair.split("=", 1)[0] as string);
    if (isRefused(name, names, own))
      throw new Unwritable(
        `must not have a field ${JSON.stringify(name)}, because a credential is sent under that name, or another value of the operator's`,
      );
  }
}

function isRefused(name: string, names: ReadonlySet<string>, own: string): boolean {
  if (name === own) return false;
  if (names.has(name.trim().toLowerCase())) return true;
  // Others read `key[]` as one more value of `key`.
  return !name.startsWith(`${own}[`) && names.has(name.replace(/\[.*/s, "").trim().toLowerCase());
}

function decoded(text: string): string {
  return new URLSearchParams(`${text}=`).keys().next().value ?? "";
}

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
 * @throws Unwritable where one of them has such a name, however it is written.
 */
export function refuseKeys(pairs: readonly string[], names: ReadonlySet<string>): void {
  if (names.size === 0) return;
  // Some servers take semicolons for ampersands.
  for (const pair of pairs.flatMap((text) => text.split(/[&;]/))) {
    const name = decoded(pair.split("=", 1)[0] as string);
    // Others read `key[]` as one more value of `key`.
    if (names.has(name.replace(/\[.*/s, "").trim().toLowerCase()))
      throw new Unwritable(
        `must not have a field ${JSON.stringify(name)}, because a credential is sent under that name, or another value of the operator's`,
      );
  }
}

function decoded(text: string): string {
  return new URLSearchParams(`${text}=`).keys().next().value ?? "";
}

import { ConfigurationError, isCredential } from "@mcs/core";
import type { CredentialProvider, ProvidedCredential } from "../auth-options.ts";
import { addTo, basicPair, present } from "./authentication.ts";
import {
  checkCredential,
  fits,
  kindOfCredential,
  pairOf,
  type Remember,
  textOf,
} from "./credential-shapes.ts";
import { DigestScheme } from "./digest-scheme.ts";
import type { CallFacts, LiveScheme, Signer } from "./live-scheme.ts";
import type { Scheme } from "./schemes.ts";
import { untilAborted } from "./until-aborted.ts";

/** A scheme whose credential the operator's function gives for each call. Nothing of it outlives the call. */
export class ProvidedScheme implements LiveScheme {
  readonly #name: string;
  readonly #scheme: Scheme;
  readonly #provide: CredentialProvider;

  constructor(name: string, scheme: Scheme, provide: CredentialProvider) {
    this.#name = name;
    this.#scheme = scheme;
    this.#provide = provide;
  }

  async begin(call: CallFacts): Promise<Signer> {
    const { tool: operation, origin, context, signal, remember } = call;
    const request = { scheme: this.#name, operation, origin, context };
    const given = await untilAborted((async () => this.#provide(request))(), signal);
    if (given === undefined) return { sign: (unsigned) => unsigned };
    checkCredential(given, `auth() for ${this.#name}`);
    const kind = kindOfCredential(given);
    if ((kind !== "value" && kind !== "user") || !fits(this.#scheme, kind)) {
      throw new ConfigurationError(`auth() for ${this.#name} gave what the scheme cannot use.`, {
        remedy: 'It may give secret(…), { env: "NAME" }, { username, password } for a user, or undefined.',
      });
    }
    if (this.#scheme.kind === "digest") return new DigestScheme(() => pairOf(given, remember)).begin(call);
    const authentication = present(this.#scheme, revealed(this.#scheme, given, remember));
    return { sign: (unsigned) => addTo(unsigned, authentication) };
  }
}

/** What is sent for a credential that is known. */
export function revealed(scheme: Scheme, credential: ProvidedCredential, remember: Remember): string {
  // Whoever gives a user and a password gives them for a scheme that knows users.
  if (scheme.kind !== "basic" && isCredential(credential)) return textOf(credential, remember);
  const pair = basicPair(pairOf(credential, remember));
  remember(pair);
  return pair;
}

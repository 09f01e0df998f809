import { ConfigurationError, isCredential } from "@mcs/core";
import type { AuthOption, ClientCredentials, ProvidedCredential, SchemeCredential } from "../auth-options.ts";
import type { JsonObject } from "../document/json.ts";
import type { Sent } from "../wire/key-names.ts";
import { type Authentication, joined, MASK, NOTHING, present } from "./authentication.ts";
import { checkFit, fits, kindOfCredential, pairOf } from "./credential-shapes.ts";
import { DigestScheme } from "./digest-scheme.ts";
import type { LiveScheme } from "./live-scheme.ts";
import { ProvidedScheme, revealed } from "./provided-scheme.ts";
import type { Scheme } from "./schemes.ts";
import { type EndpointContext, EndpointFinder } from "./token-endpoint.ts";
import { TokenScheme } from "./token-scheme.ts";
import { type TokenServices, TokenSource } from "./token-source.ts";

/** What an operation demands. */
export interface SecurityDemands {
  /** Security requirement objects, alternatives of conjunctions; undefined where the document states none. */
  readonly security: readonly JsonObject[] | undefined;
  /** Schemes whose keys stand among the operation's parameters, in place of which they are sent. */
  readonly listed: readonly string[];
}

/** How the calls of an operation are authenticated. */
export interface CallSecurity {
  /** The same for all of its calls. */
  readonly fixed: Authentication;
  /** Found out call by call; empty where the credentials are simply known. */
  readonly live: readonly LiveScheme[];
}

export interface AuthenticatorServices extends TokenServices, EndpointContext {}

/** Schemes that serve documents which name none of their own. */
const BUILT_IN: Readonly<Record<string, Scheme>> = {
  bearer: { kind: "bearer" },
  basic: { kind: "basic" },
  digest: { kind: "digest" },
};

/**
 * Turns what an operation demands and what the operator gave into headers, query and cookies. Credentials
 * are read at first use; each value that was read is told to `remember`, for redaction.
 */
export class Authenticator {
  readonly #auth: AuthOption | undefined;
  readonly #readSchemes: () => ReadonlyMap<string, Scheme>;
  #known: ReadonlyMap<string, Scheme> | undefined;
  readonly #services: AuthenticatorServices;
  readonly #live = new Map<string, LiveScheme>();

  /**
   * @param readSchemes gives the document's; called once, when they are first needed
   * @throws ConfigurationError when `auth` names a scheme that the document does not have, or gives one what it
   * cannot use.
   */
  constructor(
    auth: AuthOption | undefined,
    readSchemes: () => ReadonlyMap<string, Scheme>,
    services: AuthenticatorServices,
  ) {
    this.#auth = auth;
    this.#readSchemes = readSchemes;
    this.#services = services;
    if (auth === undefined || isForAll(auth)) return;
    const unknown = Object.keys(auth).filter((name) => this.#scheme(name) === undefined);
    if (unknown.length > 0) {
      const known = [...new Set([...this.schemes.keys(), ...Object.keys(BUILT_IN)])].join(", ");
      throw new ConfigurationError(`auth names ${unknown.join(", ")}, which the document does not have.`, {
        remedy: `It may name ${known}.`,
      });
    }
    for (const [name, credential] of Object.entries(auth)) {
      checkFit(name, this.#scheme(name) as Scheme, credential);
    }
  }

  /** The document's, by their names. */
  get schemes(): ReadonlyMap<string, Scheme> {
    this.#known ??= this.#readSchemes();
    return this.#known;
  }

  /**
   * The scheme that a parameter carries, when its credential was given: some documents list their keys among
   * the parameters as well, and the model must not be asked for what the driver holds.
   */
  schemeOf({ in: place, name }: { readonly in: string; readonly name: string }): string | undefined {
    if (this.#auth === undefined) return undefined;
    for (const [title, scheme] of this.schemes) {
      const same = scheme.kind === "apiKey" && scheme.in === place && sameName(scheme, name);
      if (same && this.#credentialFor(title) !== undefined) return title;
    }
    return undefined;
  }

  /**
   * The schemes to use for an operation with these demands: the first alternative for which there are
   * credentials. Where there is none, nothing is added and the API decides.
   */
  chosen({ security, listed }: SecurityDemands): readonly string[] {
    if (this.#auth === undefined) return [];
    // A document that knows no schemes cannot demand any, and the operator gave credentials to be used.
    const unstated = this.schemes.size === 0 ? this.#unstated(this.#auth) : [];
    const met = this.#met(security?.map(Object.keys) ?? unstated);
    return [...new Set([...met, ...listed])].filter((name) => !this.#isConnection(name));
  }

  /** The schemes to use once the API asks for them, because the document knows schemes and demands none. */
  onDemand({ security, listed }: SecurityDemands): readonly string[] {
    if (this.#auth === undefined || security !== undefined || this.schemes.size === 0) return [];
    return this.#met(this.#unstated(this.#auth)).filter(
      (name) => !listed.includes(name) && !this.#isConnection(name),
    );
  }

  #met(alternatives: ReadonlyArray<readonly string[]>): readonly string[] {
    return alternatives.find((names) => names.length > 0 && this.#meets(names)) ?? [];
  }

  /** What the keys of these schemes are called in the places where an argument may bring along names of its own. */
  keys(names: readonly string[]): readonly Sent[] {
    return names.flatMap((name) => {
      const scheme = this.#scheme(name);
      return scheme?.kind === "apiKey" ? [scheme] : [];
    });
  }

  /** @throws CredentialError where a credential cannot be read. */
  security(names: readonly string[]): CallSecurity {
    const fixed: Authentication[] = [];
    const live: LiveScheme[] = [];
    for (const name of names) {
      const scheme = this.#scheme(name) as Scheme;
      const credential = this.#credentialFor(name) as SchemeCredential;
      const found = this.#liveScheme(name, scheme, credential);
      if (found === undefined) {
        const value = revealed(scheme, credential as ProvidedCredential, this.#services.remember);
        fixed.push(present(scheme, value));
      } else if (scheme.kind === "digest") live.push(found);
      // A digest is computed over the URL, so it comes after what may be added to that.
      else live.unshift(found);
    }
    return { fixed: fixed.length === 0 ? NOTHING : joined(fixed), live };
  }

  /** The same for people to look at; no credential is read. */
  masked(names: readonly string[]): Authentication {
    return joined(names.map((name) => present(this.#scheme(name) as Scheme, MASK)));
  }

  /**
   * Mutual TLS is the connection's business and adds nothing, so that it is left out of what has to be met,
   * unless it is all that there is.
   */
  #meets(names: readonly string[]): boolean {
    const requests = names.filter((name) => !this.#isConnection(name));
    const needed = requests.length === 0 ? names : requests;
    return needed.every((name) => this.#credentialFor(name) !== undefined);
  }

  #isConnection(name: string): boolean {
    return this.#scheme(name)?.kind === "mutualTLS";
  }

  /** What the operator's credentials are for where the document does not say it. */
  #unstated(auth: AuthOption): ReadonlyArray<readonly string[]> {
    if (!isForAll(auth)) return [Object.keys(auth)];
    const names = this.schemes.size > 0 ? [...this.schemes.keys()] : Object.keys(BUILT_IN);
    return names.map((name) => [name]);
  }

  #scheme(name: string): Scheme | undefined {
    return this.schemes.get(name) ?? (Object.hasOwn(BUILT_IN, name) ? BUILT_IN[name] : undefined);
  }

  #credentialFor(name: string): SchemeCredential | undefined {
    const auth = this.#auth;
    const scheme = this.#scheme(name);
    if (auth === undefined || scheme === undefined) return undefined;
    if (isForAll(auth)) return fits(scheme, kindOfCredential(auth)) ? auth : undefined;
    return Object.hasOwn(auth, name) ? auth[name] : undefined;
  }

  /** Kept by name: operations of one scheme share its token or its nonce. */
  #liveScheme(name: string, scheme: Scheme, credential: SchemeCredential): LiveScheme | undefined {
    const known = this.#live.get(name) ?? this.#toLive(name, scheme, credential);
    if (known !== undefined) this.#live.set(name, known);
    return known;
  }

  #toLive(name: string, scheme: Scheme, credential: SchemeCredential): LiveScheme | undefined {
    if (typeof credential === "function") return new ProvidedScheme(name, scheme, credential);
    const kind = kindOfCredential(credential);
    if (kind === "client" || kind === "refresh") {
      const places = scheme.kind === "bearer" ? scheme.tokens : undefined;
      const grant = credential as ClientCredentials;
      const endpoint = new EndpointFinder(name, grant, places, this.#services);
      return new TokenScheme(new TokenSource(name, grant, endpoint, this.#services));
    }
    if (scheme.kind !== "digest") return undefined;
    return new DigestScheme(() => pairOf(credential as ProvidedCredential, this.#services.remember));
  }
}

/** One for all schemes. */
function isForAll(auth: AuthOption): auth is Exclude<AuthOption, Readonly<Record<string, SchemeCredential>>> {
  return typeof auth === "function" || isCredential(auth);
}

function sameName(scheme: Extract<Scheme, { kind: "apiKey" }>, name: string): boolean {
  return scheme.in === "header" ? scheme.name.toLowerCase() === name.toLowerCase() : scheme.name === name;
}

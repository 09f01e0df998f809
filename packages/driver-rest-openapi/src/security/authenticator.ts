import { ConfigurationError, type Credential, isCredential, revealCredential } from "@mcs/core";
import type { JsonObject } from "../document/json.ts";
import type { AuthOption, SchemeCredential } from "../options.ts";
import type { Scheme } from "./schemes.ts";

/** What is added to a request. Holds credentials: it goes to the wire and nowhere else. */
export interface Authentication {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: readonly string[];
  readonly cookies: readonly string[];
}

/** What an operation demands. */
export interface SecurityDemands {
  /** Security requirement objects, alternatives of conjunctions; undefined where the document states none. */
  readonly security: readonly JsonObject[] | undefined;
  /** Schemes whose keys stand among the operation's parameters, in place of which they are sent. */
  readonly listed: readonly string[];
}

/** How a credential's value is come by. */
interface Values {
  reveal(credential: SchemeCredential): string;
  basic(credential: SchemeCredential): string;
}

const MASK = "[secret]";
const NONE: Authentication = { headers: {}, query: [], cookies: [] };

/** Schemes that serve documents which name none of their own. */
const BUILT_IN: Readonly<Record<string, Scheme>> = { bearer: { kind: "bearer" }, basic: { kind: "basic" } };

/**
 * Turns what an operation demands and what the operator gave into headers, query and cookies. Credentials
 * are read at first use; each value that was read is told to `remember`, for redaction.
 */
export class Authenticator {
  readonly #auth: AuthOption | undefined;
  readonly #schemes: ReadonlyMap<string, Scheme>;
  readonly #remember: (value: string) => void;

  /**
   * @throws ConfigurationError when `auth` is a plain string or names a scheme that the document does not have.
   */
  constructor(
    auth: AuthOption | undefined,
    schemes: ReadonlyMap<string, Scheme>,
    remember: (value: string) => void,
  ) {
    this.#auth = auth;
    this.#schemes = schemes;
    this.#remember = remember;
    if (auth === undefined || isCredential(auth)) return;
    const unknown = Object.keys(auth).filter((name) => !schemes.has(name) && !Object.hasOwn(BUILT_IN, name));
    if (unknown.length > 0) {
      const known = [...new Set([...schemes.keys(), ...Object.keys(BUILT_IN)])].join(", ");
      throw new ConfigurationError(`auth names ${unknown.join(", ")}, which the document does not have.`, {
        remedy: `It may name ${known}.`,
      });
    }
  }

  /**
   * The scheme that a parameter carries, when its credential was given: some documents list their keys among
   * the parameters as well, and the model must not be asked for what the driver holds.
   */
  schemeOf({ in: place, name }: { readonly in: string; readonly name: string }): string | undefined {
    for (const [title, scheme] of this.#schemes) {
      const same = scheme.kind === "apiKey" && scheme.in === place && sameName(scheme, name);
      if (same && this.#credentialFor(title) !== undefined) return title;
    }
    return undefined;
  }

  /**
   * For an operation with these demands: the first alternative for which there are credentials. Where there
   * is none, nothing is added and the API decides.
   */
  authenticate(demands: SecurityDemands): Authentication {
    return this.#choose(demands, {
      reveal: (credential) => this.#reveal(credential),
      basic: (credential) => this.#basic(credential),
    });
  }

  /** The same for people to look at; no credential is read. */
  masked(demands: SecurityDemands): Authentication {
    return this.#choose(demands, { reveal: () => MASK, basic: () => MASK });
  }

  #choose({ security, listed }: SecurityDemands, values: Values): Authentication {
    if (this.#auth === undefined) return NONE;
    const alternatives = security?.map(Object.keys) ?? this.#unstated(this.#auth);
    const met = alternatives.find((names) => {
      return names.length > 0 && names.every((name) => this.#credentialFor(name) !== undefined);
    });
    return this.#present([...new Set([...(met ?? []), ...listed])], values);
  }

  /** A document that demands nothing, and an operator who gave credentials: they are meant to be used. */
  #unstated(auth: AuthOption): ReadonlyArray<readonly string[]> {
    if (!isCredential(auth)) return [Object.keys(auth)];
    const names = this.#schemes.size > 0 ? [...this.#schemes.keys()] : Object.keys(BUILT_IN);
    return names.map((name) => [name]);
  }

  #scheme(name: string): Scheme | undefined {
    return this.#schemes.get(name) ?? (Object.hasOwn(BUILT_IN, name) ? BUILT_IN[name] : undefined);
  }

  #credentialFor(name: string): SchemeCredential | undefined {
    const auth = this.#auth;
    if (auth === undefined || this.#scheme(name) === undefined) return undefined;
    if (isCredential(auth)) return auth;
    return Object.hasOwn(auth, name) ? auth[name] : undefined;
  }

  #present(names: readonly string[], values: Values): Authentication {
    if (names.length === 0) return NONE;
    const headers: Record<string, string> = {};
    const query: string[] = [];
    const cookies: string[] = [];
    for (const name of names) {
      const scheme = this.#scheme(name) as Scheme;
      const credential = this.#credentialFor(name) as SchemeCredential;
      if (scheme.kind === "apiKey") {
        const value = values.reveal(credential);
        const pair = `${encodeURIComponent(scheme.name)}=${value === MASK ? MASK : encodeURIComponent(value)}`;
        if (scheme.in === "header") headers[scheme.name.toLowerCase()] = value;
        else if (scheme.in === "query") query.push(pair);
        else cookies.push(pair);
      } else if (scheme.kind === "bearer") headers.authorization = `Bearer ${values.reveal(credential)}`;
      else headers.authorization = `Basic ${values.basic(credential)}`;
    }
    return { headers, query, cookies };
  }

  #reveal(credential: SchemeCredential): string {
    const value =
      "username" in credential ? revealCredential(credential.password) : revealCredential(credential);
    this.#remember(value);
    return value;
  }

  /** The pair of RFC 7617, as UTF-8. */
  #basic(credential: SchemeCredential): string {
    const password = this.#reveal(credential);
    const pair = "username" in credential ? `${credential.username}:${password}` : password;
    const encoded = Buffer.from(pair, "utf8").toString("base64");
    this.#remember(encoded);
    return encoded;
  }
}

function sameName(scheme: Extract<Scheme, { kind: "apiKey" }>, name: string): boolean {
  return scheme.in === "header" ? scheme.name.toLowerCase() === name.toLowerCase() : scheme.name === name;
}

/** @throws ConfigurationError for a plain string, which would show itself when the options are printed. */
export function checkCredentials(auth: unknown, place: string): void {
  if (typeof auth === "string") {
    throw new ConfigurationError(`${place} is a plain string.`, {
      remedy: `Wrap it: secret(…), or name an environment variable: { env: "NAME" }.`,
    });
  }
  if (auth === undefined || isCredential(auth) || typeof auth !== "object" || auth === null) return;
  for (const [name, value] of Object.entries(auth)) {
    if (name !== "username") checkCredentials(value, `${place}.${name}`);
  }
}

/** The value of a header option. */
export function headerOption(value: string | Credential, remember: (value: string) => void): string {
  if (typeof value === "string") return value;
  const text = revealCredential(value);
  remember(text);
  return text;
}

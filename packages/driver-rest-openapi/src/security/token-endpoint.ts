import { ConfigurationError } from "@mcs/core";
import type { HttpPort } from "@mcs/core/ports";
import type { ClientCredentials, RefreshToken } from "../auth-options.ts";
import { asArray, asString } from "../document/json.ts";
import { TokenError } from "../errors.ts";
import type { NamedOrigins } from "./named-origins.ts";
import type { TokenPlaces } from "./schemes.ts";
import { send } from "./send.ts";
import { jsonObject } from "./token-request.ts";

/** Where tokens are had, and how the client shows who it is there. */
export interface TokenEndpoint {
  readonly url: string;
  readonly clientSecretIn: "header" | "body";
}

export interface EndpointContext {
  readonly origins: NamedOrigins;
  /** The base URL of the API, to which URLs in a document are relative. */
  readonly serverUrl: () => string;
  readonly timeoutMs: number;
}

const MOST_BYTES = 1_048_576;

/**
 * Finds the token endpoint of a scheme: where the operator says, else where the document or its metadata says.
 * The client's secret goes there, so it has to be at an origin that the operator named: neither a document nor
 * a server decides who gets it.
 */
export class EndpointFinder {
  readonly #scheme: string;
  readonly #grant: ClientCredentials | RefreshToken;
  readonly #places: TokenPlaces | undefined;
  readonly #context: EndpointContext;
  #known: TokenEndpoint | undefined;

  constructor(
    scheme: string,
    grant: ClientCredentials | RefreshToken,
    places: TokenPlaces | undefined,
    context: EndpointContext,
  ) {
    this.#scheme = scheme;
    this.#grant = grant;
    this.#places = places;
    this.#context = context;
  }

  /**
   * Found once; a failure is not kept.
   *
   * @throws ConfigurationError where nobody says where it is, or it is at an origin that was not named;
   * TokenError where the metadata cannot be read, or what the adapter throws.
   */
  async find(http: HttpPort): Promise<TokenEndpoint> {
    this.#known ??= await this.#look(http);
    return this.#known;
  }

  async #look(http: HttpPort): Promise<TokenEndpoint> {
    const grant = this.#grant;
    if (grant.tokenUrl !== undefined) return { url: grant.tokenUrl, clientSecretIn: "header" };
    const { clientCredentials, refresh, discovery, statedIn = "" } = this.#places ?? {};
    const { origins } = this.#context;
    const allowed = (origin: string): boolean => origins.allows(origin, statedIn);
    const stated = "refreshToken" in grant ? refresh : clientCredentials;
    if (stated !== undefined) {
      return { url: this.#checked(stated, "its tokens", allowed), clientSecretIn: "header" };
    }
    if (discovery !== undefined) {
      return this.#discover(http, this.#checked(discovery, "its metadata", allowed));
    }
    throw new ConfigurationError(
      `The document does not say where the scheme ${this.#scheme} has its tokens.`,
      {
        remedy: `Pass it as tokenUrl in auth.${this.#scheme}.`,
      },
    );
  }

  /** OpenID Connect Discovery 1.0, section 4; RFC 8414, section 3. */
  async #discover(http: HttpPort, url: string): Promise<TokenEndpoint> {
    const { origins, timeoutMs } = this.#context;
    const headers = { accept: "application/json" };
    const request = { method: "GET", url, headers, timeoutMs, maxBytes: MOST_BYTES, trusted: true };
    const { status, body } = await send(http, request);
    const metadata = status === 200 ? jsonObject(body) : {};
    const endpoint = asString(metadata.token_endpoint);
    if (endpoint === undefined) {
      const what = status === 200 ? "names no token endpoint" : `answered ${status}`;
      throw new TokenError(this.#scheme, `${url.split("?")[0]} ${what}`, { status });
    }
    const methods = asArray(metadata.token_endpoint_auth_methods_supported);
    const onlyBody = methods.includes("client_secret_post") && !methods.includes("client_secret_basic");
    // A server speaks for its own origin; for another one the operator has to.
    const own = new URL(url).origin;
    const allowed = (origin: string): boolean => origin === own || origins.has(origin);
    return {
      url: this.#checked(endpoint, "its tokens", allowed),
      clientSecretIn: onlyBody ? "body" : "header",
    };
  }

  #checked(stated: string, what: string, allowed: (origin: string) => boolean): string {
    const scheme = this.#scheme;
    const url = URL.parse(stated) ?? URL.parse(stated, `${this.#context.serverUrl()}/`);
    if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
      throw new ConfigurationError(`The security scheme ${scheme} has ${what} at no http(s) URL.`, {
        remedy: `Pass tokenUrl in auth.${scheme}.`,
      });
    }
    if (!allowed(url.origin)) {
      throw new ConfigurationError(
        `The security scheme ${scheme} has ${what} at ${url.origin}, which you did not name.`,
        { remedy: `If that is right, pass tokenUrl in auth.${scheme}, or origins: ["${url.origin}"].` },
      );
    }
    url.username = "";
    url.password = "";
    url.hash = "";
    return url.href;
  }
}

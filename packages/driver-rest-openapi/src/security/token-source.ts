import { secret } from "@mcs/core";
import type { HttpPort } from "@mcs/core/ports";
import type { ClientCredentials, RefreshToken } from "../auth-options.ts";
import { type Remember, textOf } from "./credential-shapes.ts";
import type { EndpointFinder } from "./token-endpoint.ts";
import { requestToken, type Secrecy, type TokenRequest } from "./token-request.ts";

/** What obtaining tokens takes beside the grant. */
export interface TokenServices extends Secrecy {
  readonly http: () => Promise<HttpPort>;
  readonly timeoutMs: number;
  /** Told tokens, which are replaced again and again. */
  readonly rememberPassing: Remember;
  /** Refresh tokens that replaced the operator's, by scheme. They outlive a document that is read again. */
  readonly refreshTokens: Map<string, string>;
}

interface Token {
  readonly value: string;
  /** Milliseconds since the epoch. */
  readonly renewAt: number;
}

/** A token is renewed this much before its end, so that it does not end on its way: a tenth of its life, at most. */
const EARLY_MS = 30_000;

/** The access token of one security scheme: obtained when it is needed, kept until shortly before its end. */
export class TokenSource {
  readonly #scheme: string;
  readonly #grant: ClientCredentials | RefreshToken;
  readonly #endpoint: EndpointFinder;
  readonly #services: TokenServices;
  #token: Token | undefined;
  /** The one request that all calls wait for. */
  #pending: Promise<string> | undefined;

  constructor(
    scheme: string,
    grant: ClientCredentials | RefreshToken,
    endpoint: EndpointFinder,
    services: TokenServices,
  ) {
    this.#scheme = scheme;
    this.#grant = grant;
    this.#endpoint = endpoint;
    this.#services = services;
  }

  /**
   * Rejects with TokenError, ConfigurationError where the endpoint is at an origin that nobody named,
   * CredentialError, or what the adapter rejects with. A failure is not kept.
   */
  async get(): Promise<string> {
    if (this.#token !== undefined && Date.now() < this.#token.renewAt) return this.#token.value;
    this.#pending ??= this.#obtain().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  /** The API refused this token. Another one, which came in the meantime, is kept. */
  discard(value: string): void {
    if (this.#token?.value === value) this.#token = undefined;
  }

  async #obtain(): Promise<string> {
    const { http, rememberPassing } = this.#services;
    const port = await http();
    const request = await this.#request(port);
    const { accessToken, expiresIn, refreshToken } = await requestToken(port, request, this.#services);
    rememberPassing(accessToken);
    this.#token = { value: accessToken, renewAt: renewalOf(expiresIn) };
    if (refreshToken !== undefined) await this.#rotate(refreshToken, request.parameters.refresh_token);
    return accessToken;
  }

  async #request(port: HttpPort): Promise<TokenRequest> {
    const grant = this.#grant;
    const { remember, timeoutMs, refreshTokens } = this.#services;
    const endpoint = await this.#endpoint.find(port);
    const scope = grant.scopes === undefined ? {} : { scope: grant.scopes.join(" ") };
    const refreshes = "refreshToken" in grant;
    return {
      scheme: this.#scheme,
      url: endpoint.url,
      parameters: {
        ...grant.parameters,
        ...scope,
        ...(refreshes
          ? {
              grant_type: "refresh_token",
              refresh_token: refreshTokens.get(this.#scheme) ?? textOf(grant.refreshToken, remember),
            }
          : { grant_type: "client_credentials" }),
      },
      clientId: textOf(grant.clientId, remember),
      clientSecret: grant.clientSecret === undefined ? undefined : textOf(grant.clientSecret, remember),
      clientSecretIn: grant.clientSecretIn ?? endpoint.clientSecretIn,
      repeatable: !refreshes,
      timeoutMs,
    };
  }

  /** Kept before anybody is told: the old one may be worth nothing any more. */
  async #rotate(refreshToken: string, used: string | undefined): Promise<void> {
    if (!("refreshToken" in this.#grant) || refreshToken === used) return;
    this.#services.rememberPassing(refreshToken);
    this.#services.refreshTokens.set(this.#scheme, refreshToken);
    await this.#grant.onRotated?.(secret(refreshToken));
  }
}

function renewalOf(expiresIn: number | undefined): number {
  if (expiresIn === undefined) return Number.POSITIVE_INFINITY;
  const lifeMs = expiresIn * 1000;
  return Date.now() + lifeMs - Math.min(EARLY_MS, lifeMs / 10);
}

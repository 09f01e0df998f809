import type { Credential, Secret } from "@mcs/core";

/**
 * How calls prove who makes them: one credential for whatever scheme the document asks for, one for each
 * scheme by its name in the document, or a function that is asked at each call. `bearer`, `basic` and `digest`
 * also serve documents that name no scheme.
 */
export type AuthOption = Credential | CredentialProvider | Readonly<Record<string, SchemeCredential>>;

/** What one security scheme of the document is met with. */
export type SchemeCredential =
  /** An API key, a token, or `user:password` for the basic and digest schemes. */
  Credential | UserPassword | ClientCredentials | RefreshToken | ClientCertificate | CredentialProvider;

/** For the basic and digest schemes. */
export interface UserPassword {
  /** A plain text, or a credential. */
  readonly username: string | Credential;
  readonly password: Credential;
}

/** OAuth 2, as the program itself (RFC 6749, section 4.4). */
export interface ClientCredentials extends TokenOptions {
  /** A plain text, or a credential. */
  readonly clientId: string | Credential;
  readonly clientSecret: Credential;
}

/** OAuth 2, as somebody who agreed once (RFC 6749, section 6). */
export interface RefreshToken extends TokenOptions {
  /** The one to begin with: the server may replace it each time. */
  readonly refreshToken: Credential;
  /** A plain text, or a credential. */
  readonly clientId: string | Credential;
  /** Left out for a public client. */
  readonly clientSecret?: Credential;
  /**
   * Told the new refresh token when the server replaces it, so that it can be kept beyond this process; the
   * driver itself keeps it in memory. Where it rejects, the call that waited for it does so as well.
   */
  readonly onRotated?: (refreshToken: Secret) => void | Promise<void>;
}

/** What both OAuth 2 grants have in common. */
export interface TokenOptions {
  /** @defaultValue none: the server decides */
  readonly scopes?: readonly string[];
  /**
   * Where tokens are had. Naming it here sends the client's secret there.
   * @defaultValue what the document says, as long as that is an origin that you named
   */
  readonly tokenUrl?: string;
  /**
   * Whether the client's secret goes into the Authorization header or into the body.
   * @defaultValue the header, unless OpenID Connect discovery offers only the body
   */
  readonly clientSecretIn?: "header" | "body";
  /** Further parameters of the token request, such as `audience`. Nothing secret. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** For the mutualTLS scheme, as PEM. It is shown to the origins that you named. */
export interface ClientCertificate {
  /** The certificate, with those between it and an authority. */
  readonly cert: string | Credential;
  /** Its private key. */
  readonly key: Credential;
  /** Certificates to trust in place of the well-known ones. */
  readonly ca?: string | readonly string[];
}

/**
 * Gives the credential for one call; nothing that it gave is kept. `undefined` sends the call without.
 *
 * ```ts
 * auth: ({ context }) => secret(tokens.get(context as string))
 * ```
 */
export type CredentialProvider = (
  request: CredentialRequest,
) => ProvidedCredential | undefined | Promise<ProvidedCredential | undefined>;

/** What a {@link CredentialProvider} may give. */
export type ProvidedCredential = Credential | UserPassword;

/** What a credential is wanted for. */
export interface CredentialRequest {
  /** The security scheme's name in the document. */
  readonly scheme: string;
  /** The tool that is called. */
  readonly operation: string;
  /** Where the credential goes, such as `https://api.example.com`; one of the origins that you named. */
  readonly origin: string;
  /** What the caller passed as `context`. */
  readonly context: unknown;
}

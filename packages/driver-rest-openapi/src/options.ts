import type { Credential, PromptOptions } from "@mcs/core";
import type { HttpPort } from "@mcs/core/ports";

/** Where the OpenAPI document is: exactly one of the three. */
export type DocumentSource =
  | {
      /** An `http:` or `https:` URL. Its origin counts as named by the operator. */
      readonly url: string;
      readonly file?: undefined;
      readonly document?: undefined;
    }
  | {
      /** A path on this machine. The servers that the document names count as named by the operator. */
      readonly file: string;
      readonly url?: undefined;
      readonly document?: undefined;
    }
  | {
      /**
       * The document as a plain object, trusted like a file. It must not change afterwards, and it is on its
       * own: references to other files are reported as broken, because an object stands nowhere.
       */
      readonly document: object;
      readonly url?: undefined;
      readonly file?: undefined;
    };

/** Credentials for one security scheme of the document. */
export type SchemeCredential =
  /** An API key, a bearer token, or `user:password` for basic authentication. */
  Credential | { readonly username: string; readonly password: Credential };

/**
 * One credential for whatever scheme the document asks for, or one for each scheme by its name in the
 * document. `bearer` and `basic` also serve documents that name no scheme.
 */
export type AuthOption = Credential | Readonly<Record<string, SchemeCredential>>;

/** Options of `RestDriver` and `RestToolDriver`: one plain object. */
export type RestDriverOptions = DocumentSource & RestOptions & PromptOptions;

export interface RestOptions {
  /**
   * The base URL of the API, in place of the document's `servers`.
   * @defaultValue the document's first server, its variables at their defaults
   */
  readonly serverUrl?: string;
  /**
   * Never a plain string, which would show itself when printed: use `secret(…)` or `{ env: "NAME" }`.
   * Read at first use.
   */
  readonly auth?: AuthOption;
  /** Sent with every request to a named origin, the one for the document included. */
  readonly headers?: Readonly<Record<string, string | Credential>>;
  /**
   * Origins that may have the credentials, besides those of `url` and `serverUrl`, such as
   * `"https://api.example.com"`.
   * @defaultValue []
   */
  readonly origins?: readonly string[];
  /** Milliseconds for one call. @defaultValue 30000 */
  readonly timeoutMs?: number;
  /** The largest response body, in bytes; a larger one fails the call. @defaultValue 10485760 */
  readonly maxResponseBytes?: number;
  /** The largest document, in bytes. @defaultValue 67108864 */
  readonly maxDocumentBytes?: number;
  /** @defaultValue a new `HttpAdapter` of `@mcs/adapter-http` */
  readonly http?: HttpPort;
}

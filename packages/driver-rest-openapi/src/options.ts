import { type Credential, checkOptions, type Media, type OptionNames, type PromptOptions } from "@mcs/core";
import type { HttpPort } from "@mcs/core/ports";
import type { AuthOption } from "./auth-options.ts";
import type { OperationFilter } from "./toolset/filters.ts";
import type { OverlaySource, ToolsetDocument } from "./toolset/toolset.ts";

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

/** Options of `RestDriver` and `RestToolDriver`: one plain object. */
export type RestDriverOptions = DocumentSource & RestOptions & PromptOptions;

/** Reads files by handle. */
export interface MediaPort {
  /** Resolves with the file, its bytes included; rejects where there is none or it may not be read. */
  read(handle: string): Promise<Media>;
}

/** What does not depend on where the document is. */
export interface RestOptions {
  /**
   * The base URL of the API, in place of the document's `servers`. A relative one is relative to the document. It
   * holds no user: that is a credential, for `auth`.
   * @defaultValue the document's first server, its variables at their defaults
   */
  readonly serverUrl?: string;
  /**
   * Which of the document's servers: its number from 0, or its URL, its description or its `name` (OpenAPI
   * 3.2), word for word; for Swagger 2.0 also its scheme. Where a path or an operation has servers of its own,
   * the one of this URL, description or name is taken, or else the first.
   * @defaultValue 0; for Swagger 2.0 https where it is offered
   */
  readonly server?: number | string;
  /**
   * Values for the variables in the servers' URLs, by name. A variable with an `enum` takes no other value, and
   * a value cannot change more of the URL than the part where its variable stands.
   * @defaultValue the variables' own defaults
   */
  readonly serverVariables?: Readonly<Record<string, string>>;
  /**
   * The operations that become tools: those that fit at least one of these filters. Names do not depend on
   * what is listed. A filter that fits nothing is a diagnostic.
   * @defaultValue all of them
   */
  readonly include?: readonly OperationFilter[];
  /** The operations that do not, whether they are included or not. @defaultValue none */
  readonly exclude?: readonly OperationFilter[];
  /**
   * Changes to the document, as OpenAPI Overlay 1.0 or 1.1: one or several, applied in their order before
   * anything else looks at the document. A string that begins with `http:` or `https:` is a URL, which may lie
   * in a private network and gets credentials only where its origin is named otherwise; any other string is a
   * path, relative to the working directory. References that an overlay adds are relative to the document.
   * Files that the document refers to are not changed.
   * @defaultValue none
   */
  readonly overlay?: OverlaySource | readonly OverlaySource[];
  /**
   * All decisions in one file to review and share: an overlay, applied after those of `overlay`, which may also
   * hold `include`, `exclude` and `serverUrl` under `x-mcs-toolset`. A URL, a path, or the toolset itself. Its
   * filters stand beside those of the options: an operation has to pass both.
   *
   * The servers that an overlay or toolset from the network names do not count as named by you.
   * @defaultValue none
   */
  readonly toolset?: string | ToolsetDocument;
  /**
   * Milliseconds after which a use asks, without waiting for the answer, whether the document has changed; see
   * `reload()`. @defaultValue never
   */
  readonly refreshMs?: number;
  /**
   * A folder of your own that keeps what was fetched (documents, overlays, files they refer to), so that it
   * is fetched again only when it has changed, and is there while the server cannot be reached. It is made
   * where it is missing; its files are readable by their owner alone and hold no credentials.
   * @defaultValue nothing is kept
   */
  readonly cache?: string;
  /**
   * Never a plain string, which would show itself when printed: use `secret(…)` or `{ env: "NAME" }`.
   * Read at first use, and sent to named origins only.
   */
  readonly auth?: AuthOption;
  /**
   * Sent with every request to a named origin, the one for the document included. A header parameter of the same
   * name is no parameter of the tools.
   */
  readonly headers?: Readonly<Record<string, string | Credential>>;
  /**
   * Values for parameters of the document, by place and name, such as `{ query: { token: secret("…") } }`. They are
   * sent with each operation that has such a parameter, which is then no parameter of its tool; and to named
   * origins only: a call to any other fails. Where one fits no operation, that is a diagnostic.
   * @defaultValue none
   */
  readonly parameters?: {
    readonly [place in "path" | "query" | "header" | "cookie"]?: Readonly<
      Record<string, string | Credential>
    >;
  };
  /**
   * Origins that may have the credentials, besides those of `url` and `serverUrl`, such as
   * `"https://api.example.com"`.
   * @defaultValue []
   */
  readonly origins?: readonly string[];
  /**
   * Sends a fresh UUID with every POST and PATCH, the same for all attempts at one call, which may then be
   * tried again when a connection is lost. For APIs that know such a header only: others would act twice.
   * @defaultValue none; `true` is the header `Idempotency-Key`
   */
  readonly idempotencyKey?: true | { readonly header: string };
  /** Milliseconds for one call. @defaultValue 30000 */
  readonly timeoutMs?: number;
  /** The largest response body, in bytes; a larger one fails the call. @defaultValue 10485760 */
  readonly maxResponseBytes?: number;
  /** The largest document, in bytes. @defaultValue 67108864 */
  readonly maxDocumentBytes?: number;
  /**
   * Where files are read from that calls name by a handle instead of bringing them along, such as
   * `"report.pdf"`. What a handle is, and which of them may be read, is the port's to decide: models write them.
   * @defaultValue none; a file is then passed as text or as a `data:` URL
   */
  readonly media?: MediaPort;
  /**
   * Gives each tool with a JSON result the optional argument `_fields`, with which the caller cuts the result
   * down to the fields that it names. @defaultValue false
   */
  readonly projection?: boolean;
  /** @defaultValue a new `HttpAdapter` of `@mcs/adapter-http` */
  readonly http?: HttpPort;
}

const NAMES: OptionNames<RestDriverOptions> = {
  url: 0,
  file: 0,
  document: 0,
  serverUrl: 0,
  server: 0,
  serverVariables: 0,
  include: 0,
  exclude: 0,
  overlay: 0,
  toolset: 0,
  refreshMs: 0,
  cache: 0,
  auth: 0,
  headers: 0,
  parameters: 0,
  origins: 0,
  idempotencyKey: 0,
  timeoutMs: 0,
  maxResponseBytes: 0,
  maxDocumentBytes: 0,
  media: 0,
  projection: 0,
  http: 0,
  prompts: 0,
};

/** @throws ConfigurationError where there are no options, or for one that is unknown. */
export function checkNames(options: RestDriverOptions): void {
  checkOptions("RestDriver", options, NAMES);
}

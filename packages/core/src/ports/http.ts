/**
 * One request. The URL is absolute and already encoded; the adapter changes neither it nor the headers.
 */
export interface HttpRequest {
  /** Sent as it is: methods are case-sensitive (RFC 9110, section 9.1), and those that it defines are in upper case. */
  readonly method: string;
  /** With its scheme, `http:` or `https:`. */
  readonly url: string;
  /** Names in any case; a value may be repeated. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  /** A text is sent as UTF-8. */
  readonly body?: string | Uint8Array;
  /** Aborts the request, which then rejects with an `AbortedError`. */
  readonly signal?: AbortSignal;
  /** Milliseconds for the whole exchange. @defaultValue the adapter's */
  readonly timeoutMs?: number;
  /** The largest body that is accepted, in bytes after decompression. @defaultValue the adapter's */
  readonly maxBytes?: number;
  /**
   * What to do with a body over `maxBytes`: reject, or keep what fits and mark the response.
   * @defaultValue "reject"
   */
  readonly onOverflow?: "reject" | "truncate";
  /**
   * What to do when the time is over while the body is arriving: reject, or keep what came and mark the
   * response. For streams that may never end.
   * @defaultValue "reject"
   */
  readonly onTimeout?: "reject" | "truncate";
  /**
   * The origin is one that the operator named (`https://host:port`), so it may lie in a private network.
   * For any other origin the adapter's network policy decides.
   * @defaultValue false
   */
  readonly trusted?: boolean;
  /**
   * A second arrival changes nothing more, so the adapter may try again when a connection is lost or the
   * server is busy.
   * @defaultValue true for GET, HEAD, OPTIONS, PUT, DELETE, TRACE and QUERY, else false
   */
  readonly idempotent?: boolean;
}

/** A whole response: a body that was cut off is an error instead. */
export interface HttpResponse {
  /** Any: one that is no success rejects nothing. */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The whole body, decompressed. */
  readonly body: Uint8Array;
  /** True when the body was cut: at `maxBytes`, or when the time was over. */
  readonly truncated: boolean;
}

/** HTTP as drivers need it. `@mcs/adapter-http` is the default implementation. */
export interface HttpPort {
  /** The adapter's name in bindings, such as `"http"`. */
  readonly adapter: string;
  /**
   * Resolves with any status, redirects included: following one is the caller's decision, because it
   * decides who gets the credentials.
   *
   * Rejects with an `McsError`: `"network"`, `"network_refused"`, `"invalid_request"`, `"timeout"`, `"aborted"`,
   * `"limit_exceeded"` or `"closed"`.
   */
  request(request: HttpRequest): Promise<HttpResponse>;
  /** Closes idle connections; calls under way are finished first. */
  close(): Promise<void>;
}

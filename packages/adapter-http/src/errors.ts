import { ConfigurationError, LimitError, McsError, type McsErrorOptions, TimeoutError } from "@mcs/core";

/** Code `"network"`: the exchange broke before a whole response was there. */
export class NetworkError extends McsError {
  override readonly name = "NetworkError";
  /**
   * What happened, for programs: the system's code such as `"ECONNREFUSED"`, or `"closed"` (the peer ended
   * the connection early), `"truncated"` (fewer bytes than announced), `"malformed"` (not HTTP),
   * `"undecodable"` (the body is not what its content-encoding says) and `"proxy"` (the proxy refused).
   */
  readonly reason: string;
  /** `host:port` of the server. */
  readonly host: string;

  constructor(message: string, details: NetworkErrorDetails) {
    const { reason, host, ...options } = details;
    super("network", message, options);
    this.reason = reason;
    this.host = host;
  }
}

/** What a {@link NetworkError} is made of. */
export interface NetworkErrorDetails extends McsErrorOptions {
  /** As {@link NetworkError.reason}. */
  readonly reason: string;
  /** `host:port` of the server. */
  readonly host: string;
}

/** Code `"network_refused"`: the network policy does not allow this destination; nothing was sent. */
export class NetworkRefusedError extends McsError {
  override readonly name = "NetworkRefusedError";
  /** `host:port` of the server. */
  readonly host: string;

  constructor(message: string, details: McsErrorOptions & { readonly host: string }) {
    const { host, ...options } = details;
    super("network_refused", message, options);
    this.host = host;
  }
}

/** Code `"invalid_request"`: the request cannot be put into HTTP, or would say something else there. Nothing was sent. */
export class InvalidRequestError extends McsError {
  override readonly name = "InvalidRequestError";

  constructor(message: string, options?: McsErrorOptions) {
    super("invalid_request", message, options);
  }
}

/** Where an exchange takes place; all that messages say of its URL. */
export interface Place {
  /** `METHOD origin/path`, without the query. */
  readonly label: string;
  /** `host:port`. */
  readonly host: string;
}

/** What undici or Node reports, as a member of the family. */
export function toNetworkError(cause: unknown, place: Place): McsError {
  if (McsError.is(cause)) return cause;
  const error = cause instanceof Error ? cause : new Error(String(cause));
  const code = codeOf(error);
  if (code === "UND_ERR_CONNECT_TIMEOUT") {
    return new TimeoutError(`${place.label}: no connection to ${place.host} in the time allowed.`, {
      cause: error,
    });
  }
  if (code === "UND_ERR_HEADERS_OVERFLOW") {
    return new LimitError(`${place.label}: the response headers are larger than allowed.`, { cause: error });
  }
  if (code === "UND_ERR_INVALID_ARG" && error.message.includes("Proxy")) {
    return network("proxy", "the proxy wants other credentials (407)", error, place);
  }
  if (code === "UND_ERR_INVALID_ARG") {
    return new InvalidRequestError(`${place.label}: the request is not valid HTTP.`, { cause: error });
  }
  if (error.name === "HTTPParserError") {
    // The parser's error carries the bytes that it choked on, and a server may echo our headers in them.
    return network("malformed", "the response is not valid HTTP", new Error(error.message), place);
  }
  const known = REASONS[code];
  return known === undefined
    ? network(code, explain(error), error, place)
    : network(known[0], known[1], error, place);
}

const REASONS: Readonly<Record<string, readonly [reason: string, words: string]>> = {
  UND_ERR_SOCKET: ["closed", "the connection ended before the response was complete"],
  UND_ERR_INFO: ["closed", "the connection ended before the response was complete"],
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: ["truncated", "the body is shorter or longer than announced"],
  UND_ERR_PRX_CONN: ["proxy", "the proxy gave no connection"],
  UND_ERR_PRX_TLS: ["proxy", "there is no secure connection to the proxy"],
  UND_ERR_ABORTED: ["proxy", "the proxy gave no tunnel"],
};

function network(reason: string, words: string, cause: Error, place: Place): NetworkError {
  return new NetworkError(`${place.label}: ${words} (${place.host}).`, { reason, host: place.host, cause });
}

/** A system error's message repeats address and port; its code is enough beside the host. */
function explain(error: Error): string {
  const { syscall } = error as { syscall?: unknown };
  const code = codeOf(error);
  return typeof syscall === "string" ? `${syscall} failed with ${code}` : error.message || code;
}

function codeOf(error: Error): string {
  const { code } = error as { code?: unknown };
  return typeof code === "string" && code !== "" ? code : error.name;
}

/** For constructors: an option that cannot be used. */
export function badOption(name: string, problem: string): ConfigurationError {
  return new ConfigurationError(`The HTTP adapter's option ${name} ${problem}.`);
}

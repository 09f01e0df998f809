import { InvalidRequestError } from "./errors.ts";

/** Scheme, host and port, as a WHATWG parser reads them. */
export interface Origin {
  /** `https://api.example.com:8443`, canonical. */
  readonly origin: string;
  /** `"https:"`. */
  readonly protocol: string;
  /** The host without brackets and final dot: a name or an address. */
  readonly name: string;
  /** Always there, the scheme's own port included. */
  readonly port: string;
  /** `host:port`, for messages. */
  readonly host: string;
}

export interface Target {
  readonly origin: Origin;
  /** Path and query, ready for the request line. */
  readonly path: string;
}

/**
 * A path and query that a WHATWG parser would leave as they are: plain characters only and no segment that
 * means "here" or "up", written out or in percent-encoding.
 */
const PLAIN_PATH =
  /^(?:\/(?!(?:\.|%2[eE]){1,2}(?:[/?]|$))[A-Za-z0-9\-._~!$&'()*+,;=:@%]*)+(?:\?[A-Za-z0-9\-._~!$&'()*+,;=:@%/?[\]|]*)?$/;
const DOT_SEGMENT = /\/(?:\.|%2e){1,2}(?:\/|$)/i;
/** Spaces, control characters and backslashes: parsers drop, encode or turn them, each in its own way. */
const MISLEADING = /[^!-[\]-~\u0080-\u{10ffff}]/u;
/** Of http, parsers accept any number of slashes here and take the host from behind them. */
const ABSOLUTE = /^(?:https?:\/\/[^/]|(?!https?:)[a-z][a-z0-9+.-]*:\/\/)/i;
const PARTS = /^[^/?#]*\/\/([^/?#]*)([^?#]*)/;
const PLAIN_ORIGIN = /^https?:\/\/[^/?#@\\]+$/i;
const CACHE_SIZE = 1024;

/**
 * Splits URLs into origin and path. The text up to the path is parsed once and remembered; from then on a
 * plain path costs one scan. Whatever is not plain takes the long way, through the URL parser.
 */
export class TargetReader {
  readonly #origins = new Map<string, Origin>();

  /** @throws InvalidRequestError for a URL that is not absolute or that different readers would read differently. */
  read(url: string): Target {
    const slash = url.indexOf("/", 8);
    if (slash !== -1) {
      const path = url.slice(slash);
      const origin = this.#origins.get(url.slice(0, slash));
      if (origin !== undefined && PLAIN_PATH.test(path)) return { origin, path };
    }
    return this.#parse(url, slash);
  }

  #parse(text: string, slash: number): Target {
    if (MISLEADING.test(text)) {
      throw invalid(text, "it holds a space, a control character or a backslash", "Percent-encode it.");
    }
    const url = ABSOLUTE.test(text) ? URL.parse(text) : null;
    if (url === null) throw invalid(text, "it is not an absolute URL with a valid host");
    const [, authority = "", rawPath = ""] = PARTS.exec(text) ?? [];
    if (authority.includes("@")) throw invalid(text, "it holds credentials", "Send them in a header.");
    if (DOT_SEGMENT.test(rawPath)) throw invalid(text, "its path holds a dot segment", "Resolve it first.");
    const origin = originOf(url);
    const prefix = slash === -1 ? "" : text.slice(0, slash);
    if (!PLAIN_ORIGIN.test(prefix)) return { origin, path: `${url.pathname}${url.search}` };
    this.#remember(prefix, origin);
    const path = text.slice(slash);
    return { origin, path: PLAIN_PATH.test(path) ? path : `${url.pathname}${url.search}` };
  }

  #remember(prefix: string, origin: Origin): void {
    if (this.#origins.size >= CACHE_SIZE) this.#origins.clear();
    this.#origins.set(prefix, origin);
  }
}

function originOf({ protocol, hostname, host, port }: URL): Origin {
  const realPort = port === "" ? (protocol === "https:" ? "443" : "80") : port;
  return {
    origin: `${protocol}//${host}`,
    protocol,
    name: nameOf(hostname),
    port: realPort,
    host: `${hostname}:${realPort}`,
  };
}

/** A host name without brackets and without the dot that a full name may end in. */
export function nameOf(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
}

/**
 * Only scheme and host are shown, since the rest may be what is wrong, or secret; with an `@` in it even they
 * may be a user's name and password.
 */
function invalid(text: string, why: string, remedy?: string): InvalidRequestError {
  const shown = text.includes("@") ? "" : (/^[a-z][a-z0-9+.-]*:\/\/[a-z0-9.:[\]-]*/i.exec(text)?.[0] ?? "");
  const place = shown === "" ? "The URL" : `The URL ${JSON.stringify(`${shown}…`)}`;
  return new InvalidRequestError(
    `${place} cannot be requested: ${why}.`,
    remedy === undefined ? {} : { remedy },
  );
}

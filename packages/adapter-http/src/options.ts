import { type Credential, checkOptions, isCredential, type OptionNames } from "@mcs/core";
import { badOption } from "./errors.ts";

/** What {@link HttpAdapter} can be told. Plain data; every field may be left out. */
export interface HttpAdapterOptions {
  /** How long each phase of an exchange may take. */
  readonly timeouts?: TimeoutOptions;
  /** The largest response body, in bytes after decompression, where a request names none. @defaultValue 10485760 (10 MiB) */
  readonly maxResponseBytes?: number;
  /** The largest request body in bytes. @defaultValue 10485760 (10 MiB) */
  readonly maxRequestBytes?: number;
  /** The largest header section of a response in bytes. @defaultValue 65536 (64 KiB) */
  readonly maxHeaderBytes?: number;
  /** How many connections to one origin may be open at once; further requests wait. @defaultValue 64 */
  readonly connections?: number;
  /** To how many origins connections are kept; the least recently used goes first. @defaultValue 256 */
  readonly maxOrigins?: number;
  /** Milliseconds that an idle connection is kept, unless the server names a shorter time. @defaultValue 4000 */
  readonly keepAliveMs?: number;
  /**
   * What is sent as `accept-encoding` where a request has none; `false` sends nothing. Responses in gzip,
   * deflate, br and zstd are decoded in any case.
   * @defaultValue "gzip, deflate, br, zstd"
   */
  readonly acceptEncoding?: string | false;
  /** What is sent as `user-agent` where a request has none; `false` sends nothing. @defaultValue "mcs-adapter-http" */
  readonly userAgent?: string | false;
  /** `false` is one attempt. */
  readonly retry?: RetryOptions | false;
  /** @defaultValue the internet over http and https; private networks for trusted requests only */
  readonly network?: NetworkOptions;
  /** The only way to a proxy: environment variables are not read. @defaultValue none */
  readonly proxy?: ProxyOptions;
  /**
   * A unix socket or named pipe that every request goes to, whatever its host. Only `trusted` requests are
   * accepted then. @defaultValue none
   */
  readonly socketPath?: string;
  /** @defaultValue the well-known certificates, and no client certificate */
  readonly tls?: TlsOptions;
}

/** Milliseconds. They are looked at 20 times a second: never early, up to 50 ms late. */
export interface TimeoutOptions {
  /** Until the connection, TLS included, stands. @defaultValue 10000 */
  readonly connectMs?: number;
  /** From the moment that a connection takes the request until the response headers are there. @defaultValue 30000 */
  readonly headersMs?: number;
  /** Without any byte of the response body. @defaultValue 30000 */
  readonly bodyIdleMs?: number;
  /** For everything: waiting, connecting, all attempts, the whole body. `HttpRequest.timeoutMs` replaces it. @defaultValue 60000 */
  readonly totalMs?: number;
}

/**
 * A request is tried again when its method is idempotent (GET, HEAD, OPTIONS, PUT, DELETE, TRACE, QUERY) or it
 * says `idempotent: true`, and the connection was lost or the status is 429, 502, 503 or 504.
 */
export interface RetryOptions {
  /** All attempts together; 1 is none beyond the first. @defaultValue 3 */
  readonly attempts?: number;
  /** Milliseconds before the second attempt, doubled before each further one; the wait is a random time from half of it to all of it. @defaultValue 200 */
  readonly baseDelayMs?: number;
  /** The longest wait of our own. @defaultValue 5000 */
  readonly maxDelayMs?: number;
  /** The longest `retry-after` that is obeyed; a longer one returns the response as it is. @defaultValue 10000 */
  readonly maxRetryAfterMs?: number;
}

/** Where requests may go. Checked against the address that is connected to, so a name cannot change its mind. */
export interface NetworkOptions {
  /**
   * Lets untrusted requests reach private, loopback, link-local and other special addresses. Metadata
   * services stay closed.
   * @defaultValue false
   */
  readonly allowPrivate?: boolean;
  /**
   * Exceptions for untrusted requests: `"host"`, `"host:port"`, an address, or a range such as `"10.1.0.0/16"`.
   * A cloud metadata service is reached only when its own name or address is here, also by trusted requests.
   * @defaultValue []
   */
  readonly allow?: readonly string[];
  /** Destinations in the same forms that nobody reaches, trusted or not; wins over `allow`. @defaultValue [] */
  readonly deny?: readonly string[];
  /** @defaultValue ["http", "https"] */
  readonly schemes?: readonly ("http" | "https")[];
}

/**
 * The proxy resolves names itself, so the network policy sees only the names and addresses that URLs spell
 * out. `https` goes through a tunnel, `http` is forwarded.
 */
export interface ProxyOptions {
  /** `http://host:port` or `https://host:port`, without credentials. */
  readonly url: string;
  /** The whole value of `proxy-authorization`, such as `Basic …`. */
  readonly authorization?: Credential;
}

/** PEM text. */
export interface TlsOptions {
  /** Certificates to trust instead of the well-known ones. */
  readonly ca?: string | readonly string[];
  /** The client certificate. Shown to trusted origins only. */
  readonly cert?: string | Credential;
  /** The client certificate's key. */
  readonly key?: string | Credential;
}

/** The options with every default filled in. */
export interface Settings {
  readonly timeouts: Required<TimeoutOptions>;
  readonly maxResponseBytes: number;
  readonly maxRequestBytes: number;
  readonly maxHeaderBytes: number;
  readonly connections: number;
  readonly maxOrigins: number;
  readonly keepAliveMs: number;
  readonly acceptEncoding: string | false;
  readonly userAgent: string | false;
  readonly retry: Required<RetryOptions>;
  readonly network: Required<NetworkOptions>;
  readonly proxy: ProxyOptions | undefined;
  readonly socketPath: string | undefined;
  readonly tls: TlsOptions;
}

const MIB = 1_048_576;

const DEFAULTS: Settings = {
  timeouts: { connectMs: 10_000, headersMs: 30_000, bodyIdleMs: 30_000, totalMs: 60_000 },
  maxResponseBytes: 10 * MIB,
  maxRequestBytes: 10 * MIB,
  maxHeaderBytes: 65_536,
  connections: 64,
  maxOrigins: 256,
  keepAliveMs: 4_000,
  acceptEncoding: "gzip, deflate, br, zstd",
  userAgent: "mcs-adapter-http",
  retry: { attempts: 3, baseDelayMs: 200, maxDelayMs: 5_000, maxRetryAfterMs: 10_000 },
  network: { allowPrivate: false, allow: [], deny: [], schemes: ["http", "https"] },
  proxy: undefined,
  socketPath: undefined,
  tls: {},
};

const PROXY: OptionNames<ProxyOptions> = { url: 0, authorization: 0 };
const TLS: OptionNames<TlsOptions> = { ca: 0, cert: 0, key: 0 };

/** @throws ConfigurationError for an option that is unknown or cannot be used. */
export function settingsFrom(options: HttpAdapterOptions): Settings {
  const settings: Settings = {
    ...merge(DEFAULTS, options),
    timeouts: merge(DEFAULTS.timeouts, options.timeouts, "timeouts"),
    retry: merge(DEFAULTS.retry, options.retry === false ? { attempts: 1 } : options.retry, "retry"),
    network: merge(DEFAULTS.network, options.network, "network"),
  };
  checkOptions("HttpAdapter", settings.proxy ?? {}, PROXY, "proxy");
  checkOptions("HttpAdapter", settings.tls, TLS, "tls");
  checkHeaders(settings);
  checkProxy(settings);
  checkTls(settings.tls);
  return Object.freeze(settings);
}

/** The given fields over the defaults; numbers have to be positive integers, and nothing may be misspelt. */
function merge<Group extends object>(defaults: Group, given: object = {}, group?: string): Group {
  const merged = { ...defaults } as Record<string, unknown>;
  checkOptions("HttpAdapter", given, defaults, group);
  const prefix = group === undefined ? "" : `${group}.`;
  for (const [key, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const isNumber = typeof merged[key] === "number";
    if (isNumber && !(Number.isSafeInteger(value) && value > 0)) {
      throw badOption(`${prefix}${key}`, "has to be a positive integer");
    }
    merged[key] = value;
  }
  return merged as Group;
}

function checkHeaders(settings: Settings): void {
  for (const name of ["acceptEncoding", "userAgent"] as const) {
    const value: unknown = settings[name];
    if (value !== false && !(typeof value === "string" && /^[\x20-\x7e]+$/.test(value))) {
      throw badOption(name, "has to be printable ASCII text, or false");
    }
  }
}

function checkProxy({ proxy, socketPath }: Settings): void {
  if (proxy === undefined) return;
  if (socketPath !== undefined) throw badOption("proxy", "cannot be combined with socketPath");
  const url = URL.canParse(proxy.url) ? new URL(proxy.url) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw badOption("proxy.url", "has to be an http or https URL");
  }
  if (url.username !== "" || url.password !== "") {
    throw badOption("proxy.url", "must not hold credentials; use proxy.authorization");
  }
}

function checkTls({ cert, key }: TlsOptions): void {
  for (const [name, value] of Object.entries({ cert, key })) {
    if (value !== undefined && typeof value !== "string" && !isCredential(value)) {
      throw badOption(`tls.${name}`, "has to be PEM text or a credential");
    }
  }
  if ((cert === undefined) !== (key === undefined)) throw badOption("tls", "needs cert and key together");
}

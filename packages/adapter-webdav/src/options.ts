import { ConfigurationError, type Credential, checkOptions, isCredential, type OptionNames } from "@mcs/core";

/** What {@link WebdavAdapter} is told. Plain data. */
export interface WebdavAdapterOptions {
  /** The collection that is the root, `https://host/path`. Without credentials, query and fragment. */
  readonly url: string;
  /** @defaultValue none is sent */
  readonly auth?: WebdavAuth;
  /**
   * Sends `auth` over http to other machines too, where everybody on the way can read it. To loopback it may be
   * sent anyway.
   *
   * @defaultValue false
   */
  readonly unsafePlainHttp?: boolean;
  /** Milliseconds for one request, from the first byte to the last; a file is read in several. @defaultValue 60000 */
  readonly timeoutMs?: number;
}

/** Sent to the origin of `url` and nowhere else: redirects are not followed. */
export type WebdavAuth =
  | { readonly username: string; readonly password: Credential }
  | { readonly bearer: Credential };

/** The options with every default filled in. */
export interface Settings {
  /** Without a slash at the end. */
  readonly url: string;
  readonly auth: WebdavAuth | undefined;
  readonly timeoutMs: number;
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

const NAMES: OptionNames<WebdavAdapterOptions> = { url: 0, auth: 0, unsafePlainHttp: 0, timeoutMs: 0 };

/** @throws ConfigurationError */
export function settingsFrom(options: WebdavAdapterOptions): Settings {
  checkOptions("WebdavAdapter", options, NAMES);
  const { url, auth, timeoutMs = 60_000 } = options;
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) {
    throw bad("url", "has to be an http or https URL");
  }
  if (parsed.username !== "" || parsed.password !== "")
    throw bad("url", "must not hold credentials; use auth");
  if (parsed.search !== "" || parsed.hash !== "") throw bad("url", "has no query and no fragment");
  if (!Number.isSafeInteger(timeoutMs) || timeoutMs <= 0)
    throw bad("timeoutMs", "has to be a positive integer");
  if (auth !== undefined && !isAuth(auth)) {
    throw bad("auth", "has to hold username and password, or bearer; secrets as secret() or { env }");
  }
  const isReadable = parsed.protocol === "http:" && !LOOPBACK.test(parsed.hostname);
  if (auth !== undefined && isReadable && options.unsafePlainHttp !== true) {
    throw bad("url", "has to be https where auth is sent to another machine");
  }
  return Object.freeze({ url: parsed.href.replace(/\/+$/, ""), auth, timeoutMs });
}

function isAuth(auth: WebdavAuth): boolean {
  if ("bearer" in auth) return isCredential(auth.bearer);
  return typeof auth.username === "string" && isCredential(auth.password);
}

function bad(name: string, problem: string): ConfigurationError {
  return new ConfigurationError(`The WebDAV adapter's option ${name} ${problem}.`);
}

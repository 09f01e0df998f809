import { ConfigurationError, type Credential, checkOptions, isCredential, type OptionNames } from "@mcs/core";
import { segmentsOf } from "@mcs/core/files";

/** What {@link SmbAdapter} is told. Plain data. */
export interface SmbAdapterOptions {
  /** A name or an address. */
  readonly host: string;
  /** @defaultValue 445 */
  readonly port?: number;
  /** The name of the share, without slashes. */
  readonly share: string;
  /** The account, without its domain. */
  readonly username: string;
  /** Read when a connection is made; it proves the account and is never sent. */
  readonly password: Credential;
  /** Of the account. @defaultValue "WORKGROUP" */
  readonly domain?: string;
  /** A directory of the share, with `/` between names. @defaultValue "", the whole share */
  readonly root?: string;
  /** How long connecting and a request may take. */
  readonly timeouts?: SmbTimeoutOptions;
}

/** Milliseconds. */
export interface SmbTimeoutOptions {
  /** Until the connection stands. @defaultValue 10000 */
  readonly connectMs?: number;
  /** For the answer to one request; a file takes many. @defaultValue 30000 */
  readonly requestMs?: number;
}

/** The options with every default filled in. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly share: string;
  readonly username: string;
  readonly password: Credential;
  readonly domain: string;
  readonly root: string;
  readonly connectMs: number;
  readonly requestMs: number;
}

const NAMES: OptionNames<SmbAdapterOptions> = {
  host: 0,
  port: 0,
  share: 0,
  username: 0,
  password: 0,
  domain: 0,
  root: 0,
  timeouts: 0,
};
const TIMEOUTS: OptionNames<SmbTimeoutOptions> = { connectMs: 0, requestMs: 0 };

/** @throws ConfigurationError */
export function settingsFrom(options: SmbAdapterOptions): Settings {
  checkOptions("SmbAdapter", options, NAMES);
  checkOptions("SmbAdapter", options.timeouts ?? {}, TIMEOUTS, "timeouts");
  const {
    host,
    port = 445,
    share,
    username,
    password,
    domain = "WORKGROUP",
    root = "",
    timeouts = {},
  } = options;
  const { connectMs = 10_000, requestMs = 30_000 } = timeouts;
  for (const [name, value] of Object.entries({ host, share, username, domain })) {
    if (typeof value !== "string" || value === "" || value.includes("\0"))
      throw bad(name, "has to be a text");
  }
  for (const [name, value] of Object.entries({ port, connectMs, requestMs })) {
    if (!Number.isSafeInteger(value) || value <= 0) throw bad(name, "has to be a positive integer");
  }
  if (/[\\/]/.test(share)) throw bad("share", "is the name alone; directories belong into root");
  if (!isCredential(password))
    throw bad("password", 'has to be a credential: secret("…") or { env: "NAME" }');
  try {
    segmentsOf(root);
  } catch {
    throw bad("root", 'has to be names with "/" between them, without "." and ".."');
  }
  return Object.freeze({ host, port, share, username, password, domain, root, connectMs, requestMs });
}

function bad(name: string, problem: string): ConfigurationError {
  return new ConfigurationError(`The SMB adapter's option ${name} ${problem}.`);
}

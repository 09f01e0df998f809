import { ConfigurationError, type Credential, checkOptions, isCredential, type OptionNames } from "@mcs/core";

/** What {@link SftpAdapter} is told. Plain data. */
export interface SftpAdapterOptions {
  /** A name or an address. */
  readonly host: string;
  /** @defaultValue 22 */
  readonly port?: number;
  /** The account on the server. */
  readonly username: string;
  /** Either this or `privateKey`, or both for a server that asks for both. */
  readonly password?: Credential;
  /** The text of a key file, in OpenSSH's form or PEM. */
  readonly privateKey?: Credential;
  /** Of the private key. */
  readonly passphrase?: Credential;
  /**
   * The server's key, or several that are accepted: a fingerprint as `ssh-keygen -l` shows it (`"SHA256:…"`), or
   * a key as it stands in `known_hosts` (`"ssh-ed25519 AAAA…"`). There is no default: a server whose key is not
   * checked may be anybody, and would be given the password.
   */
  readonly hostKey?: string | readonly string[];
  /** Accepts any host key in place of `hostKey`. Only for servers on loopback and for tests. @defaultValue false */
  readonly unsafeAnyHostKey?: boolean;
  /** A directory on the server, absolute or relative to where the account begins. @defaultValue "." */
  readonly root?: string;
  /** How long connecting and a request may take. */
  readonly timeouts?: SftpTimeoutOptions;
}

/** Milliseconds. */
export interface SftpTimeoutOptions {
  /** Until the session stands, authentication included. @defaultValue 10000 */
  readonly connectMs?: number;
  /** For the answer to one request; a file takes many. @defaultValue 30000 */
  readonly requestMs?: number;
}

/** The options with every default filled in. */
export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly password: Credential | undefined;
  readonly privateKey: Credential | undefined;
  readonly passphrase: Credential | undefined;
  /** Undefined: any. */
  readonly hostKeys: readonly string[] | undefined;
  readonly root: string;
  readonly connectMs: number;
  readonly requestMs: number;
}

const NAMES: OptionNames<SftpAdapterOptions> = {
  host: 0,
  port: 0,
  username: 0,
  password: 0,
  privateKey: 0,
  passphrase: 0,
  hostKey: 0,
  unsafeAnyHostKey: 0,
  root: 0,
  timeouts: 0,
};
const TIMEOUTS: OptionNames<SftpTimeoutOptions> = { connectMs: 0, requestMs: 0 };

/** @throws ConfigurationError */
export function settingsFrom(options: SftpAdapterOptions): Settings {
  checkOptions("SftpAdapter", options, NAMES);
  checkOptions("SftpAdapter", options.timeouts ?? {}, TIMEOUTS, "timeouts");
  const { host, port = 22, username, root = ".", timeouts = {} } = options;
  const { connectMs = 10_000, requestMs = 30_000 } = timeouts;
  for (const [name, value] of Object.entries({ host, username, root })) {
    if (typeof value !== "string" || value === "" || value.includes("\0"))
      throw bad(name, "has to be a text");
  }
  for (const [name, value] of Object.entries({ port, connectMs, requestMs })) {
    if (!Number.isSafeInteger(value) || value <= 0) throw bad(name, "has to be a positive integer");
  }
  const { password, privateKey, passphrase } = options;
  for (const [name, value] of Object.entries({ password, privateKey, passphrase })) {
    if (value !== undefined && !isCredential(value)) {
      throw bad(name, 'has to be a credential: secret("…") or { env: "NAME" }');
    }
  }
  if (password === undefined && privateKey === undefined) throw bad("password", "or privateKey is needed");
  const hostKeys = hostKeysFrom(options);
  const settings = { host, port, username, password, privateKey, passphrase, hostKeys, root };
  return Object.freeze({ ...settings, connectMs, requestMs });
}

const FINGERPRINT = /^SHA256:[A-Za-z0-9+/]{43}=?$/;
const PUBLIC_KEY = /^[a-z0-9@.-]+ [A-Za-z0-9+/]+={0,2}( .*)?$/;

function hostKeysFrom({ hostKey, unsafeAnyHostKey }: SftpAdapterOptions): readonly string[] | undefined {
  if (hostKey === undefined && unsafeAnyHostKey === true) return undefined;
  const keys = typeof hostKey === "string" ? [hostKey] : (hostKey ?? []);
  if (keys.length === 0) {
    throw bad("hostKey", "is needed: ask the server's operator for the fingerprint, SHA256:…");
  }
  const wrong = keys.find((key) => !FINGERPRINT.test(key) && !PUBLIC_KEY.test(key));
  if (wrong !== undefined) throw bad("hostKey", 'has to be "SHA256:…" or "type base64", as in known_hosts');
  return keys;
}

function bad(name: string, problem: string): ConfigurationError {
  return new ConfigurationError(`The SFTP adapter's option ${name} ${problem}.`);
}

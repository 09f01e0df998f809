import { ConfigurationError, type Credential, checkOptions, isCredential, type OptionNames } from "@mcs/core";

/** What {@link ClickHouseAdapter} is told. Plain data. */
export interface ClickHouseAdapterOptions {
  /** The server's HTTP interface, such as `"https://clickhouse.example.com:8443"`. Credentials go nowhere else. */
  readonly url: string;
  /** The database whose tables can be read. @defaultValue "default" */
  readonly database?: string;
  /** @defaultValue "default" */
  readonly user?: string;
  /** `secret("…")` or `{ env: "NAME" }`, read at the first call. @defaultValue none */
  readonly password?: Credential;
  /** Milliseconds for one query: the server stops it, and so does the adapter. @defaultValue 60000 */
  readonly timeoutMs?: number;
  /** The most rows of a result. @defaultValue 10000 */
  readonly maxRows?: number;
  /** The most bytes of a result. @defaultValue 67108864 */
  readonly maxBytes?: number;
  /** What one query may keep in the server's memory, in bytes. @defaultValue 4294967296 */
  readonly maxMemoryBytes?: number;
  /** Connections at a time; further queries wait. @defaultValue 10 */
  readonly connections?: number;
}

/** The options with every default filled in. */
export type Settings = Required<Omit<ClickHouseAdapterOptions, "password">> &
  Pick<ClickHouseAdapterOptions, "password">;

const NAMES: OptionNames<ClickHouseAdapterOptions> = {
  url: 0,
  database: 0,
  user: 0,
  password: 0,
  timeoutMs: 0,
  maxRows: 0,
  maxBytes: 0,
  maxMemoryBytes: 0,
  connections: 0,
};

/** @throws ConfigurationError */
export function settingsFrom(options: ClickHouseAdapterOptions): Settings {
  checkOptions("ClickHouseAdapter", options, NAMES);
  const { url, database = "default", user = "default", password } = options;
  const { timeoutMs = 60_000, maxRows = 10_000, maxBytes = 64 * 2 ** 20 } = options;
  const { maxMemoryBytes = 4 * 2 ** 30, connections = 10 } = options;
  if (typeof url !== "string" || !isPlainUrl(url)) {
    throw bad("url", "has to be an http or https URL without credentials and query");
  }
  for (const [name, value] of Object.entries({ database, user })) {
    if (typeof value !== "string" || value === "") throw bad(name, "has to be a text");
  }
  if (password !== undefined && !isCredential(password)) {
    throw bad("password", 'has to be secret("…") or { env: "NAME" }');
  }
  const numbers = { timeoutMs, maxRows, maxBytes, maxMemoryBytes, connections };
  for (const [name, value] of Object.entries(numbers)) {
    if (!Number.isSafeInteger(value) || value <= 0) throw bad(name, "has to be a positive integer");
  }
  return Object.freeze({ url, database, user, ...numbers, ...(password === undefined ? {} : { password }) });
}

function isPlainUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return false;
  return `${url.username}${url.password}${url.search}${url.hash}` === "";
}

function bad(name: string, problem: string): ConfigurationError {
  return new ConfigurationError(`The ClickHouse adapter's option ${name} ${problem}.`);
}

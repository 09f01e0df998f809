import { ConfigurationError, type Credential, checkOptions, isCredential, type OptionNames } from "@mcs/core";
import { segmentsOf } from "@mcs/core/files";

/** What {@link S3Adapter} is told. Plain data. */
export interface S3AdapterOptions {
  /** The name of the bucket, which has to exist. */
  readonly bucket: string;
  /** Where the root is, with `/` between names. @defaultValue "", the whole bucket */
  readonly root?: string;
  /** The bucket's. @defaultValue "us-east-1" */
  readonly region?: string;
  /** Of a server other than AWS, such as `"https://minio.example.com"`. @defaultValue that of AWS in the region */
  readonly endpoint?: string;
  /** Names the bucket in the path and not in the host. @defaultValue true with an endpoint, false without */
  readonly pathStyle?: boolean;
  /** @defaultValue where the AWS SDK finds them: the environment, its files, the machine's role */
  readonly credentials?: S3Credentials;
  /**
   * Whether the server heeds `If-Match` and `If-None-Match` for writes, as S3 does. With `false` they are not
   * sent, for servers that refuse them: `create` and `ifMatch` then look first and write after.
   *
   * @defaultValue true
   */
  readonly conditionalWrites?: boolean;
  /** How long a connection and a request may take. */
  readonly timeouts?: S3TimeoutOptions;
}

/** Whom S3 knows the adapter as. */
export interface S3Credentials {
  /** Names the key. It is no secret, so a plain text will do. */
  readonly accessKeyId: string | Credential;
  /** Signs requests, and is never sent. */
  readonly secretAccessKey: Credential;
  /** For credentials that were lent for a time. @defaultValue none */
  readonly sessionToken?: Credential;
}

/** Milliseconds. */
export interface S3TimeoutOptions {
  /** Until a connection stands, TLS included. @defaultValue 10000 */
  readonly connectMs?: number;
  /** For one request, until its response begins. @defaultValue 60000 */
  readonly requestMs?: number;
}

/** The options with every default filled in. */
export interface Settings {
  readonly bucket: string;
  readonly root: string;
  readonly region: string;
  readonly endpoint: string | undefined;
  readonly pathStyle: boolean;
  readonly credentials: S3Credentials | undefined;
  readonly conditionalWrites: boolean;
  readonly connectMs: number;
  readonly requestMs: number;
}

const NAMES: OptionNames<S3AdapterOptions> = {
  bucket: 0,
  root: 0,
  region: 0,
  endpoint: 0,
  pathStyle: 0,
  credentials: 0,
  conditionalWrites: 0,
  timeouts: 0,
};
const TIMEOUTS: OptionNames<S3TimeoutOptions> = { connectMs: 0, requestMs: 0 };

/** @throws ConfigurationError */
export function settingsFrom(options: S3AdapterOptions): Settings {
  checkOptions("S3Adapter", options, NAMES);
  checkOptions("S3Adapter", options.timeouts ?? {}, TIMEOUTS, "timeouts");
  const { bucket, root = "", region = "us-east-1", endpoint, credentials, timeouts = {} } = options;
  const { pathStyle = endpoint !== undefined, conditionalWrites = true } = options;
  const { connectMs = 10_000, requestMs = 60_000 } = timeouts;
  if (typeof bucket !== "string" || !/^[a-zA-Z0-9._-]+$/.test(bucket)) {
    throw bad("bucket", "has to be the name of one");
  }
  if (typeof region !== "string" || region === "") throw bad("region", "has to be a text");
  if (endpoint !== undefined && !isOrigin(endpoint)) {
    throw bad("endpoint", "has to be an http or https URL without credentials and query");
  }
  if (credentials !== undefined && !areCredentials(credentials)) {
    throw bad("credentials", "has to hold accessKeyId and secretAccessKey; secrets as secret() or { env }");
  }
  for (const [name, value] of Object.entries({ connectMs, requestMs })) {
    if (!Number.isSafeInteger(value) || value <= 0) throw bad(name, "has to be a positive integer");
  }
  try {
    segmentsOf(root);
  } catch {
    throw bad("root", 'has to be names with "/" between them, without "." and ".."');
  }
  const settings = { bucket, root, region, endpoint, pathStyle, credentials, conditionalWrites };
  return Object.freeze({ ...settings, connectMs, requestMs });
}

function isOrigin(endpoint: string): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { protocol, username, password, search, hash } = new URL(endpoint);
  return /^https?:$/.test(protocol) && `${username}${password}${search}${hash}` === "";
}

function areCredentials({ accessKeyId, secretAccessKey, sessionToken }: S3Credentials): boolean {
  if (typeof accessKeyId !== "string" && !isCredential(accessKeyId)) return false;
  return isCredential(secretAccessKey) && (sessionToken === undefined || isCredential(sessionToken));
}

function bad(name: string, problem: string): ConfigurationError {
  return new ConfigurationError(`The S3 adapter's option ${name} ${problem}.`);
}

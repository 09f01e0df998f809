import { createHash, randomBytes } from "node:crypto";

/** What a server asks of a client (RFC 7616, section 3.3). */
export interface DigestChallenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | undefined;
  /** As the server writes it; absent means MD5. */
  readonly algorithm: string | undefined;
  /** False where the server knows no `qop`, as before RFC 2617. */
  readonly protects: boolean;
  readonly userhash: boolean;
  /** Only the nonce was too old. */
  readonly stale: boolean;
}

/** What the answer to a challenge is made of. */
export interface DigestAnswer {
  readonly challenge: DigestChallenge;
  readonly username: string;
  readonly password: string;
  readonly method: string;
  /** Path and query, as in the request line. */
  readonly target: string;
  readonly cnonce: string;
  /** How many requests were sent with this nonce, this one included. */
  readonly count: number;
}

/** Hash functions by the names that RFC 7616 has for them, in lower case. */
const HASHES: Readonly<Record<string, string>> = {
  md5: "md5",
  "sha-256": "sha256",
  "sha-512-256": "sha512-256",
};
const SESSION = "-sess";

export function newCnonce(): string {
  return randomBytes(16).toString("base64url");
}

/** The first challenge that can be answered; servers name the one that they prefer first. */
export function readChallenge(header: string | readonly string[] | undefined): DigestChallenge | undefined {
  if (header === undefined) return undefined;
  for (const { scheme, parameters } of challengesIn([header].flat().join(", "))) {
    const { realm = "", nonce, opaque, algorithm, qop, userhash, stale } = parameters;
    if (scheme !== "digest" || nonce === undefined || hashOf(algorithm) === undefined) continue;
    const offered = qop?.split(",").map((value) => value.trim().toLowerCase());
    if (offered?.includes("auth") === false) continue;
    return {
      realm,
      nonce,
      opaque,
      algorithm,
      protects: offered !== undefined,
      userhash: userhash?.toLowerCase() === "true",
      stale: stale?.toLowerCase() === "true",
    };
  }
  return undefined;
}

interface Challenge {
  readonly scheme: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * The challenges of a WWW-Authenticate header (RFC 9110, section 11.6.1): a word that no `=` follows begins
 * one, `name=value` belongs to the last one that began.
 */
function challengesIn(header: string): Challenge[] {
  const found: { scheme: string; parameters: Record<string, string> }[] = [];
  for (const [, name = "", quoted, bare] of header.matchAll(PART)) {
    const value = quoted === undefined ? bare : quoted.replace(/\\(.)/g, "$1");
    const last = found.at(-1);
    if (value === undefined) found.push({ scheme: name.toLowerCase(), parameters: Object.create(null) });
    else if (last !== undefined) last.parameters[name.toLowerCase()] ??= value;
  }
  return found;
}

const PART = /([\w!#$%&'*+.^`|~-]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*)))?/g;

function hashOf(algorithm = "MD5"): ((text: string) => string) | undefined {
  const name = algorithm.toLowerCase();
  const base = name.endsWith(SESSION) ? name.slice(0, -SESSION.length) : name;
  const hash = Object.hasOwn(HASHES, base) ? HASHES[base] : undefined;
  return hash === undefined ? undefined : (text) => createHash(hash).update(text, "utf8").digest("hex");
}

/** The `response` parameter (RFC 7616, section 3.4.1). */
export function digestResponse(answer: DigestAnswer): string {
  const { challenge, username, password, method, target, cnonce, count } = answer;
  const { realm, nonce, algorithm, protects } = challenge;
  const hash = hashOf(algorithm);
  if (hash === undefined) throw new TypeError(`unknown digest algorithm ${algorithm}`);
  const secret = hash(`${username}:${realm}:${password}`);
  const isSession = algorithm?.toLowerCase().endsWith(SESSION) === true;
  const first = isSession ? hash(`${secret}:${nonce}:${cnonce}`) : secret;
  const second = hash(`${method}:${target}`);
  return protects
    ? hash(`${first}:${nonce}:${countText(count)}:${cnonce}:auth:${second}`)
    : hash(`${first}:${nonce}:${second}`);
}

/** What follows `Digest` in the Authorization header (RFC 7616, section 3.4). */
export function digestCredentials(answer: DigestAnswer, response: string): string {
  const { challenge, target, cnonce, count } = answer;
  const { realm, nonce, opaque, algorithm, protects, userhash } = challenge;
  const parts = [
    ...userParts(answer),
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(target)}`,
    `response="${response}"`,
    ...(algorithm === undefined ? [] : [`algorithm=${algorithm}`]),
    ...(opaque === undefined ? [] : [`opaque=${quoted(opaque)}`]),
    // A session's key is made of the cnonce whether or not the rest is protected.
    ...(protects ? ["qop=auth", `nc=${countText(count)}`, `cnonce="${cnonce}"`] : []),
    ...(!protects && algorithm?.toLowerCase().endsWith(SESSION) ? [`cnonce="${cnonce}"`] : []),
    ...(userhash ? ["userhash=true"] : []),
  ];
  return parts.join(", ");
}

function userParts({ username, challenge }: DigestAnswer): string[] {
  const { realm, algorithm, userhash } = challenge;
  if (userhash) return [`username="${hashOf(algorithm)?.(`${username}:${realm}`)}"`];
  if (/^[\x20-\x7e]*$/.test(username)) return [`username=${quoted(username)}`];
  // RFC 8187 leaves less unescaped than encodeURIComponent does.
  const encoded = encodeURIComponent(username).replace(/[!'()*]/g, (char) => {
    return `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
  });
  return [`username*=UTF-8''${encoded}`];
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

function countText(count: number): string {
  return count.toString(16).padStart(8, "0");
}

import { InvalidRequestError } from "./errors.ts";

/** Given by a request: names in any case, a value may be repeated. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[]>>;

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** They frame the message or name the connection, so a wrong one would make it two messages or send it elsewhere. */
const ADAPTERS_OWN: ReadonlySet<string> = new Set([
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "proxy-authorization",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
]);

/** What is sent where a request says nothing. */
export interface DefaultHeaders {
  readonly userAgent: string | false;
  readonly acceptEncoding: string | false;
}

/**
 * Names and values in turn, checked, with the defaults at the end.
 *
 * @throws InvalidRequestError naming the header, never its value.
 */
export function wireHeaders(
  given: RequestHeaders | undefined,
  { userAgent, acceptEncoding }: DefaultHeaders,
): string[] {
  const wire: string[] = [];
  let agent = userAgent;
  let encoding = acceptEncoding;
  for (const name in given) {
    const value = given[name];
    if (value === undefined) continue;
    const lower = name.toLowerCase();
    if (lower === "user-agent") agent = false;
    else if (lower === "accept-encoding") encoding = false;
    else if (ADAPTERS_OWN.has(lower)) throw invalid(name, "is set by the adapter", "Leave it out.");
    if (!TOKEN.test(name)) throw invalid(name, "has a name that is no HTTP token");
    for (const one of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
      checkValue(name, one);
      wire.push(name, one);
    }
  }
  if (agent !== false) wire.push("user-agent", agent);
  if (encoding !== false) wire.push("accept-encoding", encoding);
  return wire;
}

/** The same in pairs, for undici's proxy agent, which keeps only the last of repeated names in a flat list. */
export function headerPairs(wire: readonly string[]): Iterable<[string, string]> {
  return {
    *[Symbol.iterator](): Generator<[string, string]> {
      for (let i = 0; i < wire.length; i += 2) yield [wire[i] ?? "", wire[i + 1] ?? ""];
    },
  };
}

function checkValue(name: string, value: unknown): asserts value is string {
  if (typeof value === "string" && VALUE.test(value)) return;
  throw invalid(
    name,
    "has a value that is no text or holds a line break or another character that headers cannot carry",
  );
}

function invalid(name: string, problem: string, remedy?: string): InvalidRequestError {
  const message = `The request header ${JSON.stringify(name)} ${problem}.`;
  return new InvalidRequestError(message, remedy === undefined ? {} : { remedy });
}

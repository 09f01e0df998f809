import type { HttpRequest } from "@mcs/core/ports";
import type { Scheme } from "./schemes.ts";

/** What is added to a request. Holds credentials: it goes to the wire and nowhere else. */
export interface Authentication {
  readonly headers: Readonly<Record<string, string>>;
  readonly query: readonly string[];
  readonly cookies: readonly string[];
}

export const NOTHING: Authentication = { headers: {}, query: [], cookies: [] };

/** Stands for a credential where people look. */
export const MASK = "[secret]";

/**
 * A credential in its place.
 *
 * @param value the key, the token, or what follows `Basic` and `Digest`
 */
export function present(scheme: Scheme, value: string): Authentication {
  switch (scheme.kind) {
    case "apiKey": {
      if (scheme.in === "header") return { ...NOTHING, headers: { [scheme.name.toLowerCase()]: value } };
      const pair = `${encodeURIComponent(scheme.name)}=${value === MASK ? MASK : encodeURIComponent(value)}`;
      return scheme.in === "query" ? { ...NOTHING, query: [pair] } : { ...NOTHING, cookies: [pair] };
    }
    case "bearer":
      return authorization(`Bearer ${value}`);
    case "basic":
      return authorization(`Basic ${value}`);
    case "digest":
      return authorization(`Digest ${value}`);
    case "mutualTLS":
      return NOTHING;
  }
}

function authorization(value: string): Authentication {
  return { ...NOTHING, headers: { authorization: value } };
}

/** Several of them as one. */
export function joined(parts: readonly Authentication[]): Authentication {
  return {
    headers: Object.assign({}, ...parts.map(({ headers }) => headers)) as Record<string, string>,
    query: parts.flatMap(({ query }) => query),
    cookies: parts.flatMap(({ cookies }) => cookies),
  };
}

/** A request with this added to it. Header names are in lower case on both sides. */
export function addTo(request: HttpRequest, { headers, query, cookies }: Authentication): HttpRequest {
  const before = request.headers?.cookie;
  const all = [...(before === undefined ? [] : [before].flat()), ...cookies];
  return {
    ...request,
    url: withQuery(request.url, query),
    headers: {
      ...request.headers,
      ...headers,
      ...(all.length === 0 ? {} : { cookie: all.join("; ") }),
    },
  };
}

export function withQuery(url: string, pairs: readonly string[]): string {
  if (pairs.length === 0) return url;
  return `${url}${url.includes("?") ? "&" : "?"}${pairs.join("&")}`;
}

/** The pair of RFC 7617 as it follows `Basic`, in UTF-8. */
export function basicPair(pair: string): string {
  return Buffer.from(pair, "utf8").toString("base64");
}

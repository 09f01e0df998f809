import type { HttpResponse } from "@mcs/core/ports";

/** A header's value, the first one where it is repeated. */
export function header({ headers }: HttpResponse, name: string): string | undefined {
  const value = headers[name];
  return typeof value === "string" ? value : value?.[0];
}

/** Headers that speak of the connection, or that hold a session. */
const PRIVATE = new Set([
  "connection",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
  "trailer",
  "proxy-authenticate",
  "www-authenticate",
  "authentication-info",
  "set-cookie",
]);

/** What a caller may see of a response's headers: all of a HEAD request's result. */
export function publicHeaders({ headers }: HttpResponse): Array<readonly [name: string, value: string]> {
  return Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || PRIVATE.has(name)
      ? []
      : [[name, typeof value === "string" ? value : value.join(", ")] as const],
  );
}

/** Of which the specification has it ignored that they stand among the parameters (OpenAPI 3.1, section 4.8.12.1). */
const IGNORED: ReadonlySet<string> = new Set(["accept", "content-type", "authorization"]);

/** They frame the message or name the connection, so no adapter takes them from a request. */
const ADAPTERS: ReadonlySet<string> = new Set([
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

/**
 * Header parameters named Accept, Content-Type or Authorization are not parameters: the specification says so,
 * and credentials are never the model's to give.
 */
export function isUnbound(location: string, name: string): boolean {
  return location === "header" && IGNORED.has(name.toLowerCase());
}

/** Whether a header is written by what sends the request, whatever the document says of it. */
export function isAdapters(location: string, name: string): boolean {
  return location === "header" && ADAPTERS.has(name.toLowerCase());
}

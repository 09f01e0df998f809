const RESERVED = new Set(["accept", "content-type", "authorization"]);

/**
 * Header parameters named Accept, Content-Type or Authorization are not parameters: the specification has
 * them ignored (OpenAPI 3.1, section 4.8.12.1), and credentials are never the model's to give.
 */
export function isUnbound(location: string, name: string): boolean {
  return location === "header" && RESERVED.has(name.toLowerCase());
}

import { asObject, asString, isObject, type JsonObject } from "../document/json.ts";
import type { ApiDocument } from "../document/load.ts";

/** How a credential is presented. */
export type Scheme =
  | { readonly kind: "apiKey"; readonly in: "header" | "query" | "cookie"; readonly name: string }
  | { readonly kind: "basic" }
  /** Bearer tokens; OAuth 2 and OpenID Connect end in one. */
  | { readonly kind: "bearer" };

/** The security schemes of a document that are understood, by their names. */
export function readSchemes(document: ApiDocument): ReadonlyMap<string, Scheme> {
  const stated =
    document.version === "2.0"
      ? asObject(document.root.securityDefinitions)
      : asObject(asObject(document.root.components)?.securitySchemes);
  const schemes = new Map<string, Scheme>();
  for (const [name, value] of Object.entries(stated ?? {})) {
    const place = { file: document.file, pointer: "", value };
    const target = document.references.follow(place)?.value;
    const scheme = isObject(target) ? readScheme(target) : undefined;
    if (scheme !== undefined) schemes.set(name, scheme);
  }
  return schemes;
}

function readScheme(value: JsonObject): Scheme | undefined {
  switch (value.type) {
    case "apiKey": {
      const name = asString(value.name);
      const place = value.in;
      if (name === undefined || (place !== "header" && place !== "query" && place !== "cookie"))
        return undefined;
      return { kind: "apiKey", in: place, name };
    }
    case "basic":
      return { kind: "basic" };
    case "http":
      return String(value.scheme).toLowerCase() === "basic" ? { kind: "basic" } : httpScheme(value);
    case "oauth2":
    case "openIdConnect":
      return { kind: "bearer" };
    default:
      return undefined;
  }
}

function httpScheme(value: JsonObject): Scheme | undefined {
  return String(value.scheme).toLowerCase() === "bearer" ? { kind: "bearer" } : undefined;
}

import type { Diagnostics } from "../diagnostics.ts";
import { asObject, asString, escapeSegment, isObject, type JsonObject } from "../document/json.ts";
import type { ApiDocument } from "../document/load.ts";
import { type Place, pointerOf } from "../document/references.ts";

/** How a credential is presented. */
export type Scheme =
  | { readonly kind: "apiKey"; readonly in: "header" | "query" | "cookie"; readonly name: string }
  | { readonly kind: "basic" }
  | { readonly kind: "digest" }
  /** OAuth 2 and OpenID Connect end in a bearer token. */
  | { readonly kind: "bearer"; readonly tokens?: TokenPlaces }
  /** The connection's business: it adds nothing to a request. */
  | { readonly kind: "mutualTLS" };

/** Where the document says that tokens are had, as it says it: the URLs may be relative. */
export interface TokenPlaces {
  readonly clientCredentials?: string | undefined;
  readonly refresh?: string | undefined;
  /** The URL of a metadata document: OpenID Connect Discovery, or RFC 8414. */
  readonly discovery?: string | undefined;
  /** The file that says so. */
  readonly statedIn: string;
}

/** The security schemes of a document that are understood, by their names. The others are reported. */
export function readSchemes(document: ApiDocument, diagnostics: Diagnostics): ReadonlyMap<string, Scheme> {
  const swagger2 = document.version === "2.0";
  const parent = swagger2 ? "/securityDefinitions" : "/components/securitySchemes";
  const stated = swagger2
    ? asObject(document.root.securityDefinitions)
    : asObject(asObject(document.root.components)?.securitySchemes);
  const schemes = new Map<string, Scheme>();
  for (const [name, value] of Object.entries(stated ?? {})) {
    const place: Place = { file: document.file, pointer: `${parent}/${escapeSegment(name)}`, value };
    const target = document.references.follow(place);
    const scheme = isObject(target?.value) ? readScheme(target.value, target.file.uri) : undefined;
    if (scheme !== undefined) schemes.set(name, scheme);
    else {
      const message = `The security scheme ${name} is of no known kind, so nothing is sent for it.`;
      diagnostics.add("warning", "unsupported", pointerOf(place, document.file), message);
    }
  }
  return schemes;
}

function readScheme(value: JsonObject, statedIn: string): Scheme | undefined {
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
      return httpScheme(value);
    case "oauth2":
      return { kind: "bearer", tokens: { ...tokenUrls(value), statedIn } };
    case "openIdConnect":
      return { kind: "bearer", tokens: { discovery: asString(value.openIdConnectUrl), statedIn } };
    case "mutualTLS":
      return { kind: "mutualTLS" };
    default:
      return undefined;
  }
}

function httpScheme(value: JsonObject): Scheme | undefined {
  const kind = String(value.scheme).toLowerCase();
  return kind === "basic" || kind === "digest" || kind === "bearer" ? { kind } : undefined;
}

/** Flows by their names in OpenAPI 3; Swagger 2.0 has one flow, under names of its own. */
function tokenUrls(value: JsonObject): Omit<TokenPlaces, "statedIn"> {
  const flows = Object.entries(asObject(value.flows) ?? { [String(value.flow)]: value }).map(
    ([name, flow]) => ({ name, ...asObject(flow) }),
  );
  const client = flows.find(({ name }) => name === "clientCredentials" || name === "application");
  const urls = flows.flatMap(({ refreshUrl, tokenUrl }: JsonObject) => [refreshUrl, tokenUrl]);
  return {
    clientCredentials: asString((client as JsonObject | undefined)?.tokenUrl),
    refresh: urls.find((url) => typeof url === "string"),
    discovery: asString(value.oauth2MetadataUrl),
  };
}

import { ConfigurationError } from "@mcs/core";
import { asArray, asObject, asString, isObject, type JsonObject } from "./json.ts";
import type { ApiDocument } from "./load.ts";

/** The base of an operation's URLs, without a trailing slash, and how it came to be. */
export interface BaseUrl {
  readonly url: string;
  readonly origin: string;
}

/**
 * Where an operation is served: the option, or the first server of the operation, of its path, of the
 * document; relative ones against the document's own URL.
 *
 * @throws ConfigurationError where there is none, or it is no http(s) URL.
 */
export function baseUrl(
  document: ApiDocument,
  operation: JsonObject,
  item: JsonObject | undefined,
  serverUrl: string | undefined,
): BaseUrl {
  const stated =
    serverUrl ??
    (document.version === "2.0" ? swagger2Server(document, operation) : server(document, operation, item));
  const url = URL.parse(stated, document.baseUrl);
  if (url === null) {
    throw new ConfigurationError(
      `The document does not say where its API is: its server is ${JSON.stringify(stated)}.`,
      {
        remedy: "Pass the base URL of the API as serverUrl.",
      },
    );
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new ConfigurationError(`The server ${url.protocol}//${url.host} is not reached by http or https.`, {
      remedy: "Pass the base URL of the API as serverUrl.",
    });
  }
  // Credentials in a document's server would go out with every call, unseen by the operator.
  url.username = "";
  url.password = "";
  url.hash = "";
  return { url: `${url.origin}${url.pathname.replace(/\/+$/, "")}`, origin: url.origin };
}

function server(document: ApiDocument, operation: JsonObject, item: JsonObject | undefined): string {
  for (const owner of [operation, item, document.root]) {
    const first = asArray(owner?.servers).find(isObject);
    if (first !== undefined) return withVariables(first);
  }
  return "/";
}

/** A server's URL with its variables at their defaults. */
function withVariables(server: JsonObject): string {
  const variables = asObject(server.variables) ?? {};
  return (asString(server.url) ?? "/").replace(/\{([^{}]+)\}/g, (whole, name: string) => {
    const variable = asObject(Object.hasOwn(variables, name) ? variables[name] : undefined);
    const value = variable?.default ?? asArray(variable?.enum)[0];
    return value === undefined ? whole : String(value);
  });
}

/** Swagger 2.0 takes its servers apart into schemes, host and basePath. */
function swagger2Server(document: ApiDocument, operation: JsonObject): string {
  const { root, baseUrl: base } = document;
  const host = asString(root.host);
  const path = asString(root.basePath) ?? "/";
  if (host === undefined || host === "") return path;
  const stated = asArray(operation.schemes ?? root.schemes).map((scheme) => String(scheme).toLowerCase());
  const own = base?.slice(0, base.indexOf(":"));
  const scheme = ["https", "http"].find((name) => stated.includes(name)) ?? own ?? "https";
  return `${scheme}://${host}${path.startsWith("/") ? path : `/${path}`}`;
}

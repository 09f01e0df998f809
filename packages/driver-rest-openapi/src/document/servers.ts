import { ConfigurationError } from "@mcs/core";
import { type PathItemPlace, pathItems } from "../operations/found.ts";
import { asArray, asObject, asString, isObject, type JsonObject, own } from "./json.ts";
import type { ApiDocument } from "./load.ts";
import { fillTemplate } from "./server-template.ts";
import { withoutUser } from "./urls.ts";

/** The base of an operation's URLs, without a trailing slash, and how it came to be. */
export interface BaseUrl {
  readonly url: string;
  readonly origin: string;
  /** What the server's URL has behind a `?`, as `name=value`; it comes with every request. */
  readonly query: readonly string[];
  /** The URI of the file that names it, where that is not the operation's. */
  readonly statedIn?: string;
}

/** Which of the document's servers, if any of them. */
export interface ServerOptions {
  readonly serverUrl?: string | undefined;
  readonly server?: number | string | undefined;
  readonly serverVariables?: Readonly<Record<string, string>> | undefined;
}

/**
 * What the options say about the server; a toolset has its say where they do not.
 *
 * @throws ConfigurationError where they contradict themselves.
 */
export function chooseServer(
  { serverUrl, server, serverVariables }: ServerOptions,
  suggested: string | undefined,
): ServerOptions {
  if (serverUrl !== undefined && (server !== undefined || serverVariables !== undefined)) {
    throw new ConfigurationError("serverUrl was given together with server or serverVariables.", {
      remedy: "serverUrl takes the place of the document's servers; the other two choose among them.",
    });
  }
  if (server !== undefined || serverVariables !== undefined) return { server, serverVariables };
  return { serverUrl: serverUrl ?? suggested };
}

/** A server object, the same for every version of the specification. */
interface Server {
  /** A template. */
  readonly url: string;
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly variables: JsonObject;
}

/** An operation and the path item that it stands in. */
interface Served {
  readonly operation: JsonObject;
  readonly item: PathItemPlace;
}

const REMEDY = "Pass the base URL of the API as serverUrl.";

/**
 * Where an operation is served: the option, or the chosen server of the operation, of its path, of the
 * document; relative ones against the URL of the file that they stand in.
 *
 * @throws ConfigurationError where there is none, or it is no http(s) URL, or a variable of it has no value.
 */
export function baseUrl(document: ApiDocument, served: Served, options: ServerOptions): BaseUrl {
  if (options.serverUrl !== undefined) return toBase(options.serverUrl, document.baseUrl);
  const { operation, item } = served;
  if (document.version === "2.0")
    return resolve(choose(swagger2Servers(document, operation), options), document.baseUrl, options);
  // Beside a path item's reference, its own servers go before those of the item that it refers to.
  const items = [...pathItems(item)].reverse();
  for (const { file, value } of [{ file: item.file, value: operation }, ...items]) {
    const servers = serversOf(asObject(value));
    if (servers.length === 0) continue;
    // A number counts the document's servers. One of an operation's own goes by what it is called, or is the first.
    const named = servers.find((server) => isCalled(server, options.server));
    const base = file === document.file ? document.baseUrl : httpOnly(file.uri);
    const resolved = resolve(named ?? servers[0], base, options);
    return file === item.file ? resolved : { ...resolved, statedIn: file.uri };
  }
  return resolve(choose(documentServers(document), options), document.baseUrl, options);
}

/**
 * Looks at the options once, when the document is there, so that a choice that the document does not offer
 * fails before the first call.
 *
 * @throws ConfigurationError with what there is to choose from.
 */
export function checkServers(document: ApiDocument, options: ServerOptions): void {
  const { server, serverVariables } = options;
  if (server === undefined && serverVariables === undefined) return;
  const servers =
    document.version === "2.0" ? swagger2Servers(document, document.root) : documentServers(document);
  const others = document.version === "2.0" ? [] : innerServers(document);
  if (
    server !== undefined &&
    !(typeof server === "string" && others.some((other) => isCalled(other, server)))
  ) {
    choose(servers, options);
  }
  const all = [...servers, ...others];
  const known = new Set(
    all.flatMap(({ url, variables }) => [...Object.keys(variables), ...placeholders(url)]),
  );
  for (const [name, value] of Object.entries(serverVariables ?? {})) {
    if (!known.has(name)) {
      throw new ConfigurationError(`serverVariables names ${name}, which no server of the document has.`, {
        remedy: known.size === 0 ? "They have no variables." : `They have ${[...known].join(", ")}.`,
      });
    }
    const declared = all
      .map(({ variables }) => asObject(own(variables, name)))
      .filter((found) => found !== undefined);
    if (declared.every((variable) => !allows(variable, value))) checkValue(name, value, declared[0]);
  }
}

function choose(servers: readonly Server[], { server: choice }: ServerOptions): Server {
  const found =
    choice === undefined || typeof choice === "number"
      ? servers[choice ?? 0]
      : servers.find((server) => isCalled(server, choice));
  if (found !== undefined) return found;
  const choices = servers.map(({ url, name, description }, index) => {
    const label = [name, description].filter((text) => text !== undefined && text !== "").join(", ");
    return `${index}: ${JSON.stringify(url)}${label === "" ? "" : ` (${label.slice(0, 100)})`}`;
  });
  throw new ConfigurationError(`server is ${JSON.stringify(choice)}, and the document has no such server.`, {
    remedy: `It has ${choices.join("; ")}.`,
  });
}

function isCalled(
  { url, name, description, variables }: Server,
  choice: number | string | undefined,
): boolean {
  if (typeof choice !== "string") return false;
  return [name, description, url].includes(choice) || withDefaults(url, variables) === choice;
}

/** The URL as a person would write it, to compare with. */
function withDefaults(url: string, variables: JsonObject): string {
  return url.replace(/\{([^{}]+)\}/g, (whole, name: string) => defaultOf(variables, name) ?? whole);
}

function resolve(server: Server | undefined, base: string | undefined, options: ServerOptions): BaseUrl {
  const { url = "/", variables = {} } = server ?? {};
  const filled = fillTemplate(url, (name) => {
    const given = own(options.serverVariables ?? {}, name);
    if (typeof given !== "string") return defaultOf(variables, name);
    checkValue(name, given, asObject(own(variables, name)));
    return given;
  });
  return toBase(filled, base);
}

function defaultOf(variables: JsonObject, name: string): string | undefined {
  const variable = asObject(own(variables, name));
  const value = variable?.default ?? asArray(variable?.enum)[0];
  return value === undefined || value === null ? undefined : String(value);
}

function allows(variable: JsonObject, value: string): boolean {
  const choices = asArray(variable.enum);
  return choices.length === 0 || choices.some((choice) => String(choice) === value);
}

function checkValue(name: string, value: string, variable: JsonObject | undefined): void {
  if (variable === undefined || allows(variable, value)) return;
  throw new ConfigurationError(`The server's variable ${name} cannot be ${JSON.stringify(value)}.`, {
    remedy: `It may be ${asArray(variable.enum).map(String).join(", ")}.`,
  });
}

function toBase(stated: string, base: string | undefined): BaseUrl {
  const url = URL.parse(stated, base);
  if (url === null) {
    throw new ConfigurationError(
      `The document does not say where its API is: its server is ${JSON.stringify(withoutUser(stated))}.`,
      { remedy: REMEDY },
    );
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new ConfigurationError(`The server ${url.protocol}//${url.host} is not reached by http or https.`, {
      remedy: REMEDY,
    });
  }
  // Credentials in a document's server stay behind: they would go out with every call, unseen by the operator.
  const { origin, pathname, search } = url;
  let end = pathname.length;
  while (pathname[end - 1] === "/") end--;
  const query = search
    .slice(1)
    .split("&")
    .filter((pair) => pair !== "");
  return { url: `${origin}${pathname.slice(0, end)}`, origin, query };
}

function serversOf(owner: JsonObject | undefined): Server[] {
  return asArray(owner?.servers)
    .filter(isObject)
    .map((server) => ({
      url: asString(server.url) ?? "/",
      name: asString(server.name),
      description: asString(server.description)?.trim(),
      variables: asObject(server.variables) ?? {},
    }));
}

/** Without any, the specification has the API beside the document. */
function documentServers(document: ApiDocument): readonly Server[] {
  const servers = serversOf(document.root);
  return servers.length > 0 ? servers : [plain("/")];
}

/** Those of paths and operations, which stand in place of the document's. */
function innerServers(document: ApiDocument): Server[] {
  return Object.values(asObject(document.root.paths) ?? {}).flatMap((stated) => {
    const item = asObject(
      document.references.follow({ file: document.file, pointer: "", value: stated })?.value,
    );
    const operations = Object.values(item ?? {}).map(asObject);
    return [asObject(stated), item, ...operations].flatMap(serversOf);
  });
}

/** Swagger 2.0 takes its servers apart into schemes, host and basePath. The safer scheme goes first unless one is chosen. */
function swagger2Servers(document: ApiDocument, operation: JsonObject): readonly Server[] {
  const { root, baseUrl: base } = document;
  const host = asString(root.host);
  const stated = asString(root.basePath) ?? "/";
  const path = stated.startsWith("/") ? stated : `/${stated}`;
  if (host === undefined || host === "") return [plain(path)];
  // No host has a scheme, but a URL is what some write here.
  if (httpOnly(host) !== undefined) return [plain(`${host.replace(/\/$/, "")}${path}`)];
  const offered = asArray(operation.schemes ?? root.schemes).map((scheme) => String(scheme).toLowerCase());
  const own = base?.slice(0, base.indexOf(":"));
  const known = ["https", "http"].filter((scheme) => offered.includes(scheme));
  const schemes = known.length > 0 ? known : [own ?? "https"];
  return schemes.map((scheme) => ({
    ...plain(`${scheme}://${host}${path}`),
    name: scheme,
  }));
}

function plain(url: string): Server {
  return { url, name: undefined, description: undefined, variables: {} };
}

function placeholders(url: string): string[] {
  return [...url.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => name as string);
}

/** A file's own place is no address of an API. */
function httpOnly(uri: string): string | undefined {
  return /^https?:/i.test(uri) ? uri : undefined;
}

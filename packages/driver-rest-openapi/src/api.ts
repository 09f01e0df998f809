import type { HttpPort } from "@mcs/core/ports";
import { Diagnostics } from "./diagnostics.ts";
import type { DocumentCache } from "./document/cache.ts";
import { loadDocument } from "./document/load.ts";
import { Reader } from "./document/reader.ts";
import { checkServers, chooseServer } from "./document/servers.ts";
import type { BoundParameters } from "./operations/bound-parameters.ts";
import { Catalogue } from "./operations/catalogue.ts";
import type { RestDriverOptions } from "./options.ts";
import { RequestComposer } from "./request-composer.ts";
import { inputOptions } from "./schema/inputs.ts";
import { apiOrigin, apiServer } from "./security/api-server.ts";
import { Authenticator } from "./security/authenticator.ts";
import { documentHeaders } from "./security/document-headers.ts";
import { idempotencyHeader } from "./security/idempotency.ts";
import type { NamedOrigins } from "./security/named-origins.ts";
import type { Redactor } from "./security/redactor.ts";
import { readSchemes } from "./security/schemes.ts";
import { plainToolset, type Toolset } from "./toolset/toolset.ts";

const DEFAULTS = { timeoutMs: 30_000, maxResponseBytes: 10 * 2 ** 20, maxDocumentBytes: 64 * 2 ** 20 };

/** A loaded document with all that its calls need. */
export interface Api {
  readonly catalogue: Catalogue;
  readonly composer: RequestComposer;
  readonly reader: Reader;
  readonly diagnostics: Diagnostics;
}

/** What outlives one loading of the document. */
export interface ApiSurroundings {
  readonly redactor: Redactor;
  readonly origins: NamedOrigins;
  readonly bound: BoundParameters;
  /** The newest refresh token of each scheme. */
  readonly refreshTokens: Map<string, string>;
  readonly http: () => Promise<HttpPort>;
}

/**
 * Reads toolset and document, and puts together what they describe.
 *
 * @throws DocumentError, ConfigurationError, CredentialError
 */
export async function loadApi(
  options: RestDriverOptions,
  { redactor, origins, bound, refreshTokens, http }: ApiSurroundings,
): Promise<Api> {
  const remember = (value: string): void => redactor.remember(value);
  const diagnostics = new Diagnostics();
  const maxBytes = options.maxDocumentBytes ?? DEFAULTS.maxDocumentBytes;
  const reader = new Reader(options, {
    http,
    maxBytes,
    timeoutMs: options.timeoutMs ?? DEFAULTS.timeoutMs,
    headersFor: (origin, attempt) =>
      origins.has(origin) ? documentHeaders(options, attempt, remember) : undefined,
    isNamed: (origin) => origins.has(origin),
    cache: await openCache(options.cache, maxBytes, (text) => redactor.text(text)),
    diagnostics,
  });
  const toolset = await toolsetOf(options, reader);
  const document = await loadDocument(options, reader, diagnostics, toolset.overlays);
  const servers = chooseServer(options, toolset.serverUrl);
  checkServers(document, servers);
  if (toolset.isLocal && toolset.serverUrl !== undefined) origins.name(toolset.serverUrl);
  if (options.url === undefined && toolset.isLocal) {
    origins.trustDocument(() => apiOrigin(document, servers));
  }
  const authenticator = new Authenticator(options.auth, () => readSchemes(document, diagnostics), {
    http,
    origins,
    serverUrl: () => apiServer(document, servers).url,
    timeoutMs: options.timeoutMs ?? DEFAULTS.timeoutMs,
    remember,
    redact: (text) => redactor.text(text),
    rememberPassing: (value) => redactor.rememberPassing(value),
    refreshTokens,
  });
  return {
    reader,
    diagnostics,
    catalogue: new Catalogue(
      { document, diagnostics, servers, authenticator, inputs: inputOptions(options), bound },
      toolset.selections,
    ),
    composer: new RequestComposer(authenticator, origins, {
      headers: options.headers ?? {},
      timeoutMs: options.timeoutMs ?? DEFAULTS.timeoutMs,
      maxBytes: options.maxResponseBytes ?? DEFAULTS.maxResponseBytes,
      remember,
      idempotencyHeader: idempotencyHeader(options),
    }),
  };
}

/** What takes an overlay is loaded with the first one. */
async function toolsetOf(options: RestDriverOptions, reader: Reader): Promise<Toolset> {
  if (options.overlay === undefined && options.toolset === undefined) return plainToolset(options);
  const { readToolset } = await import("./toolset/read.ts");
  return readToolset(options, (place) => reader.readNamed(place));
}

async function openCache(
  folder: string | undefined,
  maxBytes: number,
  redact: (text: string) => string,
): Promise<DocumentCache | undefined> {
  if (folder === undefined) return undefined;
  const cache = await import("./document/cache.ts");
  return new cache.DocumentCache(folder, maxBytes, redact);
}

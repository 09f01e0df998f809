import {
  BaseToolDriver,
  type CallOptions,
  ConfigurationError,
  type DriverMeta,
  type Health,
  type SupportsHealthcheck,
  type Tool,
  type ToolArguments,
  ToolNotFoundError,
  validateArguments,
} from "@mcs/core";
import type { HttpPort } from "@mcs/core/ports";
import { type Diagnostic, Diagnostics } from "./diagnostics.ts";
import type { DocumentCache } from "./document/cache.ts";
import { checkSource, loadDocument } from "./document/load.ts";
import { Reader } from "./document/reader.ts";
import { checkServers, chooseServer } from "./document/servers.ts";
import { withoutQuery } from "./document/urls.ts";
import { Catalogue } from "./operations/catalogue.ts";
import type { OperationPlan } from "./operations/plan.ts";
import type { RestDriverOptions } from "./options.ts";
import { Renewable } from "./renewable.ts";
import { type PreparedRequest, RequestComposer } from "./request-composer.ts";
import { inputOptions } from "./schema/inputs.ts";
import { apiOrigin, apiServer } from "./security/api-server.ts";
import { Authenticator } from "./security/authenticator.ts";
import { clientCertificate } from "./security/client-certificate.ts";
import { checkCredentials } from "./security/credential-shapes.ts";
import { documentHeaders } from "./security/document-headers.ts";
import { idempotencyHeader } from "./security/idempotency.ts";
import { NamedOrigins } from "./security/named-origins.ts";
import { Redactor } from "./security/redactor.ts";
import { readSchemes } from "./security/schemes.ts";
import { send } from "./security/send.ts";
import { plainToolset, type Toolset } from "./toolset/toolset.ts";
import { VERSION } from "./version.ts";
import { projected } from "./wire/projection.ts";
import { resolveMedia } from "./wire/resolve-media.ts";
import { readResponse } from "./wire/response.ts";
import { untilCut } from "./wire/streams.ts";

const DEFAULTS = { timeoutMs: 30_000, maxResponseBytes: 10 * 2 ** 20, maxDocumentBytes: 64 * 2 ** 20 };

/** A loaded document with all that its calls need. */
interface Api {
  readonly catalogue: Catalogue;
  readonly composer: RequestComposer;
  readonly reader: Reader;
  readonly diagnostics: Diagnostics;
}

/**
 * Any HTTP API with an OpenAPI document, as a ToolDriver. The document is loaded at first use and then kept;
 * a failure to load is not, so the next use tries again.
 */
export class RestToolDriver extends BaseToolDriver implements SupportsHealthcheck {
  readonly meta: DriverMeta;
  readonly #options: RestDriverOptions;
  readonly #redactor = new Redactor();
  readonly #origins: NamedOrigins;
  readonly #refreshTokens = new Map<string, string>();
  readonly #api: Renewable<Api>;
  /** The API that a tool was found in: a call under way stays with it when the document is replaced. */
  readonly #owners = new WeakMap<Tool, Api>();
  #http: Promise<HttpPort> | undefined;
  #refreshFailure: Diagnostic | undefined;

  /** @throws ConfigurationError where the options contradict themselves. Does no I/O. */
  constructor(options: RestDriverOptions) {
    super();
    checkSource(options);
    checkCredentials(options.auth);
    clientCertificate(options);
    idempotencyHeader(options);
    plainToolset(options);
    chooseServer(options, undefined);
    this.#options = options;
    this.#origins = new NamedOrigins(options);
    this.#api = new Renewable<Api>(
      {
        load: () => this.#build().catch((error: unknown) => Promise.reject(this.#redactor.error(error))),
        hasChanged: ({ reader }) => reader.hasChanged(),
        renewed: (failure) => this.#noteRefresh(failure),
      },
      checkRefresh(options),
    );
    this.meta = Object.freeze({
      id: "0b1fd2a7-9c2e-4b64-8a05-6a5c2f0d7b31",
      name: "REST over OpenAPI",
      version: VERSION,
      bindings: [{ capability: "rest", adapter: options.http?.adapter ?? "http", specFormat: "OpenAPI" }],
      targetLlms: null,
      capabilities: ["healthcheck"],
    });
  }

  /** @throws DocumentError where the document cannot be used. */
  async listTools(): Promise<readonly Tool[]> {
    return (this.#api.now ?? (await this.#api.get())).catalogue.tools;
  }

  /** What was left out of the tools, or changed, and why. Reads every schema of the document. */
  async diagnostics(): Promise<readonly Diagnostic[]> {
    const { catalogue, diagnostics } = await this.#api.get();
    catalogue.inspect();
    return [...diagnostics.list(), ...(this.#refreshFailure === undefined ? [] : [this.#refreshFailure])];
  }

  /**
   * Asks whether the document has changed since it was read and, if so, reads it again. Calls under way go on
   * with the old one; where anything fails it stays, and the failure is also among the diagnostics.
   *
   * @returns whether there are new tools now
   * @throws DocumentError, ConfigurationError
   */
  reload(): Promise<boolean> {
    return this.#api.renew();
  }

  /**
   * The request that a call would send; nothing is sent. Credentials appear as `[secret]`.
   *
   * @throws ToolNotFoundError, InvalidArgumentsError, or what loading the document throws.
   */
  async prepareRequest(toolName: string, args: ToolArguments): Promise<PreparedRequest> {
    const { catalogue, composer } = await this.#api.get();
    const entry = catalogue.find(toolName);
    if (entry === undefined) throw new ToolNotFoundError(toolName);
    validateArguments(entry.tool, args);
    return composer.masked(toolName, entry.plan, await this.#withFiles(entry.plan, toolName, args));
  }

  /** Loads the document and asks whether the API's server answers at all. */
  async healthcheck(): Promise<Health> {
    try {
      const { catalogue } = await this.#api.get();
      const [tool] = catalogue.tools;
      const entry = tool === undefined ? undefined : catalogue.find(tool.name);
      if (entry === undefined) return { status: "WARN", detail: "The document has no operations." };
      const { url, origin } = entry.plan.base;
      const { uri } = entry.plan.found.item.file;
      const http = await this.#port();
      const { status } = await http.request({
        method: "HEAD",
        url: `${url}/`,
        trusted: this.#origins.allows(origin, uri),
        timeoutMs: 5000,
      });
      return status < 500 ? { status: "OK" } : { status: "WARN", detail: `${origin} answers ${status}.` };
    } catch (error) {
      return { status: "ERROR", detail: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Closes connections that the driver opened; an adapter that was passed in is its owner's to close. */
  async close(): Promise<void> {
    this.#api.stop();
    if (this.#options.http === undefined) await (await this.#http)?.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  protected override async findTool(name: string): Promise<Tool | undefined> {
    const api = this.#api.now ?? (await this.#api.get());
    const tool = api.catalogue.find(name)?.tool;
    if (tool !== undefined && !this.#owners.has(tool)) this.#owners.set(tool, api);
    return tool;
  }

  protected override async callTool(
    tool: Tool,
    args: ToolArguments,
    { signal, context }: CallOptions,
  ): Promise<unknown> {
    const { catalogue, composer } = this.#owners.get(tool) ?? (await this.#api.get());
    const plan = catalogue.find(tool.name)?.plan;
    if (plan === undefined) throw new ToolNotFoundError(tool.name);
    const ready = this.#options.media === undefined ? args : await this.#withFiles(plan, tool.name, args);
    const { request, live } = composer.request(tool.name, plan, ready);
    // What is obtained for this call alone is removed from its outcome, and nobody else hears of it.
    const redactor = live.length === 0 ? this.#redactor : this.#redactor.fork();
    const http = await this.#port();
    try {
      const patient = plan.streams ? untilCut(request) : request;
      const whole = signal === undefined ? patient : { ...patient, signal };
      const remember = (value: string): void => redactor.remember(value);
      const call = { tool: tool.name, origin: plan.base.origin, context, signal, remember };
      const response = await send(http, whole, live, call);
      return projected(plan.inputs, args, readResponse(plan, response, redactor));
    } catch (error) {
      // Errors pass on what servers said, so what was echoed is removed from them as well.
      throw redactor.error(error);
    }
  }

  /** The arguments with the files that they name. */
  async #withFiles({ inputs }: OperationPlan, toolName: string, args: ToolArguments): Promise<ToolArguments> {
    const { media } = this.#options;
    return media === undefined ? args : resolveMedia(toolName, inputs, args, media);
  }

  /** The adapter is loaded with the first request: describing a driver needs none. */
  #port(): Promise<HttpPort> {
    const { http } = this.#options;
    this.#http ??=
      http === undefined
        ? import("@mcs/adapter-http").then(({ HttpAdapter }) => {
            const tls = clientCertificate(this.#options);
            return new HttpAdapter(tls === undefined ? {} : { tls });
          })
        : Promise.resolve(http);
    return this.#http;
  }

  #noteRefresh(failure: unknown): void {
    if (failure === undefined) {
      this.#refreshFailure = undefined;
      return;
    }
    const reason = failure instanceof Error ? failure.message : String(failure);
    const { url, file } = this.#options;
    this.#refreshFailure = {
      severity: "warning",
      code: "refresh_failed",
      pointer: url === undefined ? (file ?? "") : withoutQuery(url),
      message: this.#redactor.text(`The document is kept as it was: ${reason}`),
    };
  }

  /** What takes an overlay is loaded with the first one. */
  async #toolset(reader: Reader): Promise<Toolset> {
    const options = this.#options;
    if (options.overlay === undefined && options.toolset === undefined) return plainToolset(options);
    const { readToolset } = await import("./toolset/read.ts");
    return readToolset(options, (place) => reader.readNamed(place));
  }

  async #build(): Promise<Api> {
    const options = this.#options;
    const remember = (value: string): void => this.#redactor.remember(value);
    const diagnostics = new Diagnostics();
    const maxBytes = options.maxDocumentBytes ?? DEFAULTS.maxDocumentBytes;
    const reader = new Reader(options, {
      http: () => this.#port(),
      maxBytes,
      timeoutMs: options.timeoutMs ?? DEFAULTS.timeoutMs,
      headersFor: (origin, attempt) =>
        this.#origins.has(origin) ? documentHeaders(options, attempt, remember) : undefined,
      isNamed: (origin) => this.#origins.has(origin),
      cache: await openCache(options.cache, maxBytes, (text) => this.#redactor.text(text)),
      diagnostics,
    });
    const toolset = await this.#toolset(reader);
    const document = await loadDocument(options, reader, diagnostics, toolset.overlays);
    const servers = chooseServer(options, toolset.serverUrl);
    checkServers(document, servers);
    if (toolset.isLocal && toolset.serverUrl !== undefined) this.#origins.name(toolset.serverUrl);
    if (options.url === undefined && toolset.isLocal) {
      this.#origins.trustDocument(apiOrigin(document, servers));
    }
    const authenticator = new Authenticator(options.auth, readSchemes(document, diagnostics), {
      http: () => this.#port(),
      origins: this.#origins,
      serverUrl: () => apiServer(document, servers).url,
      timeoutMs: options.timeoutMs ?? DEFAULTS.timeoutMs,
      remember,
      rememberPassing: (value) => this.#redactor.rememberPassing(value),
      refreshTokens: this.#refreshTokens,
    });
    return {
      reader,
      diagnostics,
      catalogue: new Catalogue(
        document,
        { servers, authenticator, inputs: inputOptions(options), selections: toolset.selections },
        diagnostics,
      ),
      composer: new RequestComposer(authenticator, this.#origins, {
        headers: options.headers ?? {},
        timeoutMs: options.timeoutMs ?? DEFAULTS.timeoutMs,
        maxBytes: options.maxResponseBytes ?? DEFAULTS.maxResponseBytes,
        remember,
        idempotencyHeader: idempotencyHeader(options),
      }),
    };
  }
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

function checkRefresh({ refreshMs }: RestDriverOptions): number {
  if (refreshMs === undefined) return Number.POSITIVE_INFINITY;
  if (Number.isFinite(refreshMs) && refreshMs > 0) return refreshMs;
  throw new ConfigurationError(`refreshMs is ${String(refreshMs)}.`, {
    remedy: "It has to be a number of milliseconds above 0.",
  });
}

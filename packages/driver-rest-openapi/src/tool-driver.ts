import {
  BaseToolDriver,
  type CallOptions,
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
import { checkSource, loadDocument } from "./document/load.ts";
import { createReader } from "./document/reader.ts";
import { Catalogue } from "./operations/catalogue.ts";
import type { RestDriverOptions } from "./options.ts";
import { type PreparedRequest, RequestComposer } from "./request-composer.ts";
import { Authenticator, checkCredentials } from "./security/authenticator.ts";
import { documentHeaders } from "./security/document-headers.ts";
import { NamedOrigins } from "./security/named-origins.ts";
import { Redactor } from "./security/redactor.ts";
import { readSchemes } from "./security/schemes.ts";
import { VERSION } from "./version.ts";
import { readResponse } from "./wire/response.ts";

const DEFAULTS = { timeoutMs: 30_000, maxResponseBytes: 10 * 2 ** 20, maxDocumentBytes: 64 * 2 ** 20 };

/** A loaded document with all that its calls need. */
interface Api {
  readonly catalogue: Catalogue;
  readonly composer: RequestComposer;
}

/**
 * Any HTTP API with an OpenAPI document, as a ToolDriver. The document is loaded at first use and then kept;
 * a failure to load is not, so the next use tries again.
 */
export class RestToolDriver extends BaseToolDriver implements SupportsHealthcheck {
  readonly meta: DriverMeta;
  readonly #options: RestDriverOptions;
  readonly #diagnostics = new Diagnostics();
  readonly #redactor = new Redactor();
  readonly #origins: NamedOrigins;
  #http: Promise<HttpPort> | undefined;
  #api: Promise<Api> | undefined;
  #loaded: Api | undefined;

  /** @throws ConfigurationError where the options contradict themselves. Does no I/O. */
  constructor(options: RestDriverOptions) {
    super();
    checkSource(options);
    checkCredentials(options.auth, "auth");
    this.#options = options;
    this.#origins = new NamedOrigins(options);
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
    return (this.#loaded ?? (await this.#load())).catalogue.tools;
  }

  /** What was left out of the tools, or changed, and why. Reads every schema of the document. */
  async diagnostics(): Promise<readonly Diagnostic[]> {
    const { catalogue } = await this.#load();
    catalogue.inspect();
    return this.#diagnostics.list();
  }

  /**
   * The request that a call would send; nothing is sent. Credentials appear as `[secret]`.
   *
   * @throws ToolNotFoundError, InvalidArgumentsError, or what loading the document throws.
   */
  async prepareRequest(toolName: string, args: ToolArguments): Promise<PreparedRequest> {
    const { catalogue, composer } = await this.#load();
    const entry = catalogue.find(toolName);
    if (entry === undefined) throw new ToolNotFoundError(toolName);
    validateArguments(entry.tool, args);
    return composer.masked(toolName, entry.plan, args);
  }

  /** Loads the document and asks whether the API's server answers at all. */
  async healthcheck(): Promise<Health> {
    try {
      const { catalogue } = await this.#load();
      const [tool] = catalogue.tools;
      const entry = tool === undefined ? undefined : catalogue.find(tool.name);
      if (entry === undefined) return { status: "WARN", detail: "The document has no operations." };
      const { url, origin } = entry.plan.base;
      const http = await this.#port();
      const { status } = await http.request({
        method: "HEAD",
        url: `${url}/`,
        trusted: this.#origins.has(origin),
        timeoutMs: 5000,
      });
      return status < 500 ? { status: "OK" } : { status: "WARN", detail: `${origin} answers ${status}.` };
    } catch (error) {
      return { status: "ERROR", detail: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Closes connections that the driver opened; an adapter that was passed in is its owner's to close. */
  async close(): Promise<void> {
    if (this.#options.http === undefined) await (await this.#http)?.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  protected override async findTool(name: string): Promise<Tool | undefined> {
    return (this.#loaded ?? (await this.#load())).catalogue.find(name)?.tool;
  }

  protected override async callTool(
    tool: Tool,
    args: ToolArguments,
    { signal }: CallOptions,
  ): Promise<unknown> {
    const { catalogue, composer } = this.#loaded ?? (await this.#load());
    const plan = catalogue.find(tool.name)?.plan;
    if (plan === undefined) throw new ToolNotFoundError(tool.name);
    const request = composer.request(tool.name, plan, args);
    const http = await this.#port();
    try {
      const response = await http.request(signal === undefined ? request : { ...request, signal });
      return readResponse(plan.found.signature, response, this.#redactor);
    } catch (error) {
      throw this.#redacted(error);
    }
  }

  /** Errors pass on what servers said, so what was echoed is removed from them as well. */
  #redacted(error: unknown): unknown {
    if (!(error instanceof Error)) return error;
    error.message = this.#redactor.text(error.message);
    if (error.stack !== undefined) error.stack = this.#redactor.text(error.stack);
    return error;
  }

  /** The adapter is loaded with the first request: describing a driver needs none. */
  #port(): Promise<HttpPort> {
    const { http } = this.#options;
    this.#http ??=
      http === undefined
        ? import("@mcs/adapter-http").then(({ HttpAdapter }) => new HttpAdapter())
        : Promise.resolve(http);
    return this.#http;
  }

  #load(): Promise<Api> {
    this.#api ??= this.#build().then(
      (api) => {
        this.#loaded = api;
        return api;
      },
      (error: unknown) => {
        this.#api = undefined;
        throw this.#redacted(error);
      },
    );
    return this.#api;
  }

  async #build(): Promise<Api> {
    const options = this.#options;
    const remember = (value: string): void => this.#redactor.remember(value);
    const reader = createReader(options, {
      http: () => this.#port(),
      maxBytes: options.maxDocumentBytes ?? DEFAULTS.maxDocumentBytes,
      timeoutMs: options.timeoutMs ?? DEFAULTS.timeoutMs,
      headersFor: (origin, attempt) =>
        this.#origins.has(origin) ? documentHeaders(options, attempt, remember) : undefined,
      isNamed: (origin) => this.#origins.has(origin),
    });
    const document = await loadDocument(options, reader, this.#diagnostics);
    if (options.url === undefined) this.#origins.trustDocument();
    const authenticator = new Authenticator(options.auth, readSchemes(document), remember);
    return {
      catalogue: new Catalogue(document, { serverUrl: options.serverUrl, authenticator }, this.#diagnostics),
      composer: new RequestComposer(authenticator, this.#origins, {
        headers: options.headers ?? {},
        timeoutMs: options.timeoutMs ?? DEFAULTS.timeoutMs,
        maxBytes: options.maxResponseBytes ?? DEFAULTS.maxResponseBytes,
        remember,
      }),
    };
  }
}

import {
  BaseToolDriver,
  type CallOptions,
  ClosedError,
  ConfigurationError,
  checkArguments,
  type DriverMeta,
  type Health,
  type SupportsHealthcheck,
  type Tool,
  type ToolArguments,
  ToolNotFoundError,
} from "@mcs/core";
import type { HttpPort } from "@mcs/core/ports";
import { type Api, loadApi } from "./api.ts";
import type { Diagnostic } from "./diagnostics.ts";
import { checkSource } from "./document/load.ts";
import { chooseServer } from "./document/servers.ts";
import { withoutQuery } from "./document/urls.ts";
import { EXAMPLE, isTimeForExample, keep } from "./example.ts";
import { BoundParameters } from "./operations/bound-parameters.ts";
import type { OperationPlan } from "./operations/plan.ts";
import { checkNames, type RestDriverOptions } from "./options.ts";
import { Renewable } from "./renewable.ts";
import type { PreparedRequest } from "./request-composer.ts";
import { clientCertificate } from "./security/client-certificate.ts";
import { checkCredentials } from "./security/credential-shapes.ts";
import { NamedOrigins } from "./security/named-origins.ts";
import { Redactor } from "./security/redactor.ts";
import { send } from "./security/send.ts";
import { plainToolset } from "./toolset/toolset.ts";
import { VERSION } from "./version.ts";
import { contentFor } from "./wire/choose-content.ts";
import { holdLargeIntegers, readLargeIntegers } from "./wire/large-integers.ts";
import { projected } from "./wire/projection.ts";
import { resolveMedia } from "./wire/resolve-media.ts";
import { readResponse } from "./wire/response.ts";
import { untilCut } from "./wire/streams.ts";

/**
 * Any HTTP API with an OpenAPI document, as a ToolDriver. The document is loaded at first use and then kept;
 * a failure to load is not, so the next use tries again.
 */
export class RestToolDriver extends BaseToolDriver implements SupportsHealthcheck {
  /** The API that a tool was found in: a call under way stays with it when the document is replaced. */
  static readonly #owners = new WeakMap<Tool, Api>();
  /** What is sent of arguments that were rounded to be checked. */
  static readonly #exact = new WeakMap<ToolArguments, ToolArguments>();

  readonly meta: DriverMeta;
  readonly #options: RestDriverOptions;
  readonly #redactor = new Redactor();
  readonly #origins: NamedOrigins;
  readonly #bound: BoundParameters;
  readonly #refreshTokens = new Map<string, string>();
  readonly #api: Renewable<Api>;
  #http: Promise<HttpPort> | undefined;
  #closed: Promise<void> | undefined;
  #refreshFailure: Diagnostic | undefined;

  /** @throws ConfigurationError where an option is unknown, or they contradict themselves. Does no I/O. */
  constructor(options: RestDriverOptions) {
    super();
    checkNames(options);
    checkSource(options);
    checkCredentials(options.auth);
    clientCertificate(options);
    plainToolset(options);
    chooseServer(options, undefined);
    this.#options = options;
    this.#origins = new NamedOrigins(options);
    this.#bound = new BoundParameters(options);
    this.#api = new Renewable<Api>(
      {
        load: () => this.#load(),
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
    const { checked, sent } = holdLargeIntegers(args)
      ? readLargeIntegers(entry.tool, args)
      : { checked: args, sent: args };
    await checkArguments(entry.tool, checked);
    const ready = await this.#withFiles(entry.plan, toolName, sent);
    const content = await contentFor(toolName, entry.plan.inputs, ready);
    return composer.masked(toolName, entry.plan, ready, content);
  }

  /** Loads the document and asks whether the API's server answers at all. */
  async healthcheck(): Promise<Health> {
    try {
      const { catalogue } = await this.#api.get();
      const [tool] = catalogue.tools;
      const entry = tool === undefined ? undefined : catalogue.find(tool.name);
      if (entry === undefined) return { status: "WARN", detail: "The document has no operations." };
      const { url, origin, statedIn } = entry.plan.base;
      const uri = statedIn ?? entry.plan.found.item.file.uri;
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

  /**
   * Closes connections that the driver opened; an adapter that was passed in is its owner's to close. Later calls
   * fail, and so does what would have to fetch the document.
   */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#api.stop();
    if (this.#options.http === undefined) await (await this.#http)?.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /** An integer beyond 2^53 may be passed as the text of its digits. */
  override executeTool(toolName: string, args: ToolArguments, options?: CallOptions): Promise<unknown> {
    if (!holdLargeIntegers(args)) return super.executeTool(toolName, args, options);
    return this.#executeExactly(toolName, args, options);
  }

  async #executeExactly(toolName: string, args: ToolArguments, options?: CallOptions): Promise<unknown> {
    const tool = await this.findTool(toolName);
    if (tool === undefined) throw new ToolNotFoundError(toolName);
    const { checked, sent } = readLargeIntegers(tool, args);
    RestToolDriver.#exact.set(checked, sent);
    return await super.executeTool(toolName, checked, options);
  }

  protected override async findTool(name: string): Promise<Tool | undefined> {
    if (this.#closed !== undefined) throw new ClosedError("The REST driver");
    const api = this.#api.now ?? (await this.#api.get());
    const tool = api.catalogue.find(name)?.tool;
    if (tool !== undefined && !RestToolDriver.#owners.has(tool)) RestToolDriver.#owners.set(tool, api);
    return tool;
  }

  protected override async callTool(
    tool: Tool,
    checked: ToolArguments,
    { signal, context }: CallOptions,
  ): Promise<unknown> {
    const args = RestToolDriver.#exact.get(checked) ?? checked;
    const { catalogue, composer } = RestToolDriver.#owners.get(tool) ?? (await this.#api.get());
    const plan = catalogue.find(tool.name)?.plan;
    if (plan === undefined) throw new ToolNotFoundError(tool.name);
    const ready = this.#options.media === undefined ? args : await this.#withFiles(plan, tool.name, args);
    const content =
      plan.inputs.bodies.length === 0 ? undefined : await contentFor(tool.name, plan.inputs, ready);
    const { request, live } = composer.request(tool.name, plan, ready, content);
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

  /**
   * The adapter is loaded with the first request: describing a driver needs none. After `close()` there is none,
   * whatever it is wanted for: nobody would close it.
   */
  #port(): Promise<HttpPort> {
    if (this.#closed !== undefined) return Promise.reject(new ClosedError("The REST driver"));
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

  async #load(): Promise<Api> {
    if (isTimeForExample()) {
      const driver = new RestToolDriver({ document: EXAMPLE });
      await driver.listTools();
      keep(driver);
    }
    try {
      return await loadApi(this.#options, {
        redactor: this.#redactor,
        origins: this.#origins,
        bound: this.#bound,
        refreshTokens: this.#refreshTokens,
        http: () => this.#port(),
      });
    } catch (error) {
      throw this.#redactor.error(error);
    }
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
}

function checkRefresh({ refreshMs }: RestDriverOptions): number {
  if (refreshMs === undefined) return Number.POSITIVE_INFINITY;
  if (Number.isFinite(refreshMs) && refreshMs > 0) return refreshMs;
  throw new ConfigurationError(`refreshMs is ${String(refreshMs)}.`, {
    remedy: "It has to be a number of milliseconds above 0.",
  });
}

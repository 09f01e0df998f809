import {
  BaseToolDriver,
  type CallOptions,
  ClosedError,
  type DefinedTool,
  type DriverMeta,
  type Health,
  type SupportsHealthcheck,
  type Tool,
  type ToolArguments,
} from "@mcs/core";
import { Backend } from "./backend.ts";
import { isFileError } from "./errors.ts";
import { checkNames, type FilesystemDriverOptions, limitsFrom, trashFrom } from "./options.ts";
import { isWithin, join } from "./paths.ts";
import { Matcher } from "./search/matcher.ts";
import { withSuggestion } from "./suggest.ts";
import { toolset } from "./toolset.ts";
import { OpenListings } from "./tree/open-listings.ts";
import { VERSION } from "./version.ts";

/** Files below one root or several, as a ToolDriver. The backend is opened at the first call. */
export class FilesystemToolDriver extends BaseToolDriver implements SupportsHealthcheck {
  readonly meta: DriverMeta;
  readonly #backend: Backend;
  readonly #listings = new OpenListings();
  readonly #matcher: Matcher;
  readonly #list: readonly DefinedTool[];
  readonly #tools: ReadonlyMap<string, DefinedTool>;
  #closed: Promise<void> | undefined;

  /** @throws ConfigurationError where the options name no root, or cannot be used. Does no I/O. */
  constructor(options: FilesystemDriverOptions) {
    super();
    checkNames(options);
    this.#backend = new Backend(options);
    const limits = limitsFrom(options.limits);
    const trash = trashFrom(options.trash);
    this.#matcher = new Matcher(limits.patternTimeoutMs);
    const trashOf = (path: string): string | undefined => trash && join(this.#backend.rootOf(path), trash);
    const context = {
      files: () => this.#backend.port(),
      limits,
      gitignore: options.gitignore ?? true,
      trashOf,
      isTrash: (path: string) => isWithin(path, trashOf(path) ?? "\0"),
      listings: this.#listings,
      matcher: this.#matcher,
    };
    this.#list = Object.freeze(
      toolset(context, {
        read: this.#backend.allows("read"),
        write: this.#backend.allows("write"),
        watch: options.watch ?? false,
      }),
    );
    this.#tools = new Map(this.#list.map((tool) => [tool.name, tool]));
    this.meta = Object.freeze({
      id: "dd377e2c-9ed2-4ff6-a5d4-2961b47cfd99",
      name: "Filesystem",
      version: VERSION,
      bindings: this.#backend.adapters.map((adapter) => ({
        capability: "filesystem",
        adapter,
        specFormat: "Custom",
      })),
      targetLlms: null,
      capabilities: ["healthcheck"],
    });
  }

  async listTools(): Promise<readonly Tool[]> {
    return this.#list;
  }

  /** Asks whether the roots are there and can be read. */
  async healthcheck(): Promise<Health> {
    try {
      const files = await this.#backend.port();
      for await (const { name } of files.list("")) {
        if (!this.#backend.hasNames) break;
        await files.stat(name);
      }
      return { status: "OK" };
    } catch (error) {
      return { status: "ERROR", detail: error instanceof Error ? error.message : String(error) };
    }
  }

  /** Ends searches and listings, and closes what was opened here; a port that was passed in stays open. Later calls fail. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    this.#listings.close();
    await this.#matcher.close();
    await this.#backend.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  protected override async findTool(name: string): Promise<Tool | undefined> {
    if (this.#closed !== undefined) throw new ClosedError("The filesystem driver");
    return this.#tools.get(name);
  }

  protected override async callTool(tool: Tool, args: ToolArguments, options: CallOptions): Promise<unknown> {
    try {
      return await this.#tools.get(tool.name)?.execute(args, options);
    } catch (error) {
      if (!isFileError(error, "file_not_found")) throw error;
      throw await withSuggestion(await this.#backend.port(), error, {});
    }
  }
}

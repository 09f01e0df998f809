import { type Health, HybridDriver, type SupportsHealthcheck, type ToolArguments } from "@mcs/core";
import type { Diagnostic } from "./diagnostics.ts";
import type { RestDriverOptions } from "./options.ts";
import type { PreparedRequest } from "./request-composer.ts";
import { RestToolDriver } from "./tool-driver.ts";

/**
 * Any HTTP API with an OpenAPI document, ready for a model.
 *
 * ```ts
 * const driver = new RestDriver({ url: "https://petstore3.swagger.io/api/v3/openapi.json" });
 * const system = await driver.getDriverSystemMessage();
 * ```
 *
 * Construction does no I/O; the document is fetched at first use.
 */
export class RestDriver extends HybridDriver<RestToolDriver> implements SupportsHealthcheck {
  /** @throws ConfigurationError where an option is unknown, or they contradict themselves. */
  constructor(options: RestDriverOptions) {
    super(new RestToolDriver(options), options.prompts === undefined ? {} : { prompts: options.prompts });
  }

  /** What was left out of the tools, or changed, and why. */
  diagnostics(): Promise<readonly Diagnostic[]> {
    return this.toolDriver.diagnostics();
  }

  /** The request that a call would send, its credentials masked; nothing is sent. */
  prepareRequest(toolName: string, args: ToolArguments): Promise<PreparedRequest> {
    return this.toolDriver.prepareRequest(toolName, args);
  }

  /**
   * Asks whether the document has changed and, if so, reads it again; calls under way go on with the old one.
   *
   * @returns whether there are new tools now
   */
  reload(): Promise<boolean> {
    return this.toolDriver.reload();
  }

  healthcheck(): Promise<Health> {
    return this.toolDriver.healthcheck();
  }

  /** Closes the connections that the driver opened. */
  close(): Promise<void> {
    return this.toolDriver.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

import { type Health, HybridDriver, type SupportsHealthcheck } from "@mcs/core";
import type { FilesystemDriverOptions } from "./options.ts";
import { FilesystemToolDriver } from "./tool-driver.ts";

/**
 * Files below one root or several, ready for a model.
 *
 * ```ts
 * const driver = new FilesystemDriver({ root: "./project" });
 * const system = await driver.getDriverSystemMessage();
 * ```
 *
 * Construction does no I/O; the roots are opened at the first call.
 */
export class FilesystemDriver extends HybridDriver<FilesystemToolDriver> implements SupportsHealthcheck {
  /** @throws ConfigurationError where the options name no root, or cannot be used. */
  constructor(options: FilesystemDriverOptions) {
    super(
      new FilesystemToolDriver(options),
      options.prompts === undefined ? {} : { prompts: options.prompts },
    );
  }

  healthcheck(): Promise<Health> {
    return this.toolDriver.healthcheck();
  }

  /** Ends searches and listings, and closes what the driver opened. */
  close(): Promise<void> {
    return this.toolDriver.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

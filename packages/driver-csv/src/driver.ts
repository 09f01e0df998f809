import { type Health, HybridDriver, type SupportsHealthcheck } from "@mcs/core";
import type { CsvDriverOptions } from "./options.ts";
import { CsvToolDriver } from "./tool-driver.ts";

/**
 * Tables in files, ready for a model.
 *
 * ```ts
 * const driver = new CsvDriver({ root: "data" });
 * const system = await driver.getDriverSystemMessage();
 * ```
 *
 * Construction does no I/O.
 */
export class CsvDriver extends HybridDriver<CsvToolDriver> implements SupportsHealthcheck {
  /** @throws ConfigurationError where an option is unknown, or they contradict themselves. */
  constructor(options: CsvDriverOptions) {
    super(new CsvToolDriver(options), options.prompts === undefined ? {} : { prompts: options.prompts });
  }

  healthcheck(): Promise<Health> {
    return this.toolDriver.healthcheck();
  }

  /** Ends the threads, and closes the adapter that the driver made. */
  close(): Promise<void> {
    return this.toolDriver.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}

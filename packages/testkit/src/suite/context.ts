import type { MCSDriver, MCSToolDriver } from "@mcs/core";
import type { ContractSample } from "./sample.ts";

/** What the suite tests: a ToolDriver, a driver for models, or both in one. */
export type ContractDriver = MCSDriver | MCSToolDriver | (MCSDriver & MCSToolDriver);

/** What a case works with. */
export interface ContractContext<Driver extends ContractDriver = ContractDriver> {
  /** A driver that no other case has used. */
  readonly driver: Driver;
  /** Makes another one, configured in the same way. */
  readonly create: () => Promise<ContractDriver>;
  /** What may be called. */
  readonly sample: ContractSample;
}

export function isToolDriver(driver: ContractDriver): driver is MCSToolDriver {
  return "listTools" in driver && "executeTool" in driver;
}

export function isLlmDriver(driver: ContractDriver): driver is MCSDriver {
  return "processLlmResponse" in driver;
}

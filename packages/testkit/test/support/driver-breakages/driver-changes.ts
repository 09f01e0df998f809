import type {
  DriverMeta,
  DriverResponse,
  HybridDriver,
  LlmResponse,
  MCSToolDriver,
  ProcessOptions,
  Tool,
} from "@mcs/core";
import type { ContractSubject, RequirementId } from "@mcs/testkit";
import { alter } from "../alter.ts";
import { driver, notes } from "../subject.ts";

/** What of a good subject is replaced so that it breaks one rule and is good in everything else. */
export type Breakage = Partial<ContractSubject>;

/** One for each rule of which a case speaks. */
export type Breakages = Partial<Record<RequirementId, Breakage>>;

export type Execute = MCSToolDriver["executeTool"];

/** A ToolDriver with other members. */
export function tools(changes: (good: MCSToolDriver) => object): Breakage {
  return { driver: () => alter(notes(), (good) => ({ ...changes(good) })) };
}

/** A ToolDriver that says something else of itself. */
export function withMeta(changes: Partial<DriverMeta>): Breakage {
  return tools(({ meta }) => ({ meta: { ...meta, ...changes } }));
}

/** A ToolDriver whose tools are described in another way. */
export function listing(change: (tool: Tool) => Tool): Breakage {
  return tools((good) => ({ listTools: async () => (await good.listTools()).map(change) }));
}

/** A ToolDriver that executes in another way. */
export function executing(change: (good: Execute) => Execute): Breakage {
  return tools((good) => ({ executeTool: change((...call) => good.executeTool(...call)) }));
}

/** A driver for models with other members. */
export function speaking(changes: (good: HybridDriver) => object): Breakage {
  return { driver: () => alter(driver(), (good) => ({ ...changes(good) })) };
}

/** A driver for models that responds in another way. */
export function answering(change: (response: DriverResponse, payload: LlmResponse) => object): Breakage {
  return speaking((good) => ({
    processLlmResponse: async (payload: LlmResponse, options?: ProcessOptions) =>
      change(await good.processLlmResponse(payload, options), payload),
  }));
}

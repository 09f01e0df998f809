import type { ConsentHandler, DriverContext, HybridDriver } from "@mcs/core";
import { alter } from "../alter.ts";
import { AskingDriver } from "../consent.ts";
import { notes } from "../subject.ts";
import { type Breakage, type Breakages, speaking, tools, withMeta } from "./driver-changes.ts";

/** Drivers whose flags promise what their methods do not keep. */
export const capabilityBreakages: Breakages = {
  "capability.flags-resolve": withMeta({ capabilities: ["autostart"] }),
  "capability.healthcheck-status": tools(({ meta }) => ({
    meta: { ...meta, capabilities: ["healthcheck"] },
    healthcheck: async () => ({ status: "fine" }),
  })),
  "capability.context-without-tools": withContext(async ({ systemMessage, tools: native }, good) => ({
    systemMessage: `${systemMessage}\n${await good.getFunctionDescription()}`,
    tools: native,
  })),
  "capability.context-tools-native": withContext(async ({ systemMessage, tools: native }) => ({
    systemMessage,
    tools: native.slice(0, -5),
  })),
  "capability.tcs-sees-beginning": speaking(() => ({ mightBeToolCall: () => false })),
  "capability.tcs-sees-complete-call": speaking(() => ({ isCompleteToolCall: () => true })),
  "capability.tcs-ignores-prose": speaking(() => ({ mightBeToolCall: () => true })),

  "consent.handler-sees-call": asking(
    (handler) => (call, options) => handler({ ...call, arguments: {} }, options),
  ),
  "consent.allowed-call-runs": asking((handler) => async (call, options) => {
    await handler(call, options);
    return false;
  }),
  "consent.denied-call-fails": asking((handler) => async (call, options) => {
    await handler(call, options);
    return true;
  }),
  "consent.only-true-allows": asking((handler) => async (call, options) => {
    const decision = await handler(call, options);
    return decision === true || Boolean((decision as { allow?: unknown } | undefined)?.allow);
  }),
};

function withContext(
  change: (context: DriverContext, good: HybridDriver) => Promise<DriverContext>,
): Breakage {
  return speaking((good) => ({
    getDriverContext: async (...args: Parameters<HybridDriver["getDriverContext"]>) =>
      change(await good.getDriverContext(...args), good),
  }));
}

function asking(change: (handler: ConsentHandler) => ConsentHandler): Breakage {
  return {
    driver: () => {
      const good = new AskingDriver(notes());
      return alter(good, () => ({
        setConsentHandler: (handler: ConsentHandler) => good.setConsentHandler(change(handler)),
      }));
    },
  };
}

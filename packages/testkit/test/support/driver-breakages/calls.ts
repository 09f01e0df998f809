import { setTimeout } from "node:timers/promises";
import { ExecutionError, type LlmResponse, type ProcessOptions } from "@mcs/core";
import { answering, type Breakages, executing, speaking } from "./driver-changes.ts";

/** Drivers whose calls change each other, or cannot be ended. */
export const callBreakages: Breakages = {
  "stateless.concurrent-calls": executing((good) => {
    let busy = false;
    return async (...call) => {
      if (busy) throw new ExecutionError("Another call is under way.");
      busy = true;
      try {
        return await good(...call);
      } finally {
        busy = false;
      }
    };
  }),
  "stateless.prompts-unchanged": speaking((good) => {
    let calls = 0;
    return {
      processLlmResponse: (answer: LlmResponse, options?: ProcessOptions) => {
        calls++;
        return good.processLlmResponse(answer, options);
      },
      getDriverSystemMessage: async () => `${await good.getDriverSystemMessage()}\nCalls: ${calls}`,
    };
  }),
  "stateless.payload-untouched": answering((response, payload) => {
    if (typeof payload === "object") Reflect.set(payload, "seen", true);
    return response;
  }),

  "abort.before-call": executing((good) => (name, args) => good(name, args)),
  "abort.under-way": executing((good) => async (name, args, options) => {
    if (name !== "wait") return good(name, args, options);
    await setTimeout(1);
    return { waited: 1 };
  }),
};

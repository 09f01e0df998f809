import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import {
  type ConsentHandler,
  CredentialError,
  type DriverContext,
  type DriverMeta,
  type DriverResponse,
  ExecutionError,
  type HybridDriver,
  type LlmResponse,
  type MCSToolDriver,
  McsError,
  type ProcessOptions,
  type Tool,
  type ToolArguments,
} from "@mcs/core";
import type { ContractSubject, RequirementId } from "@mcs/testkit";
import { alter } from "./alter.ts";
import { AskingDriver } from "./consent.ts";
import { CANARY, driver, Locked, notes } from "./subject.ts";

type Execute = MCSToolDriver["executeTool"];
type Breakage = Partial<ContractSubject>;

/** For each rule of which a case speaks, a driver that breaks it and is good in everything else. */
export const breakages: Partial<Record<RequirementId, Breakage>> = {
  "meta.id-is-uuid": withMeta({ id: "notes" }),
  "meta.id-names-the-driver": {
    driver: () => alter(notes(), ({ meta }) => ({ meta: { ...meta, id: randomUUID() } })),
  },
  "meta.name-not-empty": withMeta({ name: " " }),
  "meta.version-is-semantic": withMeta({ version: "1.0" }),
  "meta.bindings-complete": withMeta({
    bindings: [{ capability: "notes", adapter: "", specFormat: "Custom" }],
  }),
  "meta.no-models-for-tool-drivers": withMeta({ targetLlms: ["*"] }),
  "meta.models-for-drivers": speaking(({ meta }) => ({ meta: { ...meta, targetLlms: null } })),
  "meta.capabilities-are-flags": withMeta({ capabilities: ["healthcheck", "healthcheck"] }),
  "meta.stable": tools((good) => {
    const meta = { ...good.meta };
    return {
      meta,
      executeTool: (...call: Parameters<Execute>) => {
        meta.name = "Notes, used";
        return good.executeTool(...call);
      },
    };
  }),

  "tool.name-pattern": listing((tool) => ({ ...tool, name: `notes/${tool.name}` })),
  "tool.names-unique": listing((tool) => ({ ...tool, name: "note" })),
  "tool.title-or-description": listing(({ title: _, ...tool }) => ({ ...tool, description: " " })),
  "tool.description-from-title": listing((tool) => ({ ...tool, title: "A tool", description: null })),
  "tool.parameters-listed": listing((tool) => ({
    ...tool,
    parameters: [...tool.parameters, ...tool.parameters],
  })),
  "tool.parameters-described": listing((tool) => ({
    ...tool,
    parameters: tool.parameters.map(({ name }) => ({ name }) as Tool["parameters"][number]),
  })),
  "tool.schema-self-contained": withSchema({ $ref: "#/$defs/Note" }),
  "tool.annotations-are-booleans": listing((tool) => ({
    ...tool,
    annotations: { readOnly: "yes" as never },
  })),
  "tool.annotations-consistent": listing((tool) => ({
    ...tool,
    annotations: { readOnly: true, destructive: true },
  })),
  "tool.plain-data": withSchema({ default: new Date(0) }),
  "tool.list-stable": tools((good) => {
    let times = 0;
    return {
      listTools: async () => {
        times++;
        return (await good.listTools()).map((tool) => ({ ...tool, description: `Listed ${times} times.` }));
      },
    };
  }),

  "execute.accepts-what-schema-accepts": withSchema({ type: "string" }),
  "execute.resolves-with-result": executing((good) => async (...call) => ({ result: await good(...call) })),
  "execute.failure-rejects": executing(
    (good) =>
      (...call) =>
        good(...call).catch((error) => ({ error })),
  ),
  "execute.rejects-with-mcs-error": executing(
    (good) =>
      (...call) =>
        good(...call).catch((error: Error) => Promise.reject(new Error(error.message))),
  ),
  "execute.unknown-tool": recoding("tool_not_found", "not_here"),
  "execute.missing-argument": recoding("invalid_arguments", "execution_failed"),
  "execute.mistyped-argument": recoding("invalid_arguments", "execution_failed"),
  "execute.unknown-argument": executing((good) => (name, { id, milliseconds, ...other }, options) => {
    const known = Object.fromEntries(
      Object.entries({ id, milliseconds }).filter(([, value]) => value !== undefined),
    );
    return good(name, Object.keys(other).length > 0 ? known : { ...known, ...other }, options);
  }),
  "execute.arguments-are-object": executing((good) => (name, args, options) => {
    return good(name, Array.isArray(args) ? (args[0] as ToolArguments) : args, options);
  }),
  "execute.arguments-untouched": executing((good) => async (name, args, options) => {
    const result = await good(name, args, options);
    Object.assign(args, { done: true });
    return result;
  }),

  "prompt.description-complete": speaking(() => ({ getFunctionDescription: async () => "There are tools." })),
  "prompt.system-message-complete": speaking(() => ({
    getDriverSystemMessage: async () => "You have tools.",
  })),
  "prompt.any-model": speaking((good) => ({
    getDriverSystemMessage: async (model?: string) => {
      if (model?.startsWith("a-model")) throw new ExecutionError("The model is not known.");
      return good.getDriverSystemMessage(model);
    },
  })),

  "response.fields-follow-flags": failing((response) => ({ ...response, retryPrompt: null })),
  "response.empty-for-plain-answer": answering((response, payload) =>
    response.callExecuted || response.callFailed ? response : failure(payload),
  ),
  "response.empty-for-foreign-tool": answering((response, payload) =>
    JSON.stringify(payload).includes("no_such_tool") && !response.callExecuted ? failure(payload) : response,
  ),
  "response.executes-own-call": answering(() => EMPTY),
  "response.raw-result": answering((response) => ({
    ...response,
    toolCallResult: response.callExecuted ? JSON.stringify(response.toolCallResult) : null,
  })),
  "response.result-only-when-executed": failing((response) => ({
    ...response,
    toolCallResult: "It failed.",
  })),
  "response.messages-hold-turn": withMessages((messages) => messages.slice(1)),
  "response.messages-hold-result": withMessages(([turn]) => [turn, { role: "user", content: "Done." }]),
  "response.failure-explained": failing((response) => ({ ...response, callDetail: "" })),
  "response.messages-hold-retry": failing(({ messages, ...rest }) => ({
    ...rest,
    messages: messages?.slice(0, 1),
  })),
  "response.broken-call-noticed": failing((response) => (isUnreadable(response) ? EMPTY : response)),
  "response.never-rejects": answering((response) => {
    if (response.callFailed) throw new ExecutionError(response.callDetail);
    return response;
  }),
  "response.streaming-waits": speaking((good) => ({
    processLlmResponse: (answer: LlmResponse) => good.processLlmResponse(answer),
  })),

  "calls.outcomes-in-order": answering(({ calls = [], ...response }) => ({
    ...response,
    calls: calls.toReversed(),
  })),
  "calls.results-as-array": answering(({ toolCallResult: results, ...response }) => ({
    ...response,
    toolCallResult: Array.isArray(results) ? results.at(-1) : results,
  })),
  "calls.mixed-sets-both-flags": failing((response) =>
    response.callExecuted ? { ...response, callFailed: false } : response,
  ),
  "calls.every-native-id-answered": withMessages((messages) => messages.slice(0, -1)),
  "calls.unknown-answered-with-error": failing(({ calls = [], ...response }) => ({
    ...response,
    calls: calls.filter(({ name }) => !name.includes("no_such_tool")),
  })),
  "native.executes-own-call": answering((response, payload) =>
    typeof payload === "string" ? response : EMPTY,
  ),
  "native.answers-in-kind": withMessages(([turn]) => [turn, { role: "user", content: "The result is 4." }]),
  "native.turn-before-answers": withMessages((messages) => messages.slice(1)),
  "native.broken-arguments-fail": failing((response) =>
    isUnreadable(response) ? { ...response, callExecuted: true, callFailed: false } : response,
  ),

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

  "consent.handler-sees-call": asking((handler) => (call) => handler({ ...call, arguments: {} })),
  "consent.allowed-call-runs": asking((handler) => async (call) => {
    await handler(call);
    return false;
  }),
  "consent.denied-call-fails": asking((handler) => async (call) => {
    await handler(call);
    return true;
  }),
  "consent.only-true-allows": asking((handler) => async (call) => {
    const decision = await handler(call);
    return decision === true || Boolean((decision as { allow?: unknown } | undefined)?.allow);
  }),

  "secrets.not-in-tools": listing((tool) => ({ ...tool, description: `Signs with ${CANARY}.` })),
  "secrets.not-in-prompts": speaking((good) => ({
    getDriverSystemMessage: async () => `${await good.getDriverSystemMessage()}\nYour key is ${CANARY}.`,
  })),
  "secrets.not-in-results": executing((good) => async (...call) => ({
    result: await good(...call),
    headers: { authorization: CANARY },
  })),
  "secrets.not-in-errors": executing(
    (good) =>
      (...call) =>
        good(...call).catch((error: Error) => {
          throw new ExecutionError(error.message, {
            cause: { config: { headers: { authorization: CANARY } } },
          });
        }),
  ),
  "secrets.not-in-responses": answering((response) =>
    response.messages === null ? response : { ...response, raw: { authorization: CANARY } },
  ),
  "secrets.not-in-inspection": {
    driver: () => Object.defineProperty(notes(), "key", { value: CANARY, enumerable: false }),
  },
  "secrets.construction-needs-none": {
    sample: {
      valid: { tool: "get_note", arguments: { id: 1 } },
      withoutCredential: () => {
        throw new CredentialError("The environment variable NOTES_KEY is not set.");
      },
    },
  },
  "secrets.listing-needs-none": withoutCredential((good) => ({
    listTools: () => good.executeTool("", {}),
  })),
  "secrets.missing-is-named": withoutCredential(() => ({
    executeTool: () => Promise.reject(new ExecutionError("401 Unauthorized")),
  })),

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

const EMPTY: DriverResponse = {
  callExecuted: false,
  callFailed: false,
  toolCallResult: null,
  callDetail: null,
  retryPrompt: null,
  messages: null,
};

function failure(payload: LlmResponse): object {
  return {
    ...EMPTY,
    callFailed: true,
    callDetail: "There is no call.",
    retryPrompt: "Call a tool.",
    messages: [{ role: "assistant", content: payload }],
  };
}

function isUnreadable({ calls = [] }: DriverResponse): boolean {
  return calls.some((call) => !call.ok && call.arguments === undefined);
}

/** A ToolDriver with other members. */
function tools(changes: (good: MCSToolDriver) => object): Breakage {
  return { driver: () => alter(notes(), (good) => ({ ...changes(good) })) };
}

function withMeta(changes: Partial<DriverMeta>): Breakage {
  return tools(({ meta }) => ({ meta: { ...meta, ...changes } }));
}

function listing(change: (tool: Tool) => Tool): Breakage {
  return tools((good) => ({ listTools: async () => (await good.listTools()).map(change) }));
}

function withSchema(schema: Record<string, unknown>): Breakage {
  return listing((tool) => ({
    ...tool,
    parameters: tool.parameters.map((parameter) => ({ ...parameter, schema })),
  }));
}

function executing(change: (good: Execute) => Execute): Breakage {
  return tools((good) => ({ executeTool: change((...call) => good.executeTool(...call)) }));
}

/** Rejects with another code. */
function recoding(from: string, to: string): Breakage {
  return executing((good) => (...call) => {
    return good(...call).catch((error: McsError) => {
      throw error.code === from ? new McsError(to, error.message) : error;
    });
  });
}

/** A driver for models with other members. */
function speaking(changes: (good: HybridDriver) => object): Breakage {
  return { driver: () => alter(driver(), (good) => ({ ...changes(good) })) };
}

function answering(change: (response: DriverResponse, payload: LlmResponse) => object): Breakage {
  return speaking((good) => ({
    processLlmResponse: async (payload: LlmResponse, options?: ProcessOptions) =>
      change(await good.processLlmResponse(payload, options), payload),
  }));
}

function failing(change: (response: DriverResponse) => object): Breakage {
  return answering((response) => (response.callFailed ? change(response) : response));
}

function withMessages(change: (messages: readonly unknown[]) => readonly unknown[]): Breakage {
  return answering(({ messages, ...rest }) => ({
    ...rest,
    messages: messages === null ? null : change(messages),
  }));
}

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

function withoutCredential(changes: (good: MCSToolDriver) => object): Breakage {
  const locked = (): MCSToolDriver =>
    alter<MCSToolDriver>(new Locked(notes()), (good) => ({ ...changes(good) }));
  return { sample: { valid: { tool: "get_note", arguments: { id: 1 } }, withoutCredential: locked } };
}

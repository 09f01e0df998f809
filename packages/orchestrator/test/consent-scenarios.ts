import {
  type ConsentDecision,
  hybrid,
  type MCSDriver,
  type MCSToolDriver,
  type PendingCall,
  type ToolArguments,
} from "@mcs/core";
import { withAudit, withCache, withConsent, withHooks, withLimits } from "@mcs/core/decorators";
import fc from "fast-check";
import { abbreviate, activeTarget, BasicOrchestrator, pages, search } from "../src/index.ts";
import { asPayload, asText, recorded } from "./support.ts";

interface Asked {
  readonly call: PendingCall;
  readonly yes: boolean;
}

/** Drivers at the bottom, orchestrators over them, consent on top, and all that was asked and done. */
export function house(
  decide: (call: PendingCall) => unknown,
  wrap: (driver: MCSToolDriver) => MCSToolDriver = (driver) => driver,
) {
  const mail = recorded("Mail", { send: {}, read: { readOnly: true }, purge: { destructive: true } });
  const [test, live] = [recorded("Test", ["drop"]), recorded("Live", ["drop"])];
  const inner = new BasicOrchestrator({ mail: mail.driver }, { layers: [search()] });
  const databases = new BasicOrchestrator(
    { test: test.driver, live: live.driver },
    { collisions: activeTarget() },
  );
  const outer = new BasicOrchestrator(
    { office: inner, db: databases },
    { layers: [abbreviate(), pages({ size: 3 }), search()] },
  );
  const asked: Asked[] = [];
  const guarded = withConsent(wrap(outer), {
    timeoutMs: 50,
    handler: async (call) => {
      const decision = decide(call);
      asked.push({ call, yes: decision === true });
      return decision as ConsentDecision;
    },
  });
  const driver = hybrid(guarded);
  const done = (): ReadonlyArray<{ by: string; tool: string; arguments: ToolArguments }> =>
    Object.entries({ mail, test, live }).flatMap(([by, { calls }]) =>
      calls.map((call) => ({ by, tool: call.tool, arguments: call.arguments })),
    );
  return { driver, guarded, asked, done };
}

/** Names under which the tools at the bottom can be written, also those that models make up. */
export const spellings = (name: string): readonly string[] => [
  name,
  `functions.${name}`,
  `tools.${name}`,
  `${name}()`,
  name.toUpperCase(),
  name.replaceAll("_", "-"),
];
const TOOLS = [
  "office__mail__send",
  "office__mail__read",
  "office__mail__purge",
  "db__drop",
  "db__live__drop",
  "db__test__drop",
];

type Path = (driver: MCSDriver & MCSToolDriver, tool: string, args: ToolArguments) => Promise<unknown>;
export const conversation = {};
export const process = (driver: MCSDriver, answer: string | object) =>
  driver.processLlmResponse(answer, { conversation });
const viaCallTool = (tool: string, args: ToolArguments) => ({ name: tool, arguments: args });
export const paths: Readonly<Record<string, Path>> = {
  program: (driver, tool, args) => driver.executeTool(tool, args, { conversation }),
  text: (driver, tool, args) => process(driver, asText(tool, args)),
  native: (driver, tool, args) => process(driver, asPayload([[tool, args]])),
  anthropic: (driver, tool, args) =>
    process(driver, {
      role: "assistant",
      content: [{ type: "tool_use", id: "t1", name: tool, input: args }],
    }),
  parallel: (driver, tool, args) =>
    process(
      driver,
      asPayload([
        [tool, args],
        ["office__mail__read", {}],
        [tool, args],
      ]),
    ),
  "call_tool as text": (driver, tool, args) => process(driver, asText("call_tool", viaCallTool(tool, args))),
  "call_tool of the inner one": (driver, tool, args) =>
    process(driver, asText("office__call_tool", viaCallTool(tool.replace(/^office__/, ""), args))),
  "call_tool in call_tool": (driver, tool, args) =>
    process(driver, asPayload([["call_tool", viaCallTool("call_tool", viaCallTool(tool, args))]])),
  "search, then call": async (driver, tool, args) => {
    await process(driver, asText("search_tools", { query: tool.replaceAll("_", " ") }));
    return process(driver, asText(tool, args));
  },
  retries: async (driver, tool, args) => {
    for (let again = 0; again < 3; again++) await process(driver, asText(tool, args));
  },
  "a switch before": async (driver, tool, args) => {
    await process(
      driver,
      asPayload([
        ["db__switch_target", { target: "live" }],
        [tool, args],
      ]),
    );
  },
};
export const wraps: Readonly<Record<string, (driver: MCSToolDriver) => MCSToolDriver>> = {
  nothing: (driver) => driver,
  limits: (driver) => withLimits(driver, { timeoutMs: 1000, maxResultBytes: 1000, concurrency: 3 }),
  hooks: (driver) => withHooks(driver, {}),
  cache: (driver) => withCache(driver),
  audit: (driver) => withAudit(driver, { write: () => {} }),
};

export const scenario = fc.record({
  path: fc.constantFrom(...Object.keys(paths)),
  tool: fc.constantFrom(...TOOLS),
  spelling: fc.nat(5),
  args: fc.oneof(
    fc.constant({}),
    fc.record({ value: fc.string() }),
    fc.record({ value: fc.integer() }),
    fc.dictionary(fc.string(), fc.jsonValue()),
  ),
});

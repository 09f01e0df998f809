import { randomUUID } from "node:crypto";
import { McsError, type Tool, type ToolArguments } from "@mcs/core";
import {
  type Breakage,
  type Breakages,
  type Execute,
  executing,
  listing,
  speaking,
  tools,
  withMeta,
} from "./driver-changes.ts";

/** Drivers that say or do something wrong with their tools. */
export const toolBreakages: Breakages = {
  "meta.id-is-uuid": withMeta({ id: "notes" }),
  "meta.id-names-the-driver": tools(({ meta }) => ({ meta: { ...meta, id: randomUUID() } })),
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
};

function withSchema(schema: Record<string, unknown>): Breakage {
  return listing((tool) => ({
    ...tool,
    parameters: tool.parameters.map((parameter) => ({ ...parameter, schema })),
  }));
}

/** Rejects with another code. */
function recoding(from: string, to: string): Breakage {
  return executing((good) => (...call) => {
    return good(...call).catch((error: McsError) => {
      throw error.code === from ? new McsError(to, error.message) : error;
    });
  });
}

import {
  type CallOptions,
  defineTool,
  defineToolDriver,
  type MCSToolDriver,
  type ToolAnnotations,
  type ToolArguments,
} from "@mcs/core";

export interface Echo {
  readonly driver: MCSToolDriver;
  /** The calls that arrived, in order. */
  readonly calls: Array<{
    readonly tool: string;
    readonly arguments: ToolArguments;
    readonly options: CallOptions;
  }>;
}

type Answer = (args: ToolArguments, options: CallOptions) => unknown;

/** A driver whose tools take `path` and `count`, note each call, and answer with what `answer` says. */
export function echo(
  tools: Readonly<Record<string, ToolAnnotations>> = {
    read: { readOnly: true },
    write: { destructive: true },
  },
  answer: Answer = (args) => args,
): Echo {
  const calls: Echo["calls"] = [];
  const driver = defineToolDriver({
    id: "4f0a7c0e-4d43-4d4e-8a8b-6a0f6d0f5a11",
    name: "Echo",
    version: "1.0.0",
    bindings: [{ capability: "echo", adapter: "memory", specFormat: "Custom" }],
    tools: Object.entries(tools).map(([name, annotations]) =>
      defineTool({
        name,
        description: `The tool ${name}.`,
        annotations,
        parameters: [
          { name: "path", description: "", schema: { type: "string" } },
          { name: "count", description: "", schema: { type: "integer" } },
          { name: "more", description: "", schema: { type: "object" } },
        ],
        execute: (args, options) => {
          calls.push({ tool: name, arguments: args, options });
          return answer(args, options);
        },
      }),
    ),
  });
  return { driver, calls };
}

/** The code of what a promise rejects with; `"resolved"` where it does not. */
export function codeOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => "resolved",
    (error: unknown) => (error as { readonly code?: unknown }).code,
  );
}

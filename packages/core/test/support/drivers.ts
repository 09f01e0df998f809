import {
  type CallOptions,
  type DefinedTool,
  defineTool,
  defineToolDriver,
  ExecutionError,
  type MCSToolDriver,
  type Tool,
  type ToolArguments,
} from "@mcs/core";

const description = {
  id: "0e6f7a7e-5f0b-4a53-9a0e-6a2d5d9d8f11",
  name: "Sums",
  version: "1.0.0",
  bindings: [{ capability: "sums", adapter: "memory", specFormat: "Custom" }],
};

const number = { required: true, description: "", schema: { type: "number" } } as const;

const sums = [
  defineTool({
    name: "add",
    description: "Adds two numbers.",
    annotations: { readOnly: true },
    parameters: [
      { ...number, name: "a" },
      { ...number, name: "b" },
    ],
    execute: ({ a, b }) => Number(a) + Number(b),
  }),
  defineTool({
    name: "fail",
    title: "Fails.",
    annotations: { readOnly: true },
    execute: () => {
      throw new ExecutionError("The disk is full.");
    },
  }),
];

/** A driver with `add`, `fail` and what a test needs besides. */
export function sumsDriver(more: readonly DefinedTool[] = []): MCSToolDriver {
  return defineToolDriver({ ...description, tools: [...sums, ...more] });
}

/** A ToolDriver of somebody else: plain methods, no validation, every call written down. */
export class ForeignDriver implements MCSToolDriver {
  readonly meta = { ...description, targetLlms: null, capabilities: [] };
  readonly executed: ToolArguments[] = [];
  readonly tools: readonly Tool[] = sums.map(({ execute: _, ...tool }) => tool);

  async listTools(): Promise<readonly Tool[]> {
    return this.tools;
  }

  async executeTool(_tool: string, args: ToolArguments, _options?: CallOptions): Promise<unknown> {
    this.executed.push(args);
    return Number(args.a) + Number(args.b);
  }
}

/** A call as text. */
export function asText(tool: string, args: ToolArguments): string {
  return JSON.stringify({ tool, arguments: args });
}

/** Calls as a message of OpenAI Chat Completions. */
export function asPayload(calls: ReadonlyArray<readonly [id: string, name: string, args: unknown]>): object {
  return {
    role: "assistant",
    content: null,
    tool_calls: calls.map(([id, name, args]) => ({
      id,
      type: "function",
      function: { name, arguments: typeof args === "string" ? args : JSON.stringify(args) },
    })),
  };
}

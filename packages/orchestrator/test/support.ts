import {
  type CallOptions,
  type DefinedTool,
  defineTool,
  defineToolDriver,
  type Health,
  type MCSToolDriver,
  type ToolAnnotations,
  type ToolArguments,
} from "@mcs/core";

/** One call that arrived at a driver. */
export interface Arrived {
  readonly tool: string;
  readonly arguments: ToolArguments;
  readonly options: CallOptions;
}

export interface Recorded {
  readonly driver: MCSToolDriver;
  readonly calls: Arrived[];
}

/** A driver whose tools take any `value`, note the call, and answer `{ by, tool, value }`. */
export function recorded(
  name: string,
  tools: readonly string[] | Readonly<Record<string, ToolAnnotations>>,
  healthcheck?: () => Promise<Health>,
): Recorded {
  const calls: Arrived[] = [];
  const annotated = Array.isArray(tools) ? Object.fromEntries(tools.map((tool) => [tool, {}])) : tools;
  const defined = Object.entries(annotated as Readonly<Record<string, ToolAnnotations>>).map(
    ([tool, annotations]): DefinedTool =>
      defineTool({
        name: tool,
        description: `The tool ${tool} of ${name}.`,
        annotations,
        parameters: [{ name: "value", description: "What to note.", schema: { type: "string" } }],
        execute: (args, options) => {
          calls.push({ tool, arguments: args, options });
          return { by: name, tool, value: args.value };
        },
      }),
  );
  const definition = {
    id: "6a0d2c1e-8f3b-4a51-9d7e-1c2b3a4d5e6f",
    name,
    version: "1.0.0",
    bindings: [{ capability: "notes", adapter: "memory", specFormat: "Custom" }],
    tools: defined,
  };
  const driver =
    healthcheck === undefined
      ? defineToolDriver(definition)
      : defineToolDriver({ ...definition, healthcheck });
  return { driver, calls };
}

export function names(tools: readonly { readonly name: string }[]): string[] {
  return tools.map(({ name }) => name);
}

/** A call as a model writes it into text. */
export function asText(tool: string, args: ToolArguments): string {
  return JSON.stringify({ tool, arguments: args });
}

/** Calls as a message of OpenAI Chat Completions. */
export function asPayload(calls: ReadonlyArray<readonly [name: string, args: ToolArguments]>): object {
  return {
    role: "assistant",
    content: null,
    tool_calls: calls.map(([name, args], place) => ({
      id: `call_${place}`,
      type: "function",
      function: { name, arguments: JSON.stringify(args) },
    })),
  };
}

import { type Tool, ToolNotFoundError, toolInputSchema } from "@mcs/core";
import type { Alias, Entry, OwnTool } from "../entries.ts";

/** Schemas can be long; a model that asks for many is given these. */
const MOST_DETAILS = 10;

/** `get_tool_details`: what a tool does, whole, and the schema of its arguments. */
export function detailsTool(entries: ReadonlyMap<string, Entry>): OwnTool {
  return {
    kind: "own",
    tool: {
      name: "get_tool_details",
      description:
        "Tells all about tools before you call them: what they do and the JSON Schema of their arguments.",
      parameters: [
        {
          name: "names",
          description: "Names of tools.",
          required: true,
          schema: { type: "array", items: { type: "string" }, minItems: 1, maxItems: MOST_DETAILS },
        },
      ],
      annotations: { readOnly: true, destructive: false, idempotent: true, openWorld: false },
    },
    execute: ({ names }) => {
      return (names as readonly string[]).map((name) => {
        const entry = entries.get(name);
        if (entry === undefined) throw new ToolNotFoundError(name);
        return detailsOf(entry.tool);
      });
    },
  };
}

function detailsOf(tool: Tool): object {
  const { name, title, description, annotations } = tool;
  return {
    name,
    description: description || title,
    arguments: toolInputSchema(tool),
    ...(annotations === undefined ? {} : { annotations }),
  };
}

/**
 * `call_tool`: for clients whose models can only call what is listed. A call of it is one of the tool that it names:
 * that is what is validated, what is asked about and what is written down.
 */
export function callTool(): Alias {
  return {
    kind: "alias",
    validate: true,
    tool: {
      name: "call_tool",
      description:
        "Calls a tool that is not listed here, by a name that was found. Where a tool can be called directly, do that.",
      parameters: [
        { name: "name", description: "The tool's name.", required: true, schema: { type: "string" } },
        { name: "arguments", description: "Its arguments.", schema: { type: "object" } },
      ],
    },
    means: ({ name, arguments: args }) => ({
      name: String(name),
      arguments: (args ?? {}) as Readonly<Record<string, unknown>>,
    }),
  };
}

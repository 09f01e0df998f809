import type { Tool } from "@mcs/core";
import { type Entry, isOwn, type OwnTool, type View, withOwnTools } from "../entries.ts";
import { isHidden } from "../names.ts";
import type { ToolSearch } from "../search/tool-search.ts";
import { callTool, detailsTool } from "./details.ts";
import type { CatalogueLayer } from "./layer.ts";
import { shortened } from "./shortened.ts";

/** Options of {@link search}. */
export interface SearchOptions {
  /** Names of tools that stay listed; `*` at the end stands for any ending. @defaultValue none */
  readonly pinned?: readonly string[];
  /** Tools that a search gives unless the model asks for another number. @defaultValue 5 */
  readonly results?: number;
}

const MOST_RESULTS = 20;
/** So many others that do what a tool does are named with it. */
const MOST_ALIKE = 3;

/**
 * A model sees `search_tools` and a handful of others, and finds the rest by words. A tool that was found can be
 * called at once by its name, or with `call_tool` where a model can only call what is listed. The index is built
 * with the first search.
 */
export function search({ pinned = [], results = 5 }: SearchOptions = {}): CatalogueLayer {
  return {
    name: "search",
    apply: (view) => {
      const stays = ({ name }: Tool): boolean =>
        isOwn(view, name) || pinned.some((pattern) => fits(pattern, name));
      const own = [searchTool(view, results), detailsTool(view.entries), callTool(), driversTool(view)];
      return withOwnTools({ ...view, listed: view.listed.filter(stays) }, own);
    },
  };
}

function searchTool(view: View, results: number): OwnTool {
  let index: Promise<ToolSearch> | undefined;
  /** What is shown of a tool does not change with the query. */
  const texts = new WeakMap<Tool, string>();
  const load = async () => {
    const { ToolSearch } = await import("../search/tool-search.ts");
    return ToolSearch.of(findable(view));
  };
  return {
    kind: "own",
    tool: {
      name: "search_tools",
      description:
        "Most tools are not listed here. This finds them: say in a few words what should be done, with the name of the service where you know it. A tool that is found can be called at once.",
      parameters: [
        {
          name: "query",
          description: 'What should be done, such as "refund a payment in Stripe".',
          required: true,
          schema: { type: "string", minLength: 1, maxLength: 500 },
        },
        {
          name: "limit",
          description: `How many to show; ${results} unless you say.`,
          schema: { type: "integer", minimum: 1, maximum: MOST_RESULTS },
        },
      ],
      annotations: { readOnly: true, destructive: false, idempotent: true, openWorld: false },
    },
    execute: async ({ query, limit = results }) => {
      index ??= load();
      const { toolSignature } = await import("@mcs/core/prompts");
      const found = (await index).search(String(query), Number(limit));
      if (found.length === 0) return { tools: [], note: "Nothing fits. Try other words." };
      return {
        tools: found.map(({ tool, alike }) => {
          const names = alike.slice(0, MOST_ALIKE).map(({ name }) => name);
          const text = texts.get(tool) ?? toolSignature(brief(tool));
          texts.set(tool, text);
          return text + (names.length === 0 ? "" : ` Alike: ${names.join(", ")}`);
        }),
      };
    },
  };
}

/** Descriptions can be pages long; `get_tool_details` has them whole. */
function brief(tool: Tool): Tool {
  const { name, title, description, parameters } = tool;
  return {
    name,
    description: shortened(description || title || name, 300),
    parameters: parameters.map((parameter) => ({
      ...parameter,
      description: shortened(parameter.description, 120),
    })),
  };
}

function driversTool(view: View): OwnTool {
  const counts = new Map<string, number>();
  for (const tool of findable(view)) {
    const label = String(tool.origin?.driver ?? "");
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return {
    kind: "own",
    tool: {
      name: "list_services",
      description: "Lists the services whose tools can be searched, with how many tools each has.",
      parameters: [],
      annotations: { readOnly: true, destructive: false, idempotent: true, openWorld: false },
    },
    execute: () => Object.fromEntries(counts),
  };
}

/** The tools of drivers, each once. */
function findable({ entries }: View): readonly Tool[] {
  const isDrivers = (entry: Entry): boolean =>
    entry.kind !== "own" && !(entry.kind === "alias" && entry.validate === true);
  return [...entries.values()]
    .filter(isDrivers)
    .map(({ tool }) => tool)
    .filter((tool) => !isHidden(tool));
}

function fits(pattern: string, name: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

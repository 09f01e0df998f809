import type { Tool } from "@mcs/core";
import { isOwn, type View, withOwnTools } from "../entries.ts";
import { callTool, detailsTool } from "./details.ts";
import type { CatalogueLayer } from "./layer.ts";
import { shortened } from "./shortened.ts";

/** Options of {@link abbreviate}. */
export interface AbbreviateOptions {
  /** Characters of each description. @defaultValue 80 */
  readonly length?: number;
}

/**
 * Every tool with its name and the beginning of its description, without arguments. `get_tool_details` gives the
 * rest.
 */
export function abbreviate({ length = 80 }: AbbreviateOptions = {}): CatalogueLayer {
  return {
    name: "abbreviate",
    apply: (view: View) => {
      const listed = view.listed.map((tool) => (isOwn(view, tool.name) ? tool : short(tool, length)));
      return withOwnTools({ ...view, listed }, [detailsTool(view.entries), callTool()]);
    },
  };
}

function short({ name, title, description, annotations }: Tool, length: number): Tool {
  return {
    name,
    description: shortened(description || title || name, length),
    parameters: [],
    ...(annotations === undefined ? {} : { annotations }),
  };
}

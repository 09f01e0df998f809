import { isOwn, type OwnTool, type View, withOwnTools } from "../entries.ts";
import { callTool, detailsTool } from "./details.ts";
import type { CatalogueLayer } from "./layer.ts";
import { shortened } from "./shortened.ts";

/** Options of {@link pages}. */
export interface PageOptions {
  /** Tools on a page. @defaultValue 40 */
  readonly size?: number;
}

/**
 * The first page of the tools; the others are turned to with `list_tools`. Which page it is stands in the call, so
 * no conversation has a place that could be another one's.
 */
export function pages({ size = 40 }: PageOptions = {}): CatalogueLayer {
  return {
    name: "pages",
    apply: (view) => {
      const tools = view.listed.filter(({ name }) => !isOwn(view, name));
      if (tools.length <= size) return view;
      const first = new Set(tools.slice(0, size).map(({ name }) => name));
      const listed = view.listed.filter(({ name }) => isOwn(view, name) || first.has(name));
      const own = [pageTool(tools, size), detailsTool(view.entries), callTool()];
      return withOwnTools({ ...view, listed }, own);
    },
  };
}

function pageTool(tools: View["listed"], size: number): OwnTool {
  const count = Math.ceil(tools.length / size);
  return {
    kind: "own",
    tool: {
      name: "list_tools",
      description: `Not all tools are shown here: there are ${tools.length}, on ${count} pages. This lists one page.`,
      parameters: [
        {
          name: "page",
          description: "The first page is what is shown already.",
          required: true,
          schema: { type: "integer", minimum: 1, maximum: count },
        },
      ],
      annotations: { readOnly: true, destructive: false, idempotent: true, openWorld: false },
    },
    execute: ({ page }) => {
      const begin = (Number(page) - 1) * size;
      return {
        page,
        pages: count,
        tools: tools.slice(begin, begin + size).map(({ name, description, title }) => ({
          name,
          description: shortened(description || title || "", 120),
        })),
      };
    },
  };
}

import type { Tool } from "@mcs/core";
import { optionValue } from "../command-line/parse.ts";
import { reportDiagnostics } from "../driver/diagnostics.ts";
import { withDriver } from "../driver/open.ts";
import { toJson } from "../render/result.ts";
import { toolList } from "../render/tool-list.ts";
import { toolObject, toolPage, toolSummary } from "../render/tool-page.ts";
import type { Command } from "./context.ts";
import { findTool } from "./find-tool.ts";

/** `mcs tools`: the list, or one tool. */
export const toolsCommand: Command = async (context) => {
  const { invocation, io, terminal, json } = context;
  const { out } = terminal;
  const [source = "", name] = invocation.words;
  await withDriver(invocation, io, terminal, async (open) => {
    const { driver, tools } = open;
    if (name !== undefined) {
      const tool = await findTool(name, open, context);
      await out.line(json ? toJson(toolObject(tool)) : await toolPage(tool, driver, source, out));
      return;
    }
    await reportDiagnostics(driver, invocation, terminal);
    const search = optionValue(invocation, "search");
    const found = search === undefined ? tools : tools.filter(matches(search));
    if (json) await out.line(toJson(found.map(toolSummary)));
    else if (found.length > 0) await out.line(toolList(found, out));
    if (found.length === 0 && search !== undefined) {
      await terminal.note(`None of the ${tools.length} tools has all of: ${search}`);
    }
  });
};

/** All the words, in any order and case. */
function matches(search: string): (tool: Tool) => boolean {
  const words = search.toLowerCase().split(/\s+/);
  return ({ name, title, description, origin }) => {
    const text = [name, title, description, origin?.method, origin?.path].join("\n").toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

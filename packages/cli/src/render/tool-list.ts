import type { Tool } from "@mcs/core";
import { type Channel, oneLine, printable } from "../terminal.ts";
import { shortSignature } from "./signature.ts";

/** Longer signatures do not push the titles of the others to the right. */
const WIDEST = 44;

/**
 * One line for each tool: signature and title. On a terminal lines are cut at its width; a pipe gets them
 * whole.
 */
export function toolList(tools: readonly Tool[], { color, width }: Channel): string {
  const rows = tools.map((tool) => ({
    name: tool.name,
    signature: printable(shortSignature(tool)),
    title: titleOf(tool),
  }));
  const lengths = rows.map(({ signature }) => signature.length).filter((length) => length <= WIDEST);
  const column = Math.max(0, ...lengths);
  return rows
    .map(({ name, signature, title }) => {
      const shown = signature.length > width ? `${signature.slice(0, width - 2)}…)` : signature;
      const head = `${color.bold(name)}${color.dim(shown.slice(name.length))}`;
      const used = Math.max(column, shown.length) + 2;
      const room = width - used;
      const gap = " ".repeat(used - shown.length);
      return title === "" || room < 8 ? head : `${head}${gap}${oneLine(title, room)}`;
    })
    .join("\n");
}

/** The title, or the first sentence of the description. */
function titleOf({ title, description }: Tool): string {
  const text = title?.trim() ? title : (description ?? "");
  return oneLine(text.split(/(?<=[.!?])\s/)[0] ?? "", Number.POSITIVE_INFINITY);
}

import type { Tool } from "@mcs/core";
import type { Entry, Route, ToolSource, View } from "../entries.ts";
import { fitted, renamed } from "../names.ts";

/**
 * Every tool under its own name. Where two drivers have one of the same name, the first driver's is taken, and
 * `collide` hears of it.
 */
export function mergeBareNames(
  sources: readonly ToolSource[],
  collide: (name: string, taken: Route, other: string) => string,
): View {
  const entries = new Map<string, Entry>();
  const listed: Tool[] = [];
  const warnings: string[] = [];
  for (const { label, driver, tools, listed: shown } of sources) {
    for (const original of tools) {
      const name = fitted(original.name);
      const taken = entries.get(name);
      if (taken?.kind === "route") {
        warnings.push(collide(name, taken, label));
        continue;
      }
      const tool = renamed(original, name, label);
      entries.set(name, { kind: "route", tool, target: { label, driver, name: original.name } });
      if (shown.has(original.name)) listed.push(tool);
    }
  }
  return { entries, listed, warnings };
}

import type { Tool } from "@mcs/core";
import type { Entry, ToolSource, View } from "../entries.ts";
import { joinedName, renamed } from "../names.ts";
import type { CollisionStrategy } from "./strategy.ts";

/**
 * Every tool carries its driver's label from the start: `label__tool`. So no name depends on which other drivers
 * there are, and adding one renames nothing.
 */
export function namespacing(): CollisionStrategy {
  return { name: "namespacing", merge: mergeUnderLabels };
}

function mergeUnderLabels(sources: readonly ToolSource[]): View {
  const entries = new Map<string, Entry>();
  const listed: Tool[] = [];
  const warnings: string[] = [];
  for (const { label, driver, tools, listed: shown } of sources) {
    for (const original of tools) {
      const name = joinedName(label, original.name);
      if (entries.has(name)) {
        warnings.push(`${label} has two tools named ${original.name}; the second one is left out.`);
        continue;
      }
      const tool = renamed(original, name, label);
      entries.set(name, { kind: "route", tool, target: { label, driver, name: original.name } });
      if (shown.has(original.name)) listed.push(tool);
    }
  }
  return { entries, listed, warnings };
}

import { hybrid, type MCSToolDriver, type Tool } from "@mcs/core";
import type { CliDriver } from "../io.ts";

/** A tool as a model reads it: a driver that has this one tool describes it. */
export async function signatureOf(tool: Tool, { meta }: CliDriver): Promise<string> {
  const alone: MCSToolDriver = {
    meta: { ...meta, targetLlms: null },
    listTools: async () => [tool],
    executeTool: async () => undefined,
  };
  return hybrid(alone).getFunctionDescription();
}

/** `getPetById(petId, verbose?)`: the names of a tool's arguments, those that may be left out with a `?`. */
export function shortSignature({ name, parameters }: Tool): string {
  return `${name}(${parameters.map((one) => `${one.name}${one.required ? "" : "?"}`).join(", ")})`;
}

import { resolveCapability } from "./capabilities.ts";
import type { CallOptions, MCSToolDriver, ResolvedCall, Tool, ToolArguments } from "./contract/index.ts";

type Listing = readonly Tool[];

/** Lists are kept by their drivers and come back as the same array, so what was worked out is kept with them. */
const byName = new WeakMap<Listing, ReadonlyMap<string, Tool>>();
const merged = new WeakMap<Listing, { readonly all: Listing; readonly whole: Listing }>();

/** The tools of a list by their names; worked out once for each list. */
export function toolsByName(tools: Listing): ReadonlyMap<string, Tool> {
  let known = byName.get(tools);
  if (known === undefined) {
    known = new Map(tools.map((tool) => [tool.name, tool]));
    byName.set(tools, known);
  }
  return known;
}

/** Every tool that can be called: those that the driver lists and, where it has a catalogue, those in it. */
export async function callableTools(driver: Pick<MCSToolDriver, "meta" | "listTools">): Promise<Listing> {
  const listed = await driver.listTools();
  const all = await resolveCapability(driver, "catalogue")?.allTools();
  if (all === undefined || all === listed) return listed;
  const known = merged.get(listed);
  if (known?.all === all) return known.whole;
  const names = toolsByName(all);
  const own = listed.filter(({ name }) => !names.has(name));
  const whole = own.length === 0 ? all : [...own, ...all];
  merged.set(listed, { all, whole });
  return whole;
}

/**
 * What a call of the driver comes to, see `SupportsCatalogue`; undefined where it has no such tool.
 * Arguments are as they were written: nothing was validated.
 */
export async function resolveCall(
  driver: MCSToolDriver,
  toolName: string,
  args: ToolArguments,
  options?: CallOptions,
): Promise<ResolvedCall | undefined> {
  const catalogue = resolveCapability(driver, "catalogue");
  if (catalogue !== undefined) {
    const resolved = await catalogue.resolveCall(toolName, args, options);
    if (resolved !== undefined) return resolved;
  }
  const tool = toolsByName(await driver.listTools()).get(toolName);
  return tool === undefined ? undefined : { name: toolName, arguments: args, tool, driver: driver.meta.name };
}

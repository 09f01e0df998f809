import type { CallOptions, MCSToolDriver, Tool, ToolArguments } from "@mcs/core";

/** A tool of a driver, as the driver knows it. */
export interface Target {
  /** Under which label the driver is registered. */
  readonly label: string;
  readonly driver: MCSToolDriver;
  /** The tool's name with the driver. */
  readonly name: string;
}

/** Something that can be called, under the name of its `tool`. */
export type Entry = Route | Alias | OwnTool;

/** A call goes to a driver. */
export interface Route {
  readonly kind: "route";
  /** As it is offered here, under its name here. */
  readonly tool: Tool;
  readonly target: Target;
}

/** A call is one of another entry. */
export interface Alias {
  readonly kind: "alias";
  /** As it is offered here. */
  readonly tool: Tool;
  /** Whether the arguments are those of the alias itself, and have to fit its schema. @defaultValue false */
  readonly validate?: boolean;
  /**
   * The call that is meant, in the conversation of the options.
   *
   * @throws McsError where none is
   */
  readonly means: (args: ToolArguments, options: CallOptions) => Meant;
}

/** The call that another one stands for. */
export interface Meant {
  /** Of another entry. */
  readonly name: string;
  readonly arguments: ToolArguments;
}

/** A call is answered by the orchestrator itself. */
export interface OwnTool {
  readonly kind: "own";
  /** As it is offered here. */
  readonly tool: Tool;
  /** Gets validated arguments. */
  readonly execute: (args: ToolArguments, options: CallOptions) => unknown;
}

/** The tools of one driver, as a collision strategy gets them. */
export interface ToolSource {
  /** Under which the driver is registered. */
  readonly label: string;
  readonly driver: MCSToolDriver;
  /** Everything that can be called. */
  readonly tools: readonly Tool[];
  /** Names of the tools that the driver lists; the others are found and called by name only. */
  readonly listed: ReadonlySet<string>;
}

/**
 * What is offered at one moment: never changed, only replaced. Collision strategies make the first one,
 * catalogue layers another one out of it.
 */
export interface View {
  /** What a model is shown. */
  readonly listed: readonly Tool[];
  /** Everything that can be called, by name. */
  readonly entries: ReadonlyMap<string, Entry>;
  /** What had to be left out, for people. */
  readonly warnings: readonly string[];
}

/**
 * The view with tools of the orchestrator's own in front. A driver's tool of the same name is left out, with a
 * warning: what the orchestrator says of itself may not come from a driver. Own tools of the same name are taken
 * for the same one.
 */
export function withOwnTools(view: View, own: ReadonlyArray<Alias | OwnTool>): View {
  const entries = new Map(view.entries);
  const warnings = [...view.warnings];
  const added: Tool[] = [];
  const replaced = new Set<string>();
  for (const entry of own) {
    const { name } = entry.tool;
    const present = entries.get(name);
    if (present?.kind === "own" || (present?.kind === "alias" && present.validate === true)) continue;
    if (present !== undefined) {
      warnings.push(`A driver's tool named ${name} is left out: the orchestrator has one of that name.`);
      replaced.add(name);
    }
    entries.set(name, entry);
    added.push(entry.tool);
  }
  return { entries, warnings, listed: [...added, ...view.listed.filter(({ name }) => !replaced.has(name))] };
}

/** Whether a tool is the orchestrator's own. */
export function isOwn(view: View, name: string): boolean {
  const entry = view.entries.get(name);
  return entry?.kind === "own" || (entry?.kind === "alias" && entry.validate === true);
}

import { type CallOptions, ConfigurationError, ExecutionError, type Tool } from "@mcs/core";
import { hasConversation, PerConversation } from "@mcs/core/decorators";
import {
  type Alias,
  type Entry,
  type OwnTool,
  type ToolSource,
  type View,
  withOwnTools,
} from "../entries.ts";
import { fitted, joinedName, renamed } from "../names.ts";
import type { CollisionStrategy } from "./strategy.ts";

/** Options of {@link activeTarget}. */
export interface ActiveTargetOptions {
  /** The label of the driver that every conversation begins with. @defaultValue the first driver */
  readonly initial?: string;
  /** The name of the tool that switches. @defaultValue `"switch_target"` */
  readonly toolName?: string;
}

/** A strategy that a client can switch, too. */
export interface ActiveTarget extends CollisionStrategy {
  /** The target of a conversation; undefined until it has switched. */
  current(conversation: object): string | undefined;
  /** What the tool does for a model. The next call of the conversation goes there. */
  switchTo(conversation: object, label: string): void;
}

/**
 * Several drivers of one kind, such as one for each environment: every tool is there once, under its own name, and
 * goes to the driver that the conversation is at. All conversations see the same tools; only where they go is a
 * conversation's own. So a call without a conversation goes to the initial target and cannot switch.
 *
 * Under `label__tool` each tool is callable, too, wherever the conversation is: that is the name that consent is
 * asked for, so a switch in the meantime changes nothing.
 */
export function activeTarget(options: ActiveTargetOptions = {}): ActiveTarget {
  const { initial, toolName = "switch_target" } = options;
  const targets = new PerConversation<{ label: string | undefined }>(() => ({ label: undefined }));
  return {
    name: "active target",
    merge: (sources) => merge(sources, initial, toolName, targets),
    current: (conversation) => targets.of({ conversation }).label,
    switchTo: (conversation, label) => {
      targets.of({ conversation }).label = label;
    },
  };
}

function merge(
  sources: readonly ToolSource[],
  initial: string | undefined,
  toolName: string,
  targets: PerConversation<{ label: string | undefined }>,
): View {
  const labels = sources.map(({ label }) => label);
  const first = initial ?? labels[0];
  if (first === undefined) return { entries: new Map(), listed: [], warnings: [] };
  if (!labels.includes(first)) {
    throw new ConfigurationError(`The initial target ${first} is not registered.`, {
      remedy: `There are ${labels.join(", ")}.`,
    });
  }
  const here = (options: CallOptions): string => {
    const label = hasConversation(options) ? (targets.of(options).label ?? first) : first;
    if (labels.includes(label)) return label;
    throw new ExecutionError(`The active target ${label} is there no longer.`, {
      code: "target_gone",
      remedy: `Switch to one of ${labels.join(", ")} with ${toolName}.`,
    });
  };
  const view = routes(sources, first, here, toolName);
  return labels.length < 2 ? view : withOwnTools(view, [switchTool(labels, toolName, here, targets)]);
}

/** Each tool once under its own name, as the initial target describes it if it has it, and hidden under each label. */
function routes(
  sources: readonly ToolSource[],
  first: string,
  here: (options: CallOptions) => string,
  toolName: string,
): View {
  const entries = new Map<string, Entry>();
  const owners = new Map<string, Map<string, string>>();
  const listed = new Map<string, Tool>();
  for (const { label, driver, tools, listed: shown } of sources) {
    for (const original of tools) {
      const bare = fitted(original.name);
      const own = joinedName(label, original.name);
      const hidden = renamed(original, own, label, bare);
      entries.set(own, { kind: "route", tool: hidden, target: { label, driver, name: original.name } });
      const known = owners.get(bare) ?? new Map<string, string>();
      owners.set(bare, known.set(label, own));
      if (known.size > 1 && label !== first) continue;
      const tool = renamed(original, bare, label);
      entries.set(bare, aliasOf(tool, known, here, toolName));
      if (shown.has(original.name)) listed.set(bare, tool);
    }
  }
  return { entries, listed: [...listed.values()], warnings: [] };
}

function aliasOf(
  tool: Tool,
  owners: ReadonlyMap<string, string>,
  here: (options: CallOptions) => string,
  toolName: string,
): Alias {
  return {
    kind: "alias",
    tool,
    means: (args, options) => {
      const label = here(options);
      const name = owners.get(label);
      if (name !== undefined) return { name, arguments: args };
      throw new ExecutionError(`The active target ${label} has no tool ${tool.name}.`, {
        code: "not_on_target",
        remedy: `Switch to one of ${[...owners.keys()].join(", ")} with ${toolName} first.`,
      });
    },
  };
}

function switchTool(
  labels: readonly string[],
  name: string,
  here: (options: CallOptions) => string,
  targets: PerConversation<{ label: string | undefined }>,
): OwnTool {
  return {
    kind: "own",
    tool: {
      name,
      description: `The other tools work on one of several targets: ${labels.join(", ")}. This switches to another one for the rest of the conversation, or says which one is active.`,
      parameters: [
        {
          name: "target",
          description: "Where to go. Without it nothing changes.",
          schema: { type: "string", enum: [...labels] },
        },
      ],
      annotations: { readOnly: false, destructive: false, idempotent: true, openWorld: false },
    },
    execute: ({ target }, options) => {
      if (target === undefined) return { active: here(options), targets: labels };
      if (!hasConversation(options)) {
        throw new ExecutionError("There is no conversation to switch for.", {
          code: "no_conversation",
          remedy: "The client has to pass one: orchestrator.session(), or the option conversation.",
        });
      }
      targets.of(options).label = String(target);
      return { active: target, targets: labels };
    },
  };
}

import type { CallOptions, ResolvedCall, Tool } from "../contract/index.ts";
import { hasConversation, PerConversation } from "./conversations.ts";
import { argumentsKey } from "./plain-copy.ts";

/** Decisions in one conversation; of more than these the oldest are asked again. */
const MOST = 1000;

interface Remembered {
  readonly allow: boolean;
  /** The tool as it was when the decision was made: one that has changed since is asked about again. */
  readonly definition: string;
}

/**
 * What was decided for the rest of a conversation. Calls that do not say which one they belong to are asked about
 * each time: one user's yes would be another's.
 */
export class ConsentMemory {
  readonly #decisions = new PerConversation(() => new Map<string, Remembered>());

  recall(call: ResolvedCall, options: CallOptions): boolean | undefined {
    if (!hasConversation(options)) return undefined;
    const decisions = this.#decisions.of(options);
    if (decisions.size === 0) return undefined;
    const found = decisions.get(toolKey(call)) ?? decisions.get(callKey(call));
    return found?.definition === definitionOf(call.tool) ? found.allow : undefined;
  }

  remember(scope: "call" | "tool", allow: boolean, call: ResolvedCall, options: CallOptions): void {
    if (!hasConversation(options)) return;
    const decisions = this.#decisions.of(options);
    const key = scope === "tool" ? toolKey(call) : callKey(call);
    decisions.delete(key);
    decisions.set(key, { allow, definition: definitionOf(call.tool) });
    const [oldest] = decisions.keys();
    if (decisions.size > MOST && oldest !== undefined) decisions.delete(oldest);
  }
}

function toolKey({ driver, name }: ResolvedCall): string {
  return JSON.stringify([driver, name]);
}

function callKey(call: ResolvedCall): string {
  return `${toolKey(call)} ${argumentsKey(call.arguments)}`;
}

const definitions = new WeakMap<Tool, string>();

/** What people and models read of a tool. */
function definitionOf(tool: Tool): string {
  let text = definitions.get(tool);
  if (text === undefined) {
    const { name, title, description, parameters, annotations } = tool;
    text = JSON.stringify([name, title, description, parameters, annotations]);
    definitions.set(tool, text);
  }
  return text;
}

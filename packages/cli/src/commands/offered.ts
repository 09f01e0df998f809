import { checkArguments, hybrid, type MCSToolDriver, type Tool } from "@mcs/core";
import type { Consent } from "../chat/consent.ts";
import { didYouMean } from "../command-line/suggest.ts";
import type { OpenDriver } from "../driver/open.ts";
import { UsageError } from "../errors.ts";
import type { CliDriver } from "../io.ts";
import type { Terminal } from "../terminal.ts";

/** Above this, models choose worse and some endpoints refuse. */
const MANY = 40;

/** What a model is spoken to with: the driver, or one with fewer tools. */
export interface Offer {
  readonly driver: Pick<
    CliDriver,
    "getDriverSystemMessage" | "getDriverContext" | "processLlmResponse" | "mightBeToolCall" | "listTools"
  >;
  readonly tools: readonly Tool[];
}

/**
 * The tools that `--only` names, or all of them.
 *
 * @param consent asked before each call that is made
 * @throws UsageError for a name or pattern that no tool has.
 */
export async function offer(
  { driver, tools }: OpenDriver,
  patterns: readonly string[],
  terminal: Terminal,
  consent?: Consent,
): Promise<Offer> {
  if (patterns.length === 0 && tools.length > MANY) {
    await terminal.note(`These are ${tools.length} tools, many for a model: --only 'get*' offers fewer.`);
  }
  if (patterns.length === 0 && consent === undefined) return { driver, tools };
  const matchers = patterns.map(toRegExp);
  patterns.forEach((pattern, index) => {
    if (tools.some(({ name }) => matchers[index]?.test(name))) return;
    const remedy = didYouMean(
      pattern,
      tools.map(({ name }) => name),
    );
    throw new UsageError(`--only ${pattern} fits no tool.`, remedy === undefined ? {} : { remedy });
  });
  const chosen =
    patterns.length === 0
      ? tools
      : tools.filter(({ name }) => matchers.some((matcher) => matcher.test(name)));
  const subset: MCSToolDriver = {
    meta: { ...driver.meta, targetLlms: null },
    listTools: async () => chosen,
    executeTool: async (name, args, options) => {
      const tool = chosen.find((one) => one.name === name);
      // Nobody is asked about a call that could not be made.
      if (tool !== undefined && consent !== undefined) {
        await checkArguments(tool, args);
        await consent(tool, args, options?.signal);
      }
      return driver.executeTool(name, args, options);
    },
  };
  return { driver: hybrid(subset), tools: chosen };
}

function toRegExp(pattern: string): RegExp {
  const parts = pattern.split("*").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}

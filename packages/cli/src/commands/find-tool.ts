import type { Tool } from "@mcs/core";
import { didYouMean } from "../command-line/suggest.ts";
import { reportDiagnostics } from "../driver/diagnostics.ts";
import type { OpenDriver } from "../driver/open.ts";
import { UsageError } from "../errors.ts";
import type { CommandContext } from "./context.ts";

/**
 * The tool that the command line names. Where there is none, the diagnostics of the document are reported:
 * they may say why it was left out.
 *
 * @throws UsageError that suggests what may have been meant.
 */
export async function findTool(
  name: string,
  { driver, tools }: OpenDriver,
  { invocation, terminal }: CommandContext,
): Promise<Tool> {
  const tool = tools.find((one) => one.name === name);
  if (tool === undefined || invocation.given.has("diagnostics")) {
    await reportDiagnostics(driver, invocation, terminal);
  }
  if (tool !== undefined) return tool;
  const names = tools.map((one) => one.name);
  throw new UsageError(`There is no tool "${name}".`, {
    remedy: didYouMean(name, names) ?? `"mcs tools ${invocation.words[0]}" lists all ${names.length}.`,
  });
}

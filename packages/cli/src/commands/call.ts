import { checkArguments, InvalidArgumentsError, type Tool, type ToolArguments } from "@mcs/core";
import { collectArguments } from "../arguments/collect.ts";
import { optionValue } from "../command-line/parse.ts";
import { withDriver } from "../driver/open.ts";
import { withProgress } from "../driver/progress.ts";
import { UsageError } from "../errors.ts";
import type { CliDriver } from "../io.ts";
import { requestJson, requestText } from "../render/request.ts";
import { writeResult } from "../render/result.ts";
import { signatureOf } from "../render/signature.ts";
import { printable } from "../terminal.ts";
import type { Command, CommandContext } from "./context.ts";
import { findTool } from "./find-tool.ts";

/** `mcs call`: one call, or with `--dry-run` its request. */
export const callCommand: Command = async (context) => {
  const { invocation, io, terminal, json, signal } = context;
  const { out } = terminal;
  const [, name = ""] = invocation.words;
  await withDriver(invocation, io, terminal, async (open) => {
    const { driver } = open;
    const tool = await findTool(name, open, context);
    const args = await explained(tool, driver, () => checkedArguments(tool, context));
    if (invocation.given.has("dry-run")) {
      const request = await driver.prepareRequest(name, args);
      await out.line(json ? requestJson(request) : requestText(request, out));
      return;
    }
    const execute = (): Promise<unknown> =>
      explained(tool, driver, () => driver.executeTool(name, args, { signal }));
    await writeResult(await withProgress(`Calling ${name}`, terminal, execute), json, out);
  });
};

async function checkedArguments(tool: Tool, { invocation, io }: CommandContext): Promise<ToolArguments> {
  const words = invocation.words.slice(2);
  const args = await collectArguments(tool, words, optionValue(invocation, "args"), io.stdin);
  await checkArguments(tool, args);
  return args;
}

/** Wrong arguments are answered with the signature that says what is right. */
async function explained<T>(tool: Tool, driver: CliDriver, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof InvalidArgumentsError)) throw error;
    const detail = printable(await signatureOf(tool, driver));
    throw new UsageError(error.message, { cause: error, detail });
  }
}

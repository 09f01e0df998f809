import { optionValue } from "../command-line/parse.ts";
import { reportDiagnostics } from "../driver/diagnostics.ts";
import { withDriver } from "../driver/open.ts";
import { toJson } from "../render/result.ts";
import { printable } from "../terminal.ts";
import type { Command } from "./context.ts";
import { offer } from "./offered.ts";

/** `mcs prompt`: the words that a model gets, or the driver context of a provider. */
export const promptCommand: Command = async ({ invocation, io, terminal, json }) => {
  const { out } = terminal;
  await withDriver(invocation, io, terminal, async (open) => {
    await reportDiagnostics(open.driver, invocation, terminal);
    const { driver } = await offer(open, invocation.values.get("only") ?? [], terminal);
    const model = optionValue(invocation, "model");
    if (invocation.given.has("native")) {
      const provider = optionValue(invocation, "native");
      const context = await driver.getDriverContext(model, provider === undefined ? {} : { provider });
      await out.line(toJson(context));
      return;
    }
    const systemMessage = await driver.getDriverSystemMessage(model);
    if (json) await out.line(toJson({ systemMessage }));
    else await out.line(out.isTerminal ? printable(systemMessage) : systemMessage);
  });
};

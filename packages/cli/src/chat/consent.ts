import { createInterface } from "node:readline";
import { AbortedError, ExecutionError, type Tool, type ToolArguments } from "@mcs/core";
import type { Io } from "../io.ts";
import { oneLine, printable, type Terminal } from "../terminal.ts";
import { argumentsText } from "./display.ts";

/** Resolves where the call may be made, and rejects where it may not. */
export type Consent = (tool: Tool, args: ToolArguments, signal: AbortSignal | undefined) => Promise<void>;

/** Whether a call may overwrite or remove something; what says nothing of it may. */
function mayDestroy({ annotations = {} }: Tool): boolean {
  return annotations.readOnly !== true && annotations.destructive !== false;
}

/**
 * Asks the person at the terminal before a call that may destroy something: once, or once and for all of this
 * conversation. Where nobody can be asked, such calls are refused; the model is told in either case.
 *
 * The returned function throws ExecutionError (code `"not_confirmed"`) where the call is not to be made, and
 * AbortedError at Ctrl-C.
 */
export function askingConsent(io: Io, terminal: Terminal): Consent {
  const { err } = terminal;
  const always = new Set<string>();
  const canAsk = io.stdin.isTTY === true && err.isTerminal;
  // Several calls of one answer are made side by side, and asked about one after the other.
  let turn: Promise<unknown> = Promise.resolve();

  const decide = async (tool: Tool, args: ToolArguments, signal: AbortSignal | undefined): Promise<void> => {
    if (always.has(tool.name)) return;
    const call = oneLine(`${tool.name} ${argumentsText(args)}`, Math.min(err.width, 500));
    const question = `${err.color.yellow("?")} ${call}\n  May it be called? [y]es, [n]o, [a]lways: `;
    const answer = (await ask(io, question, signal)).trim().toLowerCase();
    if (answer === "a" || answer === "always") always.add(tool.name);
    else if (answer !== "y" && answer !== "yes") {
      throw notConfirmed(`The person who was asked does not want ${tool.name} to be called.`);
    }
  };
  return (tool, args, signal) => {
    if (!mayDestroy(tool)) return Promise.resolve();
    if (!canAsk) {
      const name = printable(tool.name);
      return Promise.reject(
        notConfirmed(
          `${name} may change or remove something, and there is no terminal to ask on; --yes allows it.`,
        ),
      );
    }
    const decided = turn.then(() => decide(tool, args, signal));
    turn = decided.catch(() => undefined);
    return decided;
  };
}

function notConfirmed(message: string): ExecutionError {
  return new ExecutionError(message, { code: "not_confirmed" });
}

/** One line from stdin. The terminal stays in its own mode, so that Ctrl-C reaches the process. */
function ask({ stdin, stderr }: Io, question: string, signal: AbortSignal | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = createInterface({ input: stdin, terminal: false });
    const abort = (): void => {
      reject(new AbortedError("Aborted."));
      reader.close();
    };
    signal?.addEventListener("abort", abort, { once: true });
    if (signal?.aborted === true) abort();
    else stderr.write(question);
    reader.once("line", (line) => {
      resolve(line);
      reader.close();
    });
    // At the end of the input nobody says yes.
    reader.once("close", () => {
      signal?.removeEventListener("abort", abort);
      resolve("");
    });
  });
}

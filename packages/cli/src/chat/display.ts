import { Media, type ToolArguments } from "@mcs/core";
import { startProgress } from "../driver/progress.ts";
import { toJson } from "../render/result.ts";
import { oneLine, printable, type Terminal } from "../terminal.ts";
import type { ChatEvents } from "./conversation.ts";

/** Room for a result in a log file; on a terminal it is one line. */
const LOG_WIDTH = 200;
const MOST_OF_AN_ERROR = 400;

/**
 * Shows a conversation: what the model says on stdout, its calls on stderr. A terminal gets text as it
 * streams in; a pipe gets the answer alone, once it is certain to be one.
 */
export function chatDisplay(terminal: Terminal, modelName: string, answerToOut: boolean): ChatEvents {
  const { out, err, quiet } = terminal;
  const { color } = err;
  const live = out.isTerminal && answerToOut;
  const width = Math.min(err.width, LOG_WIDTH);
  let lineOpen = false;

  const text = async (piece: string): Promise<void> => {
    if (!live) return;
    const shown = printable(piece);
    lineOpen = !shown.endsWith("\n");
    await out.write(shown);
  };
  const endLine = async (): Promise<void> => {
    if (lineOpen) await out.write("\n");
    lineOpen = false;
  };
  return {
    thinking: () => startProgress(`Waiting for ${modelName}`, terminal),
    text,
    async call(name, args) {
      if (quiet) return;
      await endLine();
      const head = `→ ${name}`;
      const shown = oneLine(argumentsText(args), width - head.length - 1);
      await err.line(`${color.cyan("→")} ${color.bold(printable(name))} ${shown}`.trimEnd());
    },
    async outcome(outcome, several) {
      if (quiet) return;
      // A call that could not be read was not announced either.
      const announced = outcome.ok || outcome.arguments !== undefined;
      const label = several || !announced ? `${outcome.name || "A call"}: ` : "";
      if (outcome.ok) {
        const shown = oneLine(`${label}${resultText(outcome.result)}`, width - 2);
        await err.line(`${color.green("✓")} ${color.dim(shown)}`);
      } else {
        await err.line(`${color.red("✗")} ${oneLine(`${label}${outcome.detail}`, MOST_OF_AN_ERROR)}`);
        await err.line(color.dim("  The model is told, and may try again."));
      }
    },
    async turnEnd(said, isAnswer) {
      await endLine();
      if (live || !answerToOut) return;
      if (isAnswer) await out.line(said.trim());
      else if (said.trim() !== "") await terminal.note(color.dim(printable(said.trim())));
    },
    async warning(message) {
      await endLine();
      await terminal.note(color.yellow(message));
    },
  };
}

/** Arguments as a person would write them on a command line. */
export function argumentsText(args: ToolArguments): string {
  return Object.entries(args)
    .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(" ");
}

function resultText(result: unknown): string {
  if (typeof result === "string") return result;
  if (Media.is(result)) return `${result.type}, ${result.size ?? "?"} bytes`;
  return toJson(result, 0);
}

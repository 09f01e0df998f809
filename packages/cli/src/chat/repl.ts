import { createInterface } from "node:readline";
import { AbortedError } from "@mcs/core";
import { interruptible } from "../interrupts.ts";
import type { Io } from "../io.ts";
import { writeError } from "../render/error.ts";
import { toolList } from "../render/tool-list.ts";
import type { Terminal } from "../terminal.ts";
import type { ConversationOptions } from "./conversation.ts";
import { Conversation } from "./conversation.ts";

const HELP = [
  "/tools   what the model can call",
  "/clear   start over",
  "/exit    leave, as Ctrl-D does",
  "Ctrl-C   abort the call under way",
].join("\n");

/** The conversation on a terminal, until somebody leaves. */
export async function repl(
  options: ConversationOptions,
  io: Io,
  terminal: Terminal,
  debug: boolean,
): Promise<void> {
  const conversation = new Conversation(options);
  const { err } = terminal;
  const { offer, model } = options;
  await terminal.note(err.color.dim(`${offer.tools.length} tools for ${model.name}. /help lists commands.`));
  let history: string[] = [];
  for (;;) {
    const { line, entries } = await readQuestion(io, err.color.bold("› "), history);
    history = entries;
    const question = line?.trim();
    if (question === undefined || question === "/exit" || question === "/quit") return;
    if (question === "") continue;
    if (question === "/help") await err.line(HELP);
    else if (question === "/tools") await err.line(toolList(offer.tools, err));
    else if (question === "/clear") conversation.clear();
    else {
      try {
        await interruptible(io, (signal) => conversation.ask(question, signal));
      } catch (error) {
        await writeError(error, err, debug);
      }
    }
  }
}

/**
 * One question; several lines that are pasted at once are one. The interface is closed in between, so that
 * Ctrl-C reaches the process while a call is under way.
 *
 * @throws AbortedError at Ctrl-C
 */
function readQuestion(
  { stdin, stderr }: Io,
  prompt: string,
  history: readonly string[],
): Promise<{ line: string | undefined; entries: string[] }> {
  return new Promise((resolve, reject) => {
    const lines: string[] = [];
    let entries = [...history];
    const reader = createInterface({
      input: stdin,
      output: stderr,
      terminal: true,
      prompt,
      history: [...history],
      removeHistoryDuplicates: true,
    });
    reader.on("history", (now) => {
      entries = [...now];
    });
    reader.on("line", (line) => {
      if (lines.length === 0) setImmediate(() => reader.close());
      lines.push(line);
    });
    reader.on("SIGINT", () => {
      stderr.write("\n");
      reject(new AbortedError("Left."));
      reader.close();
    });
    reader.on("close", () => {
      if (lines.length === 0) stderr.write("\n");
      resolve({ line: lines.length === 0 ? undefined : lines.join("\n"), entries });
    });
    reader.prompt();
  });
}

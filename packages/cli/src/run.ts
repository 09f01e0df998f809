import { readFile } from "node:fs/promises";
import type { CommandName } from "./command-line/commands.ts";
import { helpText } from "./command-line/help.ts";
import { type Invocation, optionValue, parseCommandLine } from "./command-line/parse.ts";
import type { Command } from "./commands/context.ts";
import { UsageError } from "./errors.ts";
import { EXIT_CODES, exitCodeOf } from "./exit-codes.ts";
import { interruptible } from "./interrupts.ts";
import type { Io } from "./io.ts";
import { writeError } from "./render/error.ts";
import { Terminal } from "./terminal.ts";

/** Each command is loaded when it is run. */
const LOAD: Readonly<Record<CommandName, () => Promise<Command>>> = {
  tools: async () => (await import("./commands/tools.ts")).toolsCommand,
  call: async () => (await import("./commands/call.ts")).callCommand,
  prompt: async () => (await import("./commands/prompt.ts")).promptCommand,
  chat: async () => (await import("./commands/chat.ts")).chatCommand,
  score: async () => (await import("./commands/score.ts")).scoreCommand,
};

/**
 * Runs `mcs` with these arguments (without the program's own name) in the world that `io` is, and resolves
 * with the exit code. Never rejects.
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  // Not parsed yet: these two decide how a mistake on the command line itself is shown.
  const color = !argv.includes("--no-color");
  const debug = argv.includes("--debug");
  let terminal = new Terminal(io, { color });
  try {
    const invocation = parseCommandLine(argv);
    terminal = new Terminal(io, { color, quiet: invocation.given.has("quiet") });
    await dispatch(invocation, io, terminal);
    return EXIT_CODES.ok.code;
  } catch (error) {
    await writeError(error, terminal.err, debug);
    return exitCodeOf(error);
  }
}

async function dispatch(invocation: Invocation, io: Io, terminal: Terminal): Promise<void> {
  const { command, given, wantsHelp } = invocation;
  if (given.has("version")) {
    await terminal.out.line(await version());
  } else if (wantsHelp || command === undefined) {
    await terminal.out.line(helpText(command, terminal.out));
  } else {
    const json = wantsJson(invocation);
    const execute = await LOAD[command.name]();
    await interruptible(io, (signal) => execute({ invocation, io, terminal, json, signal }));
  }
}

function wantsJson(invocation: Invocation): boolean {
  const output = optionValue(invocation, "output");
  if (output !== undefined && output !== "json" && output !== "text") {
    throw new UsageError(`--output takes json or text, not "${output}".`);
  }
  return output === "json" || (output === undefined && invocation.given.has("json"));
}

async function version(): Promise<string> {
  const manifest = await readFile(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

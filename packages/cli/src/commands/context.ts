import type { Invocation } from "../command-line/parse.ts";
import type { Io } from "../io.ts";
import type { Terminal } from "../terminal.ts";

/** What a command is given. */
export interface CommandContext {
  readonly invocation: Invocation;
  readonly io: Io;
  readonly terminal: Terminal;
  /** Output for a program. */
  readonly json: boolean;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** A command: writes what it has to say, and throws what went wrong. */
export type Command = (context: CommandContext) => Promise<void>;

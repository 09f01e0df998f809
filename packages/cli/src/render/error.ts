import { AbortedError, McsError } from "@mcs/core";
import { UsageError } from "../errors.ts";
import { type Channel, printable } from "../terminal.ts";

/** An error for a person: one sentence, what may help below it, and its stack only on demand. */
export async function writeError(error: unknown, err: Channel, debug: boolean): Promise<void> {
  const message = error instanceof Error ? error.message : String(error);
  // A terminal echoes ^C where the cursor is.
  if (error instanceof AbortedError && err.isTerminal) await err.line();
  await err.line(`${err.color.red("mcs:")} ${printable(message)}`);
  if (error instanceof UsageError && error.detail !== undefined) await err.line(`\n${error.detail}`);
  if (debug) await err.line(err.color.dim(stackOf(error)));
  else if (!McsError.is(error)) await err.line(err.color.dim("This is a bug of mcs; --debug shows where."));
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = printable(error.stack ?? error.message);
  return error.cause === undefined ? own : `${own}\nCaused by: ${stackOf(error.cause)}`;
}

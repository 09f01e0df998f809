import { createInterface } from "node:readline/promises";
import type { ConsentDecision, ConsentHandler, PendingCall } from "@mcs/core";

/** Asks on a terminal: a handler for `withConsent`. Whoever closes the input has said no. */
export function askInTerminal(input: NodeJS.ReadableStream, output: NodeJS.WritableStream) {
  const lines = createInterface({ input })[Symbol.asyncIterator]();
  const answer = async (question: string, signal: AbortSignal): Promise<string> => {
    output.write(question);
    const late = new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
    const { value, done } = await Promise.race([lines.next(), late]);
    return done === true ? "" : value.trim();
  };

  const ask = async (call: PendingCall, signal: AbortSignal): Promise<ConsentDecision> => {
    output.write(`\n${described(call)}\n`);
    const reply = await answer("Allow it? [y]es, [n]o, [a]lways in this conversation, [e]dit: ", signal);
    if (reply === "e") {
      const edited = await answer("Arguments as JSON: ", signal);
      return { allow: true, arguments: JSON.parse(edited) };
    }
    return DECISIONS[reply] ?? { allow: false, reason: "the user said no" };
  };

  // Calls can come side by side; a person is asked one thing at a time.
  let before: Promise<unknown> = Promise.resolve();
  const handler: ConsentHandler = (call, { signal }) => {
    const decision = before.then(() => ask(call, signal));
    before = decision.catch(() => {});
    return decision;
  };
  return { handler, close: () => lines.return?.() };
}

/** Whatever else is typed, an empty line included, is a no. */
const DECISIONS: Readonly<Record<string, ConsentDecision>> = {
  y: true,
  a: { allow: true, remember: "tool" },
};

function described({ driver, tool, arguments: args, annotations }: PendingCall): string {
  const hint = annotations?.destructive === true ? " It may destroy something." : "";
  return `${driver} wants to call ${tool}.${hint}\n${plain(JSON.stringify(args, null, 2))}`;
}

/**
 * The model wrote this text. What could move the cursor, hide a part of it or turn its direction is shown as a
 * number, so that a person sees what will be executed.
 */
function plain(text: string): string {
  return text.replace(/[^\P{C}\n]|[\u2028\u2029]/gu, (one) => `\\u{${one.codePointAt(0)?.toString(16)}}`);
}

/**
 * A model that follows a script. A line is said only if the conversation holds what it works with: where the driver
 * does not do what it should, the script has no next line, and the run fails.
 */
import type { Message } from "@mcs/core";

export const TASK = "Please rename the function calc to withTax everywhere.";

interface Line {
  /** What the messages since the model's last one must hold. */
  readonly knowing: RegExp;
  readonly say: (known: RegExpExecArray) => string;
}

const SCRIPT: readonly Line[] = [
  {
    knowing: /rename the function calc to withTax/,
    say: () => call("list_directory", { path: "src" }),
  },
  {
    knowing: /"cart\.ts".*"invoice\.ts".*"tax\.ts"/s,
    say: () => call("search_files", { pattern: "\\bcalc\\b" }),
  },
  {
    // One text for a file in which it is twice: that is refused, and nothing is changed.
    knowing: /"path":"src\/cart\.ts".*"path":"src\/invoice\.ts".*"path":"src\/tax\.ts"/s,
    say: () => rename("src/cart.ts"),
  },
  {
    knowing: /the old text is there (\d+) times, not once: at line 1, 9/,
    say: ([, times]) =>
      [
        rename("src/cart.ts", Number(times)),
        rename("src/invoice.ts", 2),
        rename("src/tax.ts", 1),
        rename("README.md", 1),
      ].join("\n"),
  },
  {
    knowing: /\+import \{ withTax \}/,
    say: () => call("search_files", { pattern: "\\bcalc\\b" }),
  },
  {
    knowing: /"files":\[\]/,
    say: () => "Done: calc is withTax in four files, and nothing is named calc any more.",
  },
];

/** The model's answer to the conversation. */
export function answer(messages: readonly Message[]): string {
  const turn = messages.filter(({ role }) => role === "assistant").length;
  const since = messages.slice(messages.findLastIndex(({ role }) => role === "assistant") + 1);
  const heard = since.map(({ content }) => String(content)).join("\n");
  const line = SCRIPT[turn];
  const known = line?.knowing.exec(heard);
  if (line === undefined || known == null) throw new Error(`The script has no answer to: ${heard}`);
  return line.say(known);
}

function call(tool: string, args: object): string {
  return JSON.stringify({ tool, arguments: args });
}

function rename(path: string, count?: number): string {
  return call("edit_file", { path, edits: [{ old_text: "calc", new_text: "withTax", count }] });
}

import { EXIT_CODES } from "../exit-codes.ts";
import type { Channel } from "../terminal.ts";
import { COMMANDS, type CommandSpec } from "./commands.ts";
import { COMMON_OPTIONS, type OptionSpec } from "./options.ts";

const INDENT = 2;
const GAP = 2;
const WIDTH = 100;
/** Options with a longer head get their help on the next line. */
const LONGEST_HEAD = 30;

/** The help of `mcs`, or of one of its commands. */
export function helpText(command: CommandSpec | undefined, { color }: Pick<Channel, "color">): string {
  const heading = (text: string): string => color.bold(text);
  const sections: string[] =
    command === undefined
      ? [
          "mcs: look at, call and chat with any API that has an OpenAPI or Swagger document.",
          `${heading("Usage")}\n  mcs <command> <url-or-file> [options]`,
          `${heading("Commands")}\n${table(COMMANDS.map(({ name, summary }) => [name, summary]))}`,
        ]
      : [
          `mcs ${command.name}: ${command.summary}.`,
          `${heading("Usage")}\n  mcs ${command.name} ${command.usage}`,
          ...command.details,
          `${heading("Options")}\n${optionTable(command.options)}`,
        ];
  const examples = command?.examples ?? COMMANDS.flatMap(({ examples: [first] }) => first ?? []);
  return [
    ...sections,
    `${heading("Options of every command")}\n${optionTable(COMMON_OPTIONS)}`,
    `${heading("Credentials")}\n${CREDENTIALS}`,
    `${heading("Examples")}\n${examples.map((example) => `  ${example}`).join("\n")}`,
    `${heading("Exit codes")}\n${table(Object.values(EXIT_CODES).map(({ code, meaning }) => [String(code), meaning]))}`,
  ].join("\n\n");
}

const CREDENTIALS = [
  "  A command line can be read by every user of the machine, and stays in the shell's history. So no",
  "  credential is ever written on it: --auth and --header-env take the NAME of an environment variable,",
  "  or @file. They are sent to the document's origin and to --server-url, and are never printed.",
  "  Basic and digest authentication read user:password. What takes more than one value is a JSON file for",
  '  --auth-file, by the scheme\'s name in the document, its secrets as { "env": NAME } or { "file": PATH }:',
  '    { "oauth": { "clientId": "me", "clientSecret": { "env": "SHOP_SECRET" }, "scopes": ["read"] } }',
].join("\n");

function optionTable(options: readonly OptionSpec[]): string {
  return table(
    options.map(({ name, short, value, help }) => {
      const head = `${short === undefined ? "" : `-${short}, `}--${name}${value === undefined ? "" : ` ${value}`}`;
      return [head, help];
    }),
  );
}

function table(rows: ReadonlyArray<readonly [head: string, text: string]>): string {
  const fitting = rows.map(([head]) => head.length).filter((length) => length <= LONGEST_HEAD);
  const column = INDENT + Math.max(...fitting, 0) + GAP;
  const margin = " ".repeat(column);
  return rows
    .map(([head, text]) => {
      const lines = wrap(text, WIDTH - column).join(`\n${margin}`);
      const start = `${" ".repeat(INDENT)}${head}`;
      return start.length + GAP <= column ? start.padEnd(column) + lines : `${start}\n${margin}${lines}`;
    })
    .join("\n");
}

function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line += line === "" ? word : ` ${word}`;
  }
  return [...lines, line];
}

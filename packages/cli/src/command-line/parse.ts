import { parseArgs } from "node:util";
import { UsageError } from "../errors.ts";
import { COMMANDS, type CommandSpec } from "./commands.ts";
import { COMMON_OPTIONS, type OptionSpec } from "./options.ts";
import { didYouMean } from "./suggest.ts";

/** A command line that was understood. */
export interface Invocation {
  /** Absent for `mcs` alone and for `mcs --help`. */
  readonly command: CommandSpec | undefined;
  /** What stands after the command and belongs to no option. */
  readonly words: readonly string[];
  /** The names of the options that are given. */
  readonly given: ReadonlySet<string>;
  /** Values by option name, in order. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly wantsHelp: boolean;
}

/** The last value of an option. */
export function optionValue(invocation: Invocation, name: string): string | undefined {
  return invocation.values.get(name)?.at(-1);
}

/** @throws UsageError for a command line that cannot be run. */
export function parseCommandLine(argv: readonly string[]): Invocation {
  const tokens = tokenize(argv);
  const first = tokens.find((token) => token.kind === "positional");
  const askedHelp = first?.value === "help";
  const rest = askedHelp ? tokens.filter((token) => token !== first) : tokens;
  const commandToken = rest.find((token) => token.kind === "positional");
  const command = commandToken === undefined ? undefined : findCommand(commandToken.value);
  const { words, given, values } = collect(
    rest.filter((token) => token !== commandToken),
    command,
  );
  const wantsHelp = askedHelp || given.has("help") || (command === undefined && !given.has("version"));
  const invocation = { command, words, given, values, wantsHelp };
  if (!wantsHelp && !given.has("version") && command !== undefined) checkWords(command, words);
  return invocation;
}

type Token =
  | { readonly kind: "positional"; readonly value: string }
  | { readonly kind: "option"; readonly rawName: string; readonly name: string; readonly value?: string }
  | { readonly kind: "option-terminator" };

/** Not strict, so that what is wrong can be said in our own words, with a suggestion. */
function tokenize(argv: readonly string[]): readonly Token[] {
  const options: Record<string, { type: "string" | "boolean"; short?: string; multiple?: boolean }> = {};
  for (const spec of [...COMMON_OPTIONS, ...COMMANDS.flatMap((command) => command.options)]) {
    options[spec.name] = {
      type: spec.value === undefined ? "boolean" : "string",
      ...(spec.short === undefined ? {} : { short: spec.short }),
    };
  }
  const { tokens } = parseArgs({ args: argv, options, strict: false, allowPositionals: true, tokens: true });
  return tokens.map((token): Token => {
    if (token.kind !== "option") return token;
    const { rawName, name, value } = token;
    // `--model --quiet`: a missing value must not swallow the next option.
    if (value?.startsWith("--") && !token.inlineValue) throw missingValue(rawName);
    return value === undefined ? { kind: "option", rawName, name } : { kind: "option", rawName, name, value };
  });
}

function findCommand(word: string): CommandSpec {
  const command = COMMANDS.find(({ name }) => name === word);
  if (command !== undefined) return command;
  const names = COMMANDS.map(({ name }) => name);
  throw new UsageError(`There is no command "${word}".`, {
    remedy: didYouMean(word, names) ?? `There are ${names.join(", ")}; see mcs --help.`,
  });
}

function collect(
  tokens: readonly Token[],
  command: CommandSpec | undefined,
): Pick<Invocation, "words" | "given" | "values"> {
  const specs = [...(command?.options ?? []), ...COMMON_OPTIONS];
  const words: string[] = [];
  const given = new Set<string>();
  const values = new Map<string, string[]>();
  const add = (name: string, value: string): void => {
    given.add(name);
    values.set(name, [...(values.get(name) ?? []), value]);
  };
  const wordsInAll = tokens.filter((token) => token.kind === "positional").length;
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token?.kind === "positional") words.push(token.value);
    if (token?.kind !== "option") continue;
    const spec = specs.find(({ name }) => name === token.name);
    if (spec === undefined) throw unknownOption(token.rawName, specs, command);
    const next = tokens[i + 1];
    const following = next?.kind === "positional" ? next.value : undefined;
    const optional = optionalValue(spec, command, token.value, following, wordsInAll);
    if (optional !== undefined) {
      add(optional.name, optional.value);
      if (spec.name === "native") given.add("native");
      if (token.value === undefined) i++;
    } else if (spec.value !== undefined) {
      if (token.value === undefined) throw missingValue(token.rawName);
      add(spec.name, token.value);
    } else if (token.value !== undefined) {
      throw new UsageError(`${token.rawName} takes no value.`);
    } else {
      given.add(spec.name);
    }
  }
  return { words, given, values };
}

/**
 * Two switches may be followed by a value. `--json` with arguments is `--args`: an object, a file or `-`
 * cannot be a word of the call, which are all `key=value`. `--native` may name a provider: a bare word
 * that is not the only one, since the document is one.
 */
function optionalValue(
  { name }: OptionSpec,
  command: CommandSpec | undefined,
  inline: string | undefined,
  following: string | undefined,
  wordsInAll: number,
): { name: string; value: string } | undefined {
  const value = inline ?? following;
  if (value === undefined) return undefined;
  if (name === "json" && command?.name === "call") {
    return inline !== undefined || /^\s*\{|^@|^-$/.test(value) ? { name: "args", value } : undefined;
  }
  if (name === "native" && command?.name === "prompt") {
    const isProvider = inline !== undefined || (wordsInAll > 1 && /^[a-z][a-z-]*$/.test(value));
    return isProvider ? { name: "native", value } : undefined;
  }
  return undefined;
}

function checkWords(command: CommandSpec, words: readonly string[]): void {
  const [least, most] = command.words;
  const usage = `mcs ${command.name} ${command.usage}`;
  const help = `See mcs ${command.name} --help.`;
  if (words.length < least) {
    const missing = words.length === 0 ? "the URL or file of an OpenAPI document" : "the name of a tool";
    throw new UsageError(`mcs ${command.name} needs ${missing}: ${usage}.`, { remedy: help });
  }
  if (words.length > most) {
    const extra = words.slice(most).join(" ");
    throw new UsageError(`mcs ${command.name} does not know what to do with "${extra}": ${usage}.`, {
      remedy: help,
    });
  }
}

function missingValue(rawName: string): UsageError {
  const name = rawName.replace(/^-+/, "");
  const specs = [...COMMON_OPTIONS, ...COMMANDS.flatMap((command) => command.options)];
  const spec = specs.find((option) => option.name === name || option.short === name);
  return new UsageError(`${rawName} needs a value: ${rawName} ${spec?.value ?? "VALUE"}.`);
}

function unknownOption(
  rawName: string,
  specs: readonly OptionSpec[],
  command: CommandSpec | undefined,
): UsageError {
  const elsewhere = COMMANDS.filter((other) => other.options.some(({ name }) => `--${name}` === rawName));
  const help = `See mcs ${command === undefined ? "" : `${command.name} `}--help.`;
  if (elsewhere.length > 0) {
    const where = elsewhere.map(({ name }) => `mcs ${name}`).join(" and ");
    const here = command === undefined ? "mcs alone" : `mcs ${command.name}`;
    return new UsageError(`${rawName} is an option of ${where}, not of ${here}.`, { remedy: help });
  }
  const names = specs.map(({ name }) => `--${name}`);
  return new UsageError(`There is no option ${rawName}.`, { remedy: didYouMean(rawName, names) ?? help });
}

import type { Tool, ToolArguments, ToolParameter } from "@mcs/core";
import { didYouMean } from "../command-line/suggest.ts";
import { UsageError } from "../errors.ts";
import type { Input } from "../io.ts";
import { type Assignment, parseAssignment } from "./assignments.ts";
import { isBinary } from "./schema-kinds.ts";
import { parseJson, readAll, readNamedFile } from "./sources.ts";
import { typedValue } from "./typed-value.ts";

/**
 * The arguments of a call: the JSON of `--args` first, each `key=value` on top of it. They are typed here
 * and not yet validated.
 *
 * @throws UsageError
 */
export async function collectArguments(
  tool: Tool,
  words: readonly string[],
  json: string | undefined,
  stdin: Input,
): Promise<ToolArguments> {
  const names = tool.parameters.map(({ name }) => name);
  const base = json === undefined ? {} : await jsonArguments(json, stdin);
  const byKey = new Map<string, Assignment[]>();
  for (const word of words) {
    const assignment = parseAssignment(word, names);
    byKey.set(assignment.key, [...(byKey.get(assignment.key) ?? []), assignment]);
  }
  const typed: Array<readonly [string, unknown]> = [];
  for (const [key, assignments] of byKey) {
    const parameter = tool.parameters.find(({ name }) => name === key);
    if (parameter === undefined) throw unknownArgument(key, tool.name, names);
    typed.push([key, await valueFor(parameter, assignments)]);
  }
  // fromEntries defines own properties, also for a parameter that is called __proto__.
  return Object.fromEntries([...Object.entries(base), ...typed]);
}

async function jsonArguments(source: string, stdin: Input): Promise<object> {
  const text =
    source === "-"
      ? await readAll(stdin)
      : source.startsWith("@")
        ? (await readNamedFile(source.slice(1), "--args")).toString("utf8")
        : source;
  const value = parseJson(text, source === "-" ? "stdin" : "The value of --args");
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw new UsageError("The arguments should be one JSON object, such as '{\"id\": 7}'.");
}

async function valueFor(parameter: ToolParameter, assignments: readonly Assignment[]): Promise<unknown> {
  const { name, schema = true } = parameter;
  const [first] = assignments;
  if (first?.json) {
    if (assignments.length > 1) {
      throw new UsageError(`The argument ${name} is given as JSON and more than once.`, {
        remedy: `Write one list: ${name}:='[…]'.`,
      });
    }
    const text = first.text.startsWith("@")
      ? (await readNamedFile(first.text.slice(1), name)).toString("utf8")
      : first.text;
    return parseJson(text, `The value of ${name}`);
  }
  const texts: string[] = [];
  for (const { text } of assignments) {
    texts.push(text.startsWith("@") ? await fileText(text.slice(1), name, isBinary(schema, schema)) : text);
  }
  return typedValue(parameter, texts);
}

/** A file as text, or as a `data:` URL where bytes are asked for or where it holds no text. */
async function fileText(path: string, name: string, binary: boolean): Promise<string> {
  const bytes = await readNamedFile(path, `the argument ${name}`);
  if (!binary) {
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      // Not UTF-8: it goes as the bytes that it is.
    }
  }
  return `data:application/octet-stream;base64,${bytes.toString("base64")}`;
}

function unknownArgument(key: string, tool: string, names: readonly string[]): UsageError {
  const known =
    names.length === 0 ? `${tool} takes no arguments.` : `There are ${names.slice(0, 20).join(", ")}.`;
  return new UsageError(`${tool} has no argument "${key}".`, { remedy: didYouMean(key, names) ?? known });
}

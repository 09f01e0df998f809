import type { Tool } from "@mcs/core";
import { type Action, actionOfTool, actionOfWord } from "./actions.ts";
import { partsOf } from "./words.ts";

/** A tool as the search knows it: words in their base form, separated by spaces. */
export interface Described {
  readonly id: number;
  /** Words of its name, its title and, for requests, its path. */
  readonly subject: string;
  readonly description: string;
  /** Words of its driver's label. */
  readonly label: readonly string[];
  /** The few words that say what it is about, without what it does to that. */
  readonly about: ReadonlySet<string>;
  readonly action: Action | undefined;
}

/** What a description says after this many characters is rarely what the tool is looked for by. */
const DESCRIPTION = 400;
const TITLE = 80;

export function describe(tool: Tool, id: number): Described {
  const { description, origin = {} } = tool;
  const { path } = origin;
  const label = partsOf(String(origin.driver ?? ""));
  const name = partsOf(bareName(tool));
  const long = titleOf(tool);
  const title = partsOf(long);
  const fixed = path === undefined ? name : partsOf(path.replace(/\{[^}]*\}|:\w+/g, " "));
  const about = [...fixed, ...(path === undefined ? [] : partsOf(long.slice(0, TITLE)))];
  return {
    id,
    subject: [...name, ...title, ...partsOf(path ?? "")].join(" "),
    description: partsOf((description ?? "").slice(0, DESCRIPTION)).join(" "),
    label,
    about: new Set(about.filter((word) => actionOfWord(word) === undefined && !/^v?\d+$/.test(word))),
    action: actionOfTool(title, name, origin),
  };
}

/** A title that only repeats the request says nothing more. */
function titleOf({ title, origin }: Tool): string {
  return title === undefined || title === null || title === `${origin?.method} ${origin?.path}` ? "" : title;
}

/** The name without the label in front of it, which is a field of its own. */
function bareName({ name, origin }: Tool): string {
  const label = `${String(origin?.driver)}__`;
  return name.startsWith(label) ? name.slice(label.length) : name;
}

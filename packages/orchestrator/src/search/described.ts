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
  /** The few words that say what it is about, without what it does to that: of a request those of its path. */
  readonly topic: ReadonlySet<string>;
  /** The same by its title; empty where it has none. */
  readonly title: ReadonlySet<string>;
  /** Words of what a request ends at: of `/repos/{repo}/issues/{id}` those of `issues`. */
  readonly head: ReadonlySet<string>;
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
  const title = partsOf(titleOf(tool));
  const segments = path?.split(/[/#]/).filter((segment) => segment !== "" && !/[{}]|^:/.test(segment));
  const topic = segments === undefined ? name : segments.flatMap(partsOf);
  return {
    id,
    subject: [...name, ...title, ...partsOf(path ?? "")].join(" "),
    description: partsOf((description ?? "").slice(0, DESCRIPTION)).join(" "),
    label,
    topic: things(topic),
    title: things(partsOf(titleOf(tool).slice(0, TITLE))),
    head: segments === undefined ? new Set() : things(partsOf(segments.at(-1) ?? "")),
    action: actionOfTool(title, name, origin),
  };
}

/** Without verbs, versions and formats. */
function things(words: readonly string[]): ReadonlySet<string> {
  return new Set(
    words.filter((word) => actionOfWord(word) === undefined && !/^(?:v?\d+|json|api)$/.test(word)),
  );
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

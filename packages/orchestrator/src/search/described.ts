import type { Tool } from "@mcs/core";
import { type Action, actionOfTool, actionOfWord } from "./actions.ts";
import { partsOf } from "./words.ts";

/** A tool as the search knows it: words in their base form. */
export interface Described {
  readonly driver: string;
  /** Words of its driver's label. */
  readonly label: readonly string[];
  readonly name: readonly string[];
  readonly titled: readonly string[];
  readonly path: readonly string[];
  readonly parameters: readonly string[];
  readonly description: readonly string[];
  /** The few words that say what it is about, without what it does to that: of a request those of its path. */
  readonly topic: readonly string[];
  /** The same by its title; empty where it has none. */
  readonly title: readonly string[];
  /** Words of what a request ends at: of `/repos/{repo}/issues/{id}` those of `issues`. */
  readonly head: readonly string[];
  readonly action: Action | undefined;
  /** From 0 to 1: it is old, not finished, or far down in its service. */
  readonly drawback: number;
}

/** What a description says after this many characters is rarely what the tool is looked for by. */
const DESCRIPTION = 400;
const TITLE = 80;

export function describe(tool: Tool): Described {
  const { description, origin = {}, parameters } = tool;
  const { path } = origin;
  const name = partsOf(bareName(tool));
  const titled = partsOf(titleOf(tool));
  const segments = path?.split(/[/#]/).filter((segment) => segment !== "" && !/[{}]|^:/.test(segment));
  const topic = segments === undefined ? name : segments.flatMap(partsOf);
  return {
    driver: String(origin.driver ?? ""),
    label: partsOf(String(origin.driver ?? "")),
    name,
    titled,
    path: partsOf(path ?? ""),
    parameters: parameters.flatMap((parameter) => partsOf(parameter.name)),
    description: partsOf((description ?? "").slice(0, DESCRIPTION)),
    topic: things(topic),
    title: things(partsOf(titleOf(tool).slice(0, TITLE))),
    head: segments === undefined ? [] : things(partsOf(segments.at(-1) ?? "")),
    action: actionOfTool(titled, name, origin),
    drawback:
      (/^\(?deprecated/i.test(description ?? "") ? 0.5 : 0) +
      (/\/v\d+(?:alpha|beta)/.test(path ?? "") ? 0.3 : 0) +
      Math.min(0.2, (path ?? "").length / 1000),
  };
}

/** Without verbs, versions and formats. */
function things(words: readonly string[]): string[] {
  return [
    ...new Set(
      words.filter((word) => actionOfWord(word) === undefined && !/^(?:v?\d+|json|api)$/.test(word)),
    ),
  ];
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

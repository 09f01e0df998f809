import type { Tool } from "@mcs/core";
import { type Action, actionOfTool, actionOfWord } from "./actions.ts";
import { isPlural, partsOf } from "./words.ts";

/** Whether a request is about one thing of a kind or about all of them. */
export type GrammaticalNumber = "one" | "many";

/** A tool as the search knows it: words in their base form. */
export interface Described {
  /** Words of its driver's label. */
  readonly label: readonly string[];
  /** Words of its name, its title and, for requests, its path. */
  readonly subject: ReadonlySet<string>;
  readonly description: readonly string[];
  readonly parameters: readonly string[];
  /** The few words that say what it is about, without what it does to that: of a request those of its path. */
  readonly topic: readonly string[];
  /** The same by its title; empty where it has none. */
  readonly title: readonly string[];
  /** Words of what a request ends at: of `/repos/{repo}/issues/{id}` those of `issues`. */
  readonly head: readonly string[];
  readonly action: Action | undefined;
  readonly number: GrammaticalNumber | undefined;
  /** From 0 to 1: it is deprecated, not finished, or deep down in its service. */
  readonly drawback: number;
  /** The same for the same request of another version, and for that of another part of the same service. */
  readonly request: string | undefined;
}

/** What a description says after this many characters is rarely what the tool is looked for by. */
const DESCRIPTION = 400;
const TITLE = 80;
const DRAWBACK = { deprecated: 0.5, unfinished: 0.3, mostDepth: 0.2 };
/** Whose path is so many characters long is as deep as can be. */
const DEPTH = 1000;
const ENDS_IN_PARAMETER = /(?:\}|:\w+)(?:\.json)?\/?$/;

export function describe(tool: Tool): Described {
  const { description, origin = {}, parameters } = tool;
  const { path, method } = origin;
  const label = partsOf(String(origin.driver ?? ""));
  const name = partsOf(bareName(tool));
  const title = titleOf(tool);
  const titled = partsOf(title);
  const segments = path?.split(/[/#]/).filter((segment) => segment !== "" && !/[{}]|^:/.test(segment));
  return {
    label,
    subject: new Set([...name, ...titled, ...partsOf(path ?? "")]),
    description: partsOf((description ?? "").slice(0, DESCRIPTION)),
    parameters: parameters.flatMap((parameter) => partsOf(parameter.name)),
    topic: things(segments === undefined ? name : segments.flatMap(partsOf)),
    title: things(partsOf(title.slice(0, TITLE))),
    head: segments === undefined ? [] : things(partsOf(segments.at(-1) ?? "")),
    action: actionOfTool(titled, name, origin),
    number: path === undefined ? undefined : numberOf(path),
    drawback: drawbackOf(description ?? "", path ?? ""),
    request: path === undefined ? undefined : `${label[0]} ${method} ${withoutVersion(path)}`,
  };
}

/** Without verbs, versions and formats. */
function things(words: readonly string[]): string[] {
  return words.filter((word) => actionOfWord(word) === undefined && !/^(?:v?\d+|json|api)$/.test(word));
}

function numberOf(path: string): GrammaticalNumber | undefined {
  if (ENDS_IN_PARAMETER.test(path)) return "one";
  const last = path
    .replace(/\.json$/, "")
    .split(/[/._-]/)
    .findLast((part) => part !== "");
  return last !== undefined && isPlural(last) ? "many" : undefined;
}

function drawbackOf(description: string, path: string): number {
  return (
    (/^\(?deprecated/i.test(description) ? DRAWBACK.deprecated : 0) +
    (/\/v\d+(?:alpha|beta)/.test(path) ? DRAWBACK.unfinished : 0) +
    Math.min(DRAWBACK.mostDepth, path.length / DEPTH)
  );
}

/** A path whose parameters have no names. */
function withoutVersion(path: string): string {
  return path
    .replace(/\{[^}]*\}|:\w+/g, "{}")
    .split("/")
    .filter((segment) => !/^v\d+(?:(?:alpha|beta)\d*)?$/.test(segment))
    .join("/");
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

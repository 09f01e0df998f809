import { type DefinedTool, McsError } from "@mcs/core";
import { toPath } from "../paths.ts";
import { candidates } from "../search/candidates.ts";
import { inOrder } from "../search/in-order.ts";
import type { Match } from "../search/query.ts";
import { type FileMatches, searchFile } from "../search/search-file.ts";
import { resumeAfter } from "../tree/after.ts";
import { pathGlob } from "../tree/glob.ts";
import {
  COUNT,
  FLAG,
  fileTool,
  GLOBS,
  noted,
  optional,
  required,
  TEXT,
  type ToolContext,
  walkFrom,
  whyCut,
} from "./context.ts";

interface Args {
  readonly pattern: string;
  readonly path?: string;
  readonly literal?: boolean;
  readonly ignore_case?: boolean;
  readonly context?: number;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly limit?: number;
  readonly after?: string;
  readonly include_ignored?: boolean;
}

const MATCH = {
  type: "object",
  properties: {
    line: { type: "integer" },
    text: TEXT,
    before: { type: "array", items: TEXT },
    after: { type: "array", items: TEXT },
  },
  required: ["line", "text"],
} as const;

const FILE = {
  type: "object",
  properties: { path: TEXT, matches: { type: "array", items: MATCH }, more: FLAG },
  required: ["path", "matches"],
} as const;

const LIMIT = 100;
/** Files that are read at the same time. */
const AT_ONCE = 8;
/** After so many files that were too slow, the expression is. */
const MOST_SLOW = 3;

export function searchFiles(context: ToolContext): DefinedTool {
  return fileTool<Args>({
    name: "search_files",
    title: "Search in files",
    description: "Finds lines that match a regular expression (JavaScript's) or, with literal, hold a text.",
    parameters: [
      required("pattern", "The expression or text. It matches within one line.", { ...TEXT, minLength: 1 }),
      optional("path", 'Where to look: a directory or a file; "" is the root.', TEXT),
      optional("literal", "The pattern is a text.", FLAG),
      optional("ignore_case", "Upper and lower case are the same.", FLAG),
      optional("context", "Lines to show around each match.", { type: "integer", minimum: 0, maximum: 20 }),
      optional("include", 'Only files that fit one of these globs, such as "*.ts".', GLOBS),
      optional("exclude", "No files that fit one of these.", GLOBS),
      optional("limit", `How many matches; ${LIMIT} if left out.`, COUNT),
      optional("after", "Go on after this file: next from the call before.", TEXT),
      optional("include_ignored", "Also what .gitignore leaves out.", FLAG),
    ],
    outputSchema: {
      type: "object",
      properties: { files: { type: "array", items: FILE }, next: TEXT, note: TEXT },
      required: ["files"],
    },
    annotations: { readOnly: true, idempotent: true, openWorld: false },
    execute: async ({ after, limit = LIMIT, ...args }, options) => {
      const files = await context.files();
      const { limits } = context;
      const start = toPath(args.path ?? "");
      const most = Math.min(limit, limits.maxMatches);
      const literal = args.literal ?? false;
      // As other engines write it; JavaScript has a flag for it and no such beginning.
      const isMarked = !literal && args.pattern.startsWith("(?i)");
      const pattern = isMarked ? args.pattern.slice(4) : args.pattern;
      const ignoreCase = isMarked || (args.ignore_case ?? false);
      const query = { pattern, literal, ignoreCase, context: args.context ?? 0, most };
      const match = context.matcher.prepare(query, options.signal);
      const { rules, budget } = walkFrom(files, context, {
        start,
        includeIgnored: args.include_ignored,
        signal: options.signal,
      });
      const { isPast, skip } = resumeAfter(after === undefined ? undefined : toPath(after));
      const selects = selection(args.include, args.exclude, start);
      const wanted = (path: string): boolean => selects(path) && !isPast(path);
      const walking = { start, rules, budget, depth: limits.maxDepth, skip };
      const failures = new Failures(pattern);
      const search = async (path: string): Promise<FileMatches | undefined> => {
        try {
          return await searchFile(files, path, match, most, options);
        } catch (error) {
          failures.note(path, error);
          return undefined;
        }
      };
      const found: FileMatches[] = [];
      let [count, length, next]: [number, number, string | undefined] = [0, 0, undefined];
      for await (const file of inOrder(candidates(files, query, walking, wanted), AT_ONCE, search)) {
        if (!budget.hasTime()) break;
        await budget.breathe();
        if (file === undefined) continue;
        // Files come whole, so that the next call begins with a file.
        if (
          count > 0 &&
          (count + file.matches.length > most || length + lengthOf(file) > limits.maxReadBytes)
        ) {
          next = found.at(-1)?.path;
          break;
        }
        found.push(fitted(file, limits.maxReadBytes));
        count += file.matches.length;
        length += lengthOf(file);
      }
      const notes = [...whyCut(budget, limits), ...failures.notes()];
      const crowded = found.filter(({ more }) => more === true).map(({ path }) => path);
      if (crowded.length > 0)
        notes.push(`Only the first matches are shown of ${crowded.join(", ")}: narrow the search.`);
      if (next !== undefined)
        notes.push("There are more: go on with after set to next, or narrow the search.");
      return { files: found, ...(next === undefined ? {} : { next }), ...noted(notes) };
    },
  });
}

/** The characters of a file's matches, with the lines around them. */
function lengthOf({ matches }: FileMatches): number {
  return matches.reduce((sum, match) => sum + charactersOf(match), 0);
}

function charactersOf({ text, before = [], after = [] }: Match): number {
  return [text, ...before, ...after].reduce((sum, line) => sum + line.length, 0);
}

/** The first matches of a file, as many as fit in a result; at least one. */
function fitted(file: FileMatches, most: number): FileMatches {
  let [length, count] = [0, 0];
  for (const match of file.matches) {
    length += charactersOf(match);
    if (length > most && count > 0) break;
    count += 1;
  }
  return count === file.matches.length
    ? file
    : { ...file, matches: file.matches.slice(0, count), more: true };
}

/** Globs are relative to where the search begins. */
function selection(
  include: readonly string[] = [],
  exclude: readonly string[] = [],
  start: string,
): (path: string) => boolean {
  const [wanted, unwanted] = [
    include.map((glob) => pathGlob(glob).fits),
    exclude.map((glob) => pathGlob(glob).fits),
  ];
  const prefix = start === "" ? 0 : start.length + 1;
  return (path) => {
    // Where the search begins with a file, its name is what is left.
    const rest = path.length > prefix ? path.slice(prefix) : path.slice(path.lastIndexOf("/") + 1);
    if (wanted.length > 0 && !wanted.some((test) => test(rest))) return false;
    return !unwanted.some((test) => test(rest) || isBelow(rest, test));
  };
}

/** A glob that names a directory excludes what is in it. */
function isBelow(path: string, test: (path: string) => boolean): boolean {
  for (let at = path.indexOf("/"); at !== -1; at = path.indexOf("/", at + 1)) {
    if (test(path.slice(0, at))) return true;
  }
  return false;
}

/** What could not be searched. A search goes on without it, and says so. */
class Failures {
  readonly #pattern: string;
  readonly #slow: string[] = [];
  readonly #unread: string[] = [];

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  /** @throws the error where it concerns the search as a whole. */
  note(path: string, error: unknown): void {
    if (!McsError.is(error) || error.code === "aborted") throw error;
    if (error.code !== "timeout") this.#unread.push(path);
    else if (this.#slow.push(path) >= MOST_SLOW) throw error;
  }

  notes(): string[] {
    const notes: string[] = [];
    if (this.#slow.length > 0) {
      const pattern = JSON.stringify(this.#pattern.slice(0, 100));
      notes.push(`${pattern} took too long on ${this.#slow.join(", ")}: simplify it.`);
    }
    const [first] = this.#unread;
    if (first !== undefined) {
      const more = this.#unread.length > 1 ? ` and ${this.#unread.length - 1} more` : "";
      notes.push(`Not readable, and left out: ${first}${more}.`);
    }
    return notes;
  }
}

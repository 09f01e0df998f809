import type { DefinedTool } from "@mcs/core";
import type { FileCallOptions } from "@mcs/core/ports";
import { toPath } from "../paths.ts";
import { candidates } from "../search/candidates.ts";
import { EarlyStarts } from "../search/early-starts.ts";
import { Failures } from "../search/failures.ts";
import { inOrder } from "../search/in-order.ts";
import type { Match } from "../search/query.ts";
import { type FileMatches, searchFile } from "../search/search-file.ts";
import { selection } from "../search/selection.ts";
import {
  FLAG,
  fileTool,
  GLOBS,
  noted,
  optional,
  pageParameters,
  required,
  TEXT,
  type ToolContext,
  type WalkArgs,
  walkFrom,
  whyCut,
} from "./context.ts";

interface Args extends WalkArgs {
  readonly pattern: string;
  readonly path?: string;
  readonly literal?: boolean;
  readonly ignore_case?: boolean;
  readonly context?: number;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly limit?: number;
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
      ...pageParameters(LIMIT, " matches"),
    ],
    outputSchema: {
      type: "object",
      properties: { files: { type: "array", items: FILE }, next: TEXT, note: TEXT },
      required: ["files"],
    },
    annotations: { readOnly: true, idempotent: true, openWorld: false },
    execute: async (args, options) => {
      const over = new AbortController();
      const signals = options.signal === undefined ? [] : [options.signal];
      try {
        return await search(context, args, options, { signal: AbortSignal.any([over.signal, ...signals]) });
      } finally {
        // Nobody needs what is under way still.
        over.abort();
      }
    },
  });
}

/** @param untilOver for what need not go on once there is a result */
async function search(
  context: ToolContext,
  { limit = LIMIT, ...args }: Args,
  options: FileCallOptions,
  untilOver: FileCallOptions & { readonly signal: AbortSignal },
): Promise<object> {
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
  const walking = walkFrom(files, context, start, args, options);
  const { budget, isPast } = walking;
  const selects = selection(args.include, args.exclude, start);
  const wanted = (path: string): boolean => selects(path) && !isPast(path);
  const match = context.matcher.prepare(query, untilOver.signal);
  const looks = new EarlyStarts((path) => searchFile(files, path, match, most, untilOver));
  const named = candidates(files, query, walking, wanted, (path) => looks.hint(path));
  const failures = new Failures(pattern);
  const look = async (path: string): Promise<FileMatches | undefined> => {
    try {
      return await looks.outcome(path);
    } catch (error) {
      failures.note(path, error);
      return undefined;
    }
  };
  const found: FileMatches[] = [];
  let [count, length, next]: [number, number, string | undefined] = [0, 0, undefined];
  for await (const file of inOrder(named, AT_ONCE, look)) {
    if (!budget.hasTime()) break;
    await budget.breathe();
    if (file === undefined) continue;
    // Files come whole, so that the next call begins with a file.
    if (count > 0 && (count + file.matches.length > most || length + lengthOf(file) > limits.maxReadBytes)) {
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
  if (next !== undefined) notes.push("There are more: go on with after set to next, or narrow the search.");
  return { files: found, ...(next === undefined ? {} : { next }), ...noted(notes) };
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

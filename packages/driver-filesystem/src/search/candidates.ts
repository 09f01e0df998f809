import type { CandidateSearch, FilesystemPort } from "@mcs/core/ports";
import { isFileError } from "../errors.ts";
import { join } from "../paths.ts";
import { inWalkOrder } from "../tree/after.ts";
import { type Walk, walk } from "../tree/walk.ts";
import type { Query } from "./query.ts";

/**
 * The files to search, in the order of a walk: those that the port's own search names where it has one, else all
 * of them. The same rules are laid on both, so that nothing depends on which it was.
 *
 * @param hint hears of files at once that will be among them, while the port goes on searching
 */
export async function* candidates(
  files: FilesystemPort,
  query: Query,
  walking: Walk,
  wanted: (path: string) => boolean,
  hint: (path: string) => void = () => {},
): AsyncGenerator<string> {
  const { start } = walking;
  if (start !== "" && (await files.stat(start, signalOf(walking))).kind === "file") {
    if (wanted(start)) yield start;
    return;
  }
  const named = await namedByPort(files, query, walking, wanted, hint);
  if (named !== undefined) {
    yield* named;
    return;
  }
  for await (const { path, entries } of walk(files, walking)) {
    for (const { name, kind } of entries) {
      const file = join(path, name);
      if (kind === "file" && wanted(file)) yield file;
    }
  }
}

async function namedByPort(
  files: FilesystemPort,
  { pattern, literal, ignoreCase }: Query,
  { start, rules, budget, depth, skip }: Walk,
  wanted: (path: string) => boolean,
  hint: (path: string) => void,
): Promise<readonly string[] | undefined> {
  if (files.candidates === undefined) return undefined;
  const { signal } = budget;
  const search: CandidateSearch = {
    pattern,
    isRegularExpression: !literal,
    ignoreCase,
    // To ask about every directory is worth while only where whole trees of packages may be left out.
    ...(rules.areHonoured
      ? { skip: async (path: string) => skip?.(path) === true || (await rules.ignoresDirectory(path)) }
      : {}),
    ...(signal === undefined ? {} : { signal }),
  };
  const levels = (start === "" ? 0 : start.split("/").length) + depth;
  const paths: string[] = [];
  try {
    for await (const path of files.candidates(start, search)) {
      if (!budget.take()) break;
      if (!wanted(path) || path.split("/").length - 1 > levels || (await rules.ignoresFile(path))) continue;
      paths.push(path);
      hint(path);
    }
  } catch (error) {
    // The shortcut is not to be had after all, or not for this pattern.
    if (isFileError(error, "unsupported")) return undefined;
    throw error;
  }
  return paths.sort(inWalkOrder);
}

function signalOf({ budget: { signal } }: Walk): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}

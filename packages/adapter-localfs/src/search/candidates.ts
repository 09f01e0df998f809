import { FileError } from "@mcs/core";
import type { CandidateSearch } from "@mcs/core/ports";
import { throwIfAborted, toFileError } from "../errors.ts";
import type { Tree } from "../tree.ts";
import { walkInto } from "../walk.ts";
import { builtInSearch } from "./built-in.ts";
import { byteExpressionFor, type Run } from "./byte-expression.ts";
import { expressionFor, fixedCharacters, rarestOf, spanOf } from "./expression.ts";
import { usableRipgrep } from "./find-ripgrep.ts";
import { requiredTexts } from "./required-text.ts";
import { RipgrepFailed, ripgrep } from "./ripgrep.ts";
import type { SearchQuery } from "./thread.ts";
import { walkDirectories } from "./walk-directories.ts";

/**
 * The files below a directory that may hold what is searched for, found by ripgrep or, without one, by threads of
 * this process. Either follows no links, and all that it tells is names: who reads the files comes back through
 * the port.
 *
 * @throws FileError `"unsupported"` where the search cannot be narrowed
 */
export async function* findCandidates(
  tree: Tree,
  path: string,
  search: CandidateSearch,
): AsyncGenerator<readonly string[]> {
  const { signal, skip, ignoreCase } = search;
  throwIfAborted(signal);
  const texts = requiredTexts(search);
  const whole = search.isRegularExpression ? byteExpressionFor(search.pattern, ignoreCase) : undefined;
  const expression = whole?.source ?? (texts && expressionFor(texts, ignoreCase));
  const program = await usableRipgrep(tree);
  if (program !== undefined && expression !== undefined) {
    let hasBegun = false;
    try {
      for await (const files of byRipgrep(tree, program, path, expression, search)) {
        hasBegun = true;
        yield files;
      }
      return;
    } catch (error) {
      // One that is too old, or cannot run here, has found nothing yet.
      if (hasBegun || !(error instanceof RipgrepFailed)) throw toFileError(error, path);
    }
  }
  const query = texts === undefined ? runQuery(whole?.required) : queryFor(texts, ignoreCase);
  if (query === undefined) {
    throw new FileError("unsupported", path, "cannot be searched in a quicker way than file by file.", {
      remedy: "No text is in everything that this search can find: read the files.",
    });
  }
  yield* builtInSearch({ tree, path, skip, signal, query });
}

function queryFor(texts: readonly string[], ignoreCase: boolean): SearchQuery {
  const span = spanOf(Math.max(...texts.map((text) => text.length)));
  const [only] = texts.length === 1 ? texts : [];
  return {
    expression: expressionFor(texts, ignoreCase),
    span,
    texts: ignoreCase ? undefined : texts,
    rarest: only === undefined ? [] : rarestOf(fixedCharacters(only, ignoreCase)),
  };
}

/** Nobody could end a thread that goes back again and again in an expression: it gets only what cannot. */
function runQuery(run: Run | undefined): SearchQuery | undefined {
  return run && { expression: run.source, span: run.span, texts: undefined, rarest: run.rarest };
}

async function* byRipgrep(
  tree: Tree,
  program: string,
  path: string,
  expression: string,
  { skip, signal }: CandidateSearch,
): AsyncGenerator<readonly string[]> {
  const place = await walkInto(tree, path, { signal });
  try {
    const prefix = path === "" ? "" : `${path}/`;
    const skipped: string[] = [];
    if (skip !== undefined) {
      const onSkipped = (directory: string) => skipped.push(directory.slice(prefix.length));
      await walkDirectories({ tree, path, skip, signal, onSkipped });
    }
    const call = { program, directory: place.folder.here, expression, skipped, signal };
    for await (const files of ripgrep(call)) yield files.map((file) => `${prefix}${file}`);
    throwIfAborted(signal);
  } catch (error) {
    throwIfAborted(signal);
    throw error;
  } finally {
    place.release();
  }
}

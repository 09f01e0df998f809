import { nameTest, onNames, type PathTest, segmentsTest } from "./glob.ts";

/** One line of a `.gitignore`. */
interface Rule {
  readonly test: PathTest;
  readonly negated: boolean;
  readonly directoriesOnly: boolean;
}

/** Longer files and lines are no lists of what to ignore. */
const MOST_LINES = 5_000;
const LONGEST = 1_000;

/**
 * The rules of one `.gitignore`. Asked for a path relative to the file's directory, they say whether it is to be
 * ignored, or undefined where none of them fits. The last one that fits decides.
 */
export class IgnoreFile {
  readonly #rules: readonly Rule[];

  constructor(text: string) {
    const lines = text.split(/\r?\n/, MOST_LINES).filter((line) => line.length <= LONGEST);
    this.#rules = lines.flatMap((line) => ruleOf(line) ?? []).reverse();
  }

  test(path: string, isDirectory: boolean): boolean | undefined {
    for (const { test, negated, directoriesOnly } of this.#rules) {
      if ((isDirectory || !directoriesOnly) && test(path)) return !negated;
    }
    return undefined;
  }
}

function ruleOf(line: string): Rule | undefined {
  // Spaces at the end do not count, unless a backslash says so.
  let pattern = line.replace(/^\uFEFF/, "").replace(/(?<!\\)[ \t]+$/, "");
  if (pattern === "" || pattern.startsWith("#")) return undefined;
  const negated = pattern.startsWith("!");
  if (negated) pattern = pattern.slice(1);
  const directoriesOnly = pattern.endsWith("/");
  if (directoriesOnly) pattern = pattern.slice(0, -1);
  if (pattern === "") return undefined;
  const segments = pattern.replace(/^\//, "").split("/");
  // With a slash at its beginning or in its middle it is about a path, else about a name at any depth.
  const test = pattern.includes("/") ? segmentsTest(segments) : onNames(nameTest(pattern));
  return { test, negated, directoriesOnly };
}

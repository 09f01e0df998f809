import { FileError } from "@mcs/core";
import type { CandidateSearch } from "@mcs/core/ports";
import { throwIfAborted, toFileError } from "./errors.ts";
import { isOwn } from "./paths.ts";
import { requiredTexts } from "./required-text.ts";
import { ripgrep, ripgrepPath } from "./ripgrep.ts";
import type { Tree } from "./tree.ts";
import { walkInto } from "./walk.ts";

/**
 * The files below a directory that may hold what is searched for, found by ripgrep. It walks by itself, following
 * no links, and all that it tells is names: who reads the files comes back through the port.
 *
 * @throws FileError `"unsupported"` where there is no ripgrep, or the search cannot be narrowed
 */
export async function* findCandidates(
  tree: Tree,
  path: string,
  search: CandidateSearch,
): AsyncGenerator<string> {
  const { signal } = search;
  throwIfAborted(signal);
  const place = await walkInto(tree, path, { signal });
  try {
    const program = ripgrepPath(tree.settings);
    const texts = requiredTexts(search);
    if (program === undefined) throw unsupported(path, "there is no ripgrep");
    if (texts === undefined) throw unsupported(path, "no text is in everything that this search can find");
    // Files of the kernel are refused by the port, but ripgrep would read them, and some never end.
    if (tree.rootPaths.includes("/")) throw unsupported(path, "the root is that of the system");
    const found = ripgrep(program, place.folder.here, expressionFor(texts, search.ignoreCase), signal);
    for await (const file of found) {
      if (!file.split("/").some(isOwn)) yield path === "" ? file : `${path}/${file}`;
    }
    throwIfAborted(signal);
  } catch (error) {
    throwIfAborted(signal);
    throw toFileError(error, path);
  } finally {
    place.release();
  }
}

/**
 * A regular expression of ours, in bytes and escapes: nothing of what was searched for is in it as it was given.
 * Every file with a NUL byte is among the candidates as well, because that is what UTF-16 looks like.
 */
function expressionFor(texts: readonly string[], ignoreCase: boolean): string {
  const alternatives = texts.map((text) => Array.from(text, (each) => bytesOf(each, ignoreCase)).join(""));
  return `(?-u)(?:${[...alternatives, "\\x00"].join("|")})`;
}

/** Letters outside of ASCII that become one of it when case is ignored, in UTF-8. */
const FOLDED: Readonly<Record<string, string>> = {
  i: "\\xc4\\xb0",
  k: "\\xe2\\x84\\xaa",
  s: "\\xc5\\xbf",
};

function bytesOf(character: string, ignoreCase: boolean): string {
  const escaped = (text: string) => `\\x${text.charCodeAt(0).toString(16).padStart(2, "0")}`;
  const [lower, upper] = [character.toLowerCase(), character.toUpperCase()];
  if (!ignoreCase || lower === upper) return escaped(character);
  const both = `[${escaped(lower)}${escaped(upper)}]`;
  return FOLDED[lower] === undefined ? both : `(?:${both}|${FOLDED[lower]})`;
}

function unsupported(path: string, reason: string): FileError {
  return new FileError("unsupported", path, `cannot be searched in a quicker way: ${reason}.`);
}

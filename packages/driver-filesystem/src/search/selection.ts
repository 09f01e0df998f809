import { pathGlob } from "../tree/glob.ts";

/** Which files a search looks into. Globs are relative to where it begins. */
export function selection(
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

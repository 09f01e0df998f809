import { McsError } from "@mcs/core";

/** Longer ones are nobody's, and would only take time. */
const LONGEST = 300;

/** Whether a text is a glob and not a plain path. */
export function isGlob(path: string): boolean {
  return /[*?{]/.test(path);
}

/**
 * A glob as a test of paths: `*` and `?` stay within a segment, `**` goes through folders, `{a,b}` is either.
 *
 * @throws McsError `"invalid_path"` for one that is too long or has too many stars to be matched in time.
 */
export function globTest(glob: string): (path: string) => boolean {
  if (glob.length > LONGEST || (glob.match(/\*/g)?.length ?? 0) > 12) {
    throw new McsError("invalid_path", `The pattern ${JSON.stringify(glob.slice(0, 80))} is too long.`);
  }
  let source = "";
  let depth = 0;
  for (let i = 0; i < glob.length; i++) {
    const c = glob[i] as string;
    if (c === "*" && glob[i + 1] === "*") {
      i++;
      if (glob[i + 1] === "/") {
        i++;
        source += "(?:[^/]+/)*";
      } else source += ".*";
    } else if (c === "*") source += "[^/]*";
    else if (c === "?") source += "[^/]";
    else if (c === "{") {
      depth++;
      source += "(?:";
    } else if (c === "}" && depth > 0) {
      depth--;
      source += ")";
    } else if (c === "," && depth > 0) source += "|";
    else source += c.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  }
  const pattern = new RegExp(`^${source}${")".repeat(depth)}$`, "su");
  return (path) => pattern.test(path);
}

/** The folder below which everything lies that a glob can name. */
export function globBase(glob: string): string {
  const fixed = glob.slice(0, glob.search(/[*?{]/) + 1 || undefined);
  return fixed.includes("/") ? fixed.slice(0, fixed.lastIndexOf("/")) : "";
}

import type { FileBreakage } from "./file-breakage.ts";
import { mapped } from "./port-changes.ts";

/** Ports that take one path or name for another. */
export const nameBreakages: readonly FileBreakage[] = [
  {
    that: "resolves ..",
    fails: ["path.parent"],
    change: mapped((path) => path.replace(/[^/]*\/?\.\.\/?/g, "")),
  },
  {
    that: "resolves .",
    fails: ["path.current"],
    change: mapped((path) => path.replace(/(^|\/)\.(\/|$)/g, "")),
  },
  {
    that: "joins slashes",
    fails: ["path.empty-segment"],
    change: mapped((path) => path.replace(/(.)\/+/g, "$1/").replace(/(.)\/$/, "$1")),
  },
  {
    that: "takes / for the root",
    fails: ["path.absolute"],
    change: mapped((path) => path.replace(/^\/+/, "")),
  },
  { that: "cuts at NUL", fails: ["path.nul"], change: mapped((path) => path.replace(/\/?\0.*/, "")) },

  renames("trims names", ["name.spaces", "name.trailing"], (name) => name.trim().replace(/ +/g, " ")),
  renames("drops single quotes", ["name.single-quotes"], (name) => name.replaceAll("'", "")),
  renames("replaces double quotes", ["name.double-quotes"], (name) => name.replaceAll('"', "'")),
  renames("replaces what is not ASCII", ["name.unicode"], (name) => name.replace(/[^\x20-\x7e]/g, "_")),
  renames("decodes names", ["name.percent"], decoded),
  renames("cuts names at a hash", ["name.hash"], (name) => name.replace(/(.)#.*/, "$1").replace(/^#$/, "_")),
  renames("cuts names at a question mark", ["name.question-mark"], (name) => name.replace(/\?.*/, "")),
  renames("reads names as XML", ["name.plus-and-ampersand"], (name) => name.replaceAll("&amp;", "&")),
  renames("strips tags", ["name.angle-brackets"], (name) => name.replace(/[<>]/g, "_")),
  renames("replaces what Windows reserves", ["name.colon-star-bar"], (name) => name.replace(/[:*|]/g, "_")),
  renames("expands patterns", ["name.patterns"], (name) => name.replace(/[[\]{}$]/g, "")),
  renames("takes a dash for an option", ["name.leading-dash"], (name) => name.replace(/^-+(.)/, "$1")),
  renames("hides dots", ["name.dots"], (name) => name.replace(/^\.+(\w)/, "$1")),
  renames("replaces control characters", ["name.control"], (name) => name.replace(/[\n\t]/g, " ")),
  renames("cuts long names", ["name.long", "name.too-long"], (name) => name.slice(0, 200)),
  {
    that: "takes a backslash for a slash",
    fails: ["name.backslash"],
    change: mapped((path) => path.replaceAll("\\", "/").replace(/^\//, "")),
  },
  {
    that: "loses the twin of a name",
    fails: ["name.twins"],
    change: (good) => ({
      write: (path, content) =>
        good.write(path.toLowerCase().normalize("NFC"), content, { mode: "overwrite" }),
    }),
  },
];

function renames(that: string, fails: readonly string[], rename: (name: string) => string): FileBreakage {
  return { that, fails, change: mapped((path) => path.split("/").map(rename).join("/")) };
}

function decoded(name: string): string {
  return name.replace("%20", " ");
}

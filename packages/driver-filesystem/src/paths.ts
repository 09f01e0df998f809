import { FileError } from "@mcs/core";

/**
 * A path as models write it, in the form that ports take: relative to the root, `""` for the root itself.
 *
 * `./src/`, `src` and `src//` are the same, and so are `.`, `/` and nothing. What would lead elsewhere, or is
 * written in another system's way, is refused and not resolved, also where it would end inside of the root.
 *
 * @throws FileError `"invalid_path"`, or `"outside_root"` for `..` and absolute paths.
 */
export function toPath(given: string): string {
  if (given === "/") return "";
  // The common case has nothing in it that needs a closer look.
  if (PLAIN.test(given)) return given;
  if (given.startsWith("/") || /^[A-Za-z]:([\\/]|$)/.test(given) || given.startsWith("\\\\")) {
    throw outside(given, "is absolute.");
  }
  if (given.includes("\0")) throw new FileError("invalid_path", given, "holds a NUL character.");
  if (given.includes("\\")) {
    throw new FileError("invalid_path", given, "has a backslash in it.", {
      remedy: 'Separate names with "/".',
    });
  }
  const segments = given.split("/").filter((segment) => segment !== "" && segment !== ".");
  if (segments.includes("..")) throw outside(given, 'has ".." in it.');
  return segments.join("/");
}

const PLAIN = /^[A-Za-z0-9_-][A-Za-z0-9_.-]*(\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*$/;

function outside(given: string, message: string): FileError {
  return new FileError("outside_root", given, message, {
    remedy: 'Paths are relative to the root; "" is the root.',
  });
}

/** Everything before the last segment; `""` for the root and what is in it. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** One path below another; either may be `""`. */
export function join(directory: string, path: string): string {
  if (directory === "" || path === "") return directory + path;
  return `${directory}/${path}`;
}

/** Whether a path is the directory or lies below it; compared by segment. */
export function isWithin(path: string, directory: string): boolean {
  return directory === "" || path === directory || path.startsWith(`${directory}/`);
}

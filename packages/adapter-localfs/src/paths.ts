import { FileError } from "@mcs/core";

/** Every name of the adapter's own begins with this; they are not listed, and no path leads to them. */
export const OWN_PREFIX = ".mcs-localfs";

export function isOwn(name: string): boolean {
  return name.length >= OWN_PREFIX.length && name.slice(0, OWN_PREFIX.length).toLowerCase() === OWN_PREFIX;
}

/** A path has no more segments: each of them is a descriptor while a call is under way. */
const MAX_SEGMENTS = 256;

/**
 * The segments of a port's path; none for the root. Nothing is resolved, decoded or folded: what is no plain
 * path is refused.
 *
 * @throws FileError `"invalid_path"`
 */
export function parsePath(path: string): string[] {
  if (path === "") return [];
  if (typeof path !== "string") throw refused(String(path), "is no text.");
  if (path.startsWith("/")) throw refused(path, "begins with a slash: paths are relative to the root.");
  if (path.includes("\0")) throw refused(path, "holds a NUL character.");
  // Half of a surrogate pair is written as the replacement character, which may be another file's name.
  if (!path.isWellFormed()) throw refused(path, "is not valid Unicode.");
  const segments = path.split("/");
  if (segments.length > MAX_SEGMENTS) throw refused(path, `has more than ${MAX_SEGMENTS} segments.`);
  for (const segment of segments) {
    if (segment === "") throw refused(path, "has an empty segment.");
    if (segment === "." || segment === "..") throw refused(path, `has the segment "${segment}".`);
    if (isOwn(segment)) throw refused(path, `has a name that is kept for writes under way.`);
    if (process.platform === "win32" && isDangerousOnWindows(segment)) {
      throw refused(path, "has a name that means something else on Windows.");
    }
  }
  return segments;
}

/** Devices in every folder, streams of files, wildcards, and names that Windows would cut. */
export function isDangerousOnWindows(segment: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  return /[<>:"|?*\\\x00-\x1f]|[ .]$/.test(segment) || WINDOWS_DEVICE.test(segment);
}

const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\.|$)/i;

function refused(path: string, message: string): FileError {
  return new FileError("invalid_path", path, message);
}

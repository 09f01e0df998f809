import { FileError } from "../file-error.ts";

/**
 * The segments of a port's path; none for the root.
 *
 * @throws FileError `"invalid_path"` for an empty, `.` or `..` segment and for NUL: they are refused, not resolved.
 */
export function segmentsOf(path: string): readonly string[] {
  if (path === "") return [];
  const segments = path.split("/");
  if (segments.every(isName)) return segments;
  throw new FileError("invalid_path", path, "is no path relative to the root.", {
    remedy: 'Write names with "/" between them, without an empty, "." or ".." segment.',
  });
}

/** True for what one entry of a directory can be called. Half a character cannot be sent as it is. */
export function isName(segment: string): boolean {
  if (segment === "" || segment === "." || segment === "..") return false;
  return !/[/\0]/.test(segment) && segment.isWellFormed();
}

/** Everything before the last segment; `""` for the root and what is in it. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf("/"), 0));
}

/** The last segment. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

import { FileError } from "@mcs/core";

/**
 * The segments of a path; none for the root.
 *
 * @throws FileError `"invalid_path"` for an empty, `.` or `..` segment and for NUL: they are refused, not resolved.
 */
export function segmentsOf(path: string): readonly string[] {
  if (path === "") return [];
  const segments = path.split("/");
  if (path.includes("\0") || segments.some(isForbidden)) {
    throw new FileError("invalid_path", path, "is no path relative to the root.", {
      remedy: 'Write names with "/" between them, without an empty, "." or ".." segment.',
    });
  }
  return segments;
}

function isForbidden(segment: string): boolean {
  return segment === "" || segment === "." || segment === "..";
}

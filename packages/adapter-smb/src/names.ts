import { FileError } from "@mcs/core";

/** What separates, selects or names streams in the protocol. */
const RESERVED = /[\\:*?"<>|]/;
/** Whatever comes before the space. */
const CONTROL = /[^ -\uffff]/;

/**
 * A path as the server reads it, with the root of the adapter in front.
 *
 * @throws FileError `"invalid_path"` for names that a server would read as something else.
 */
export function sharePathOf(root: string, path: string): string {
  for (const name of path.split("/")) {
    if (RESERVED.test(name)) throw refused(path, 'holds one of \\ : * ? " < > |, which are no part of names');
    if (CONTROL.test(name)) throw refused(path, "holds a control character, which is no part of a name");
    if (/[ .]$/.test(name)) throw refused(path, "ends with a space or a dot, which servers leave out");
  }
  return [root, path]
    .filter((part) => part !== "")
    .join("/")
    .replaceAll("/", "\\");
}

function refused(path: string, why: string): FileError {
  return new FileError("invalid_path", path, `${why} on SMB shares.`);
}

import { PatchError } from "../errors.ts";
import { toPath } from "../paths.ts";

/** What a unified diff says of one file. */
export interface FilePatch {
  /** Null where the file is new. */
  readonly from: string | null;
  /** Null where the file is deleted. */
  readonly to: string | null;
  readonly hunks: readonly Hunk[];
}

export interface Hunk {
  /** The `@@` line as it was written. */
  readonly header: string;
  /** Where the old lines were, from 1; the place is looked for from there. Undefined where nothing is said of it. */
  readonly start: number | undefined;
  /** Each begins with " ", "-" or "+" and ends as in the file: with a line break, unless it is the last of one. */
  readonly lines: readonly string[];
}

/** With the numbers that belong there, or with anything else: often models write a name, or nothing. */
const HUNK = /^@@(?:@* -(?<start>\d+)(?:,\d+)? \+\d+(?:,\d+)? @@|\s|$)/;

/**
 * Reads a unified diff as tools and models write it: with or without git's headers, prefixes `a/` and `b/`, or
 * time stamps. The counts in `@@` lines are not relied upon, because models miscount, and the numbers need not be
 * there at all; a hunk ends where the next one or the next file begins.
 *
 * @throws PatchError `"patch_unreadable"`, FileError for a path that leads out of the root.
 */
export function parsePatch(patch: string): readonly FilePatch[] {
  const lines = patchLines(patch);
  const files: FilePatch[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? "";
    if (line.startsWith("--- ") && lines[at + 1]?.startsWith("+++ ")) {
      const names = [sideOf(line), sideOf(lines[at + 1] ?? "")] as const;
      const [hunks, end] = readHunks(lines, at + 2);
      if (names.every((name) => name === "/dev/null")) throw unreadable(at + 1, "a file without a name");
      if (hunks.length === 0) throw unreadable(at + 2, "a file without a hunk");
      files.push({ ...pathsOf(names), hunks });
      at = end;
    } else if (line.startsWith("rename from ") && lines[at + 1]?.startsWith("rename to ")) {
      // With changes, the "---" lines follow; they say the same names.
      if (!/^(index|---) /.test(lines[at + 2] ?? "")) {
        const [from, to] = [line.slice(12), (lines[at + 1] ?? "").slice(10)];
        files.push({ from: toPath(unquoted(from)), to: toPath(unquoted(to)), hunks: [] });
      }
      at += 2;
    } else if (line.startsWith("diff --git ")) {
      const file = emptyFile(lines, at);
      if (file !== undefined) files.push(file);
      at += 1;
    } else {
      const problem = UNSUPPORTED.find(([beginning]) => beginning.test(line))?.[1];
      if (problem !== undefined) throw unreadable(at + 1, problem);
      at += 1;
    }
  }
  if (files.length === 0) throw unreadable(1, 'no "--- a/path" line');
  return files;
}

/** What would be lost without a word. */
const UNSUPPORTED: readonly (readonly [beginning: RegExp, problem: string])[] = [
  [/^@@/, 'a hunk without the lines "--- a/path" and "+++ b/path" before it'],
  [/^GIT binary patch|^Binary files .* differ$/, "a binary patch, which cannot be applied"],
  [/^copy from /, "a copy, which cannot be applied: use copy_file"],
  [/^old mode /, "a change of permissions, which cannot be applied"],
];

/** A file without content that git creates or deletes: there is nothing of it but the header. */
function emptyFile(lines: readonly string[], start: number): FilePatch | undefined {
  let [at, kind] = [start + 1, ""];
  for (; /^(new|deleted) file mode |^index /.test(lines[at] ?? ""); at++) {
    kind ||= /^(new|deleted)/.exec(lines[at] ?? "")?.[1] ?? "";
  }
  if (kind === "" || /^(--- |GIT binary|Binary files)/.test(lines[at] ?? "")) return undefined;
  // The name is there twice, and both halves are of the same length.
  const names = (lines[start] ?? "").slice("diff --git ".length);
  const path = toPath(unquoted(names.slice(0, (names.length - 1) / 2)).replace(/^a\//, ""));
  return kind === "new" ? { from: null, to: path, hunks: [] } : { from: path, to: null, hunks: [] };
}

function patchLines(patch: string): string[] {
  const lines = patch.split("\n");
  if (lines.at(-1) === "") lines.pop();
  // A patch that is itself written with \r\n says nothing of the files.
  return lines.every((line) => line.endsWith("\r")) ? lines.map((line) => line.slice(0, -1)) : lines;
}

function readHunks(lines: readonly string[], start: number): [hunks: Hunk[], end: number] {
  const hunks: Hunk[] = [];
  let at = start;
  while (at < lines.length) {
    const header = lines[at] ?? "";
    const match = HUNK.exec(header);
    if (match === null) break;
    const end = hunkEnd(lines, at + 1);
    const start = match.groups?.start;
    // One name above the other is no hunk, only the way to it.
    if (start !== undefined || end > at + 1) hunks.push(hunkOf(header, start, lines.slice(at + 1, end)));
    at = end;
    while (lines[at] === "" && HUNK.test(lines[at + 1] ?? "")) at += 1;
  }
  return [hunks, at];
}

/** A hunk goes on while its lines look like it; an empty one is context whose space was lost on the way. */
function hunkEnd(lines: readonly string[], start: number): number {
  let at = start;
  while (at < lines.length) {
    const line = lines[at] ?? "";
    // A removed line may begin with "-- " and an added one with "++ ": only a file has a hunk after them.
    const nextFile =
      line.startsWith("--- ") &&
      (lines[at + 1] ?? "").startsWith("+++ ") &&
      (lines[at + 2] ?? "").startsWith("@@");
    if (nextFile || !/^([ +\-\\]|\r?$)/.test(line)) break;
    at += 1;
  }
  // Empty lines at the end separate it from what follows.
  while (at > start && (lines[at - 1] ?? "").trim() === "" && !(lines[at - 1] ?? "").startsWith(" ")) at -= 1;
  return at;
}

function hunkOf(header: string, start: string | undefined, body: readonly string[]): Hunk {
  const lines: string[] = [];
  for (const line of body) {
    if (line.startsWith("\\")) lines.push((lines.pop() ?? "").slice(0, -1));
    else lines.push(`${line === "" || line === "\r" ? " " : ""}${line}\n`);
  }
  return { header, start: start === undefined ? undefined : Number(start), lines };
}

/** The name in a "---" or "+++" line, without the time stamp that may follow it after a tab. */
function sideOf(line: string): string {
  return unquoted(line.slice(4).split("\t")[0] ?? "").trim();
}

function unquoted(name: string): string {
  if (!/^".*"$/.test(name)) return name;
  try {
    return String(JSON.parse(name));
  } catch {
    return name.slice(1, -1);
  }
}

function pathsOf([from, to]: readonly [string, string]): { from: string | null; to: string | null } {
  const prefixed = [from, to].every(
    (name, side) => name === "/dev/null" || name.startsWith(side === 0 ? "a/" : "b/"),
  );
  const path = (name: string): string | null =>
    name === "/dev/null" ? null : toPath(prefixed ? name.slice(2) : name);
  return { from: path(from), to: path(to) };
}

function unreadable(line: number, found: string): PatchError {
  return new PatchError("patch_unreadable", `Line ${line} of the patch: ${found}.`, {
    remedy: 'Write a unified diff: "--- a/path", "+++ b/path", then hunks that begin with "@@ -1,3 +1,4 @@".',
  });
}

import { FileError } from "@mcs/core";
import type { FileCallOptions, FilesystemPort } from "@mcs/core/ports";
import { join, nameOf, parentOf } from "./paths.ts";

const MOST_ENTRIES = 2_000;
const MOST_NAMES = 3;

/** The error of a path that is not there, with names next to it that look like it. */
export async function withSuggestion(
  files: FilesystemPort,
  error: FileError,
  options: FileCallOptions,
): Promise<FileError> {
  if (error.remedy !== undefined || error.path === "") return error;
  const names = await similarNames(files, error.path, options).catch(() => []);
  if (names.length === 0) return error;
  const message = error.message.slice(JSON.stringify(error.path).length + 1);
  const paths = names.map((name) => JSON.stringify(join(parentOf(error.path), name)));
  return new FileError(error.code, error.path, message, {
    cause: error,
    remedy: `Did you mean ${paths.join(" or ")}?`,
  });
}

async function similarNames(
  files: FilesystemPort,
  path: string,
  options: FileCallOptions,
): Promise<string[]> {
  const wanted = folded(nameOf(path));
  const found: [name: string, distance: number][] = [];
  let count = 0;
  for await (const { name } of files.list(parentOf(path), options)) {
    if (count++ > MOST_ENTRIES) break;
    const distance = editDistance(wanted, folded(name), Math.ceil(wanted.length / 4));
    if (distance !== undefined) found.push([name, distance]);
  }
  return found
    .sort(([, a], [, b]) => a - b)
    .slice(0, MOST_NAMES)
    .map(([name]) => name);
}

/** Names that people take for the same: other case, other form of the same characters. */
function folded(name: string): string {
  return name.normalize("NFC").toLowerCase();
}

/** How many characters have to be changed, added or taken away; undefined where it is more than `most`. */
function editDistance(a: string, b: string, most: number): number | undefined {
  if (Math.abs(a.length - b.length) > most || a.length > 100) return undefined;
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  const distance = row[b.length] ?? 0;
  return distance <= most ? distance : undefined;
}

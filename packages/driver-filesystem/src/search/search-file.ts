import type { FileCallOptions, FilesystemPort } from "@mcs/core/ports";
import { lineBreaks } from "./match-text.ts";
import type { MatchPiece } from "./matcher.ts";
import type { Match } from "./query.ts";

/** Larger files are looked through in pieces of whole lines. */
const PIECE = 16 * 2 ** 20;

export interface FileMatches {
  readonly path: string;
  readonly matches: readonly Match[];
  /** There are more matching lines than were asked for. */
  readonly more?: true;
}

/** The matching lines of one file, or undefined where there are none. */
export async function searchFile(
  files: FilesystemPort,
  path: string,
  match: MatchPiece,
  most: number,
  options: FileCallOptions,
): Promise<FileMatches | undefined> {
  const file = await files.open(path, options);
  try {
    const { size } = file.stat;
    const matches: Match[] = [];
    let [start, firstLine] = [0, 1];
    while (start < size) {
      const chunk = await file.read(start, Math.min(PIECE, size - start), options);
      if (chunk.length === 0) break;
      const isLast = start + chunk.length >= size;
      // A line that is longer than a piece is cut.
      const end = isLast ? chunk.length : chunk.lastIndexOf(10) + 1 || chunk.length;
      const bytes = end === chunk.length ? chunk : chunk.subarray(0, end);
      const found = await match({ bytes, firstLine });
      matches.push(...found.matches);
      if (found.more || matches.length > most) return { path, matches: matches.slice(0, most), more: true };
      if (!isLast) firstLine += lineBreaks(bytes);
      start += end;
    }
    return matches.length === 0 ? undefined : { path, matches };
  } finally {
    await file.close();
  }
}

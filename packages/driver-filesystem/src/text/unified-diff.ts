import { lineEndingsOf, toLf } from "./line-endings.ts";

/** Two texts with hundreds of changes are compared for this long, in milliseconds; then there is no diff. */
const MOST_MS = 1_000;

/**
 * What changed between two texts, as a unified diff with three lines around each change; `""` for equal texts,
 * undefined where comparing them takes too long. Where all lines ended in `\r\n`, the carriage returns are left
 * out: a patch takes on the line endings of its file.
 *
 * @param from the path before, or null for a file that is new
 * @param to the path after, or null for a file that is deleted
 */
export async function unifiedDiff(
  from: string | null,
  to: string | null,
  before: string,
  after: string,
): Promise<string | undefined> {
  const plain = lineEndingsOf(before) === "crlf" && [before, after].every(isPlainCrlf);
  const [old, now] = plain ? [toLf(before), toLf(after)] : [before, after];
  if (old === now) return "";
  const { structuredPatch } = await import("diff");
  const patch = structuredPatch("", "", old, now, undefined, undefined, { context: 3, timeout: MOST_MS });
  if (patch === undefined) return undefined;
  const lines = [`--- ${side("a/", from)}`, `+++ ${side("b/", to)}`];
  for (const { oldStart, oldLines, newStart, newLines, lines: body } of patch.hunks) {
    lines.push(`@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`, ...body);
  }
  return `${lines.join("\n")}\n`;
}

/** Whether the line endings can be left out and put back. A carriage return before one would be taken for a part of it. */
function isPlainCrlf(text: string): boolean {
  return ["crlf", "none"].includes(lineEndingsOf(text)) && !text.includes("\r\r\n");
}

/** As git writes it: quoted where the path would not fit on its line. */
function side(prefix: string, path: string | null): string {
  if (path === null) return "/dev/null";
  return /[\p{Cc}"]/u.test(path) ? JSON.stringify(`${prefix}${path}`) : `${prefix}${path}`;
}

function range(start: number, count: number): string {
  // A range of no lines is named by the line before it.
  const first = count === 0 ? start - 1 : start;
  return count === 1 ? String(first) : `${Math.max(first, 0)},${count}`;
}

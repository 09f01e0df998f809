/** A column of blanks at least this wide lies between two fields, or a single one under every line. */
const FEWEST_LINES = 3;

/**
 * The widths of a table whose columns are lined up with spaces, or undefined where the lines show none. A field
 * begins wherever every line has a blank and some line has something right after it.
 */
export function guessWidths(sample: string): readonly number[] | undefined {
  const lines = sample.split(/\r\n|\n|\r/).filter((line) => line.trim() !== "");
  if (lines.length < FEWEST_LINES || !lines.some((line) => / {2,}\S/.test(line.trimStart())))
    return undefined;
  const rows = lines.slice(0, 200).map((line) => [...line]);
  const length = Math.max(...rows.map((row) => row.length));
  if (length > 4000) return undefined;
  const starts: number[] = [0];
  let inGap = false;
  for (let at = 0; at < length; at++) {
    const isGap = rows.every((row) => (row[at] ?? " ") === " ");
    if (inGap && !isGap && at > 0 && rows.some((row) => row.slice(0, at).some((c) => c !== " ")))
      starts.push(at);
    inGap = isGap;
  }
  for (let at = starts.length - 1; at > 0; at--)
    if (!isNamed(rows[0] ?? [], starts, at)) starts.splice(at, 1);
  if (starts.length < 2) return undefined;
  const widths = starts.map((start, index) => (starts[index + 1] ?? length) - start);
  // Words that happen to break at the same place are no columns: in a table most cells are filled.
  const cells = rows.flatMap((row) =>
    starts.map((start, i) => row.slice(start, start + (widths[i] ?? 0)).join("")),
  );
  const filled = cells.filter((cell) => cell.trim() !== "").length;
  return filled >= cells.length * 0.7 ? widths : undefined;
}

/** Words of several records may break at one place by chance: where the first line has nothing there, they do. */
function isNamed(first: readonly string[], starts: readonly number[], index: number): boolean {
  const cell = first.slice(starts[index], starts[index + 1]);
  return cell.some((c) => c !== " ");
}

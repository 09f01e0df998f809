/** Rows of a result as people read them, a few of many. */
const SHOWN = 6;

export function tableText(
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
  leftOut: unknown,
  notes: readonly string[] = [],
): string {
  const cells = [columns, ...rows.slice(0, SHOWN)].map((row) =>
    row.map((cell) => (typeof cell === "string" ? cell : JSON.stringify(cell)).slice(0, 24)),
  );
  const widths = columns.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  const lines = cells.map((row) =>
    `       ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join("  ")}`.trimEnd(),
  );
  const more = rows.length > SHOWN ? [`       … ${rows.length - SHOWN} rows more`] : [];
  const rest = leftOut === 0 ? [] : [`       left out: ${String(leftOut)}`];
  return [...lines, ...more, ...rest, ...notes.map((note) => `       note: ${note}`)].join("\n");
}

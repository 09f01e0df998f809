import type { Figure } from "./figure.ts";

/** Prints what a benchmark found: JSON with `--json`, else a table. */
export function report(figures: readonly Figure[]): void {
  console.log(process.argv.includes("--json") ? JSON.stringify(figures) : table(figures));
}

const COLUMNS: ReadonlyArray<readonly [title: string, cell: (figure: Figure) => string]> = [
  ["figure", ({ name }) => name],
  ["ours", ({ ours, unit }) => `${ours.toFixed(1)} ${unit}`],
  ["peer", ({ peer, unit }) => `${peer.toFixed(1)} ${unit}`],
  ["ratio", ({ ratio }) => ratio.toFixed(3)],
  ["target", ({ target }) => target],
  ["", ({ target, ok }) => (target === "" ? "" : ok ? "met" : "MISSED")],
];

/** The figures in columns, as wide as they need to be. */
export function table(figures: readonly Figure[]): string {
  const columns = COLUMNS.map(([title, cell]) => [title, ...figures.map(cell)]);
  const widths = columns.map((cells) => Math.max(...cells.map(({ length }) => length)));
  const rows = [-1, ...figures.keys()].map((row) =>
    columns.map((cells, column) => (cells[row + 1] ?? "").padEnd(widths[column] ?? 0)).join("  "),
  );
  return rows.map((row) => row.trimEnd()).join("\n");
}

import type { ToolArguments } from "@mcs/core";
import type { CombinedTable } from "../table/combined-table.ts";
import { projection } from "../table/project.ts";
import { conditionSql, duckdbColumns } from "./predicate-sql.ts";
import type { QueryResult } from "./query.ts";
import { identifier } from "./sql-text.ts";

interface Pair {
  readonly left: string;
  readonly right: string;
}

/** A join as the tool of this name is asked for it, in SQL over tables whose columns are texts. */
export function joinSql(
  args: ToolArguments,
  left: CombinedTable,
  right: CombinedTable,
  decimals: readonly ["." | ",", "." | ","],
): string {
  const on = (args.on as readonly Pair[]).map(
    (pair) => `l.${identifier(pair.left)} = r.${identifier(pair.right)}`,
  );
  const shown = [
    ...columnsOf(left, args.left_columns).map((name) => `l.${identifier(name)}`),
    ...columnsOf(right, args.right_columns).map((name) => `r.${identifier(name)}`),
  ];
  const partners = `(SELECT * FROM ${identifier(right.name)} q WHERE ${conditionSql(args.right_where, duckdbColumns(right, "q", decimals[1]))}) r`;
  return [
    `SELECT ${shown.map((column, index) => `${column} AS c${index}`).join(", ")}`,
    `FROM ${identifier(left.name)} l ${args.kind === "left" ? "LEFT" : "INNER"} JOIN ${partners}`,
    `ON ${on.join(" AND ")} WHERE ${conditionSql(args.left_where, duckdbColumns(left, "l", decimals[0]))}`,
  ].join(" ");
}

/** What the engine answered, as the tool returns it. */
export function joinResult(
  args: ToolArguments,
  left: CombinedTable,
  right: CombinedTable,
  { rows, leftOut, notes }: QueryResult,
): Record<string, unknown> {
  const own = columnsOf(left, args.left_columns);
  const taken = new Set(own);
  const partners = columnsOf(right, args.right_columns);
  return {
    columns: [...own, ...partners.map((name) => (taken.has(name) ? `right.${name}` : name))],
    rows,
    left_out: leftOut ?? "more than a million rows",
    notes: [
      "The SQL engine joined these: the right table is more than fits maxMemoryBytes. The rows are in no order, and empty values are null.",
      ...notes,
    ],
  };
}

function columnsOf(table: CombinedTable, wanted: unknown): readonly string[] {
  return projection(table, wanted === undefined ? undefined : (wanted as readonly string[])).names;
}

import type { ToolArguments } from "@mcs/core";
import { conditionSql } from "../engine/predicate-sql.ts";
import type { Settings } from "../options.ts";
import { projection } from "../table/project.ts";
import { integer, strings } from "../tools/parameters.ts";
import { ResultRows } from "../tools/result-rows.ts";
import { type ServerCall, textRow } from "./host.ts";
import type { ServerTable } from "./server-table.ts";

interface Pair {
  readonly left: string;
  readonly right: string;
}

/** What `join_tables` returns. */
export async function joinTables(
  call: ServerCall,
  args: ToolArguments,
  settings: Settings,
): Promise<Record<string, unknown>> {
  const [left, right] = [await call.open(args.left), await call.open(args.right)];
  const on = args.on as readonly Pair[];
  const own = projection(left, strings(args.left_columns)).names;
  const partners = projection(right, strings(args.right_columns)).names;
  const leftSide = side(
    left,
    on.map((pair) => pair.left),
    own,
    "l",
    args.left_where,
  );
  const rightSide = side(
    right,
    on.map((pair) => pair.right),
    partners,
    "r",
    args.right_where,
  );
  const kind = args.kind === "left" ? "LEFT" : "INNER";
  const using = on.map((_, index) => `mcs_k${index}`).join(", ");
  const joined = `FROM ${leftSide} AS mcs_l ALL ${kind} JOIN ${rightSide} AS mcs_r USING (${using})`;
  const limit = Math.min(integer(args.limit, 50), settings.maxRows);
  const shown = [...own.map((_, index) => `mcs_l${index}`), ...partners.map((_, index) => `mcs_r${index}`)];
  const { rows } = await call.query(`SELECT ${shown.join(", ")} ${joined} LIMIT ${limit + 1}`);
  const result = new ResultRows(limit, settings);
  for (const row of rows) if (!result.isFull) result.add(textRow(row));
  const more = rows.length > result.rows.length;
  const total = more ? await call.count(`SELECT count() ${joined}`) : rows.length;
  const taken = new Set(own);
  return {
    columns: [...own, ...partners.map((name) => (taken.has(name) ? `right.${name}` : name))],
    rows: result.rows,
    left_out: total - result.rows.length,
    notes: [...result.notes(), "The server joined these: the rows are in no order."],
  };
}

/** One table of a join under names of ours, so that the two share none but those of the keys. */
function side(
  table: ServerTable,
  keys: readonly string[],
  shown: readonly string[],
  letter: string,
  condition: unknown,
): string {
  const columns = [
    ...keys.map((name, index) => `${table.column(name).text} AS mcs_k${index}`),
    ...shown.map((name, index) => `${table.dialect.identifier(name)} AS mcs_${letter}${index}`),
  ];
  return `(SELECT ${columns.join(", ")} FROM ${table.sql} WHERE ${conditionSql(condition, table)})`;
}

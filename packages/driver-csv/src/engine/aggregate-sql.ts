import type { ToolArguments } from "@mcs/core";
import { isNumeric } from "../dialect/types.ts";
import { exactJson } from "../reduce/decimal-sum.ts";
import type { CombinedTable } from "../table/combined-table.ts";
import { type Asked, askedOf, nameOf } from "../tools/asked-measure.ts";
import { integer } from "../tools/parameters.ts";
import { measureSql, needsNumbers } from "./measure-sql.ts";
import type { EngineCell } from "./messages.ts";
import { conditionSql, duckdbColumns } from "./predicate-sql.ts";
import type { QueryResult } from "./query.ts";

/** An aggregate as the tool of this name is asked for it, in SQL over a table whose columns are texts. */
export function aggregateSql(args: ToolArguments, table: CombinedTable, decimal: "." | ","): string {
  const asked = askedOf(args);
  const groupBy = (args.group_by ?? []) as readonly string[];
  const sql = duckdbColumns(table, "t", decimal);
  const keys = groupBy.map((name) => `coalesce(${sql.column(name).text}, '')`);
  const values = asked.map(({ op, column, percent = 0 }) => {
    if (column === undefined) return "count(*)";
    const isNumber = isNumeric(table.type(column));
    return measureSql(op, sql.column(column), isNumber, percent / 100, sql.dialect);
  });
  const others = asked.map(({ op, column }) => {
    if (column === undefined || !needsNumbers(op, isNumeric(table.type(column)))) return "0";
    const { text, number } = sql.column(column);
    return `CAST(sum(count(${text}) - count(${number})) OVER () AS BIGINT)`;
  });
  const names = [...groupBy, ...asked.map(nameOf)];
  const place = args.order_by === undefined ? -1 : names.indexOf(String(args.order_by));
  const measure = asked[place - groupBy.length];
  const ordered =
    measure?.column !== undefined &&
    (measure.op === "min" || measure.op === "max") &&
    isNumeric(table.type(measure.column))
      ? `${measure.op}(${sql.column(measure.column).number})`
      : ([...keys, ...values][place] ?? "count(*)");
  const columns = [...keys, ...values, "CAST(sum(count(*)) OVER () AS BIGINT)", ...others];
  return [
    `SELECT ${columns.map((value, index) => `${value} AS c${index}`).join(", ")}`,
    `FROM ${sql.dialect.identifier(table.name)} t`,
    `WHERE ${conditionSql(args.where, sql)}`,
    keys.length === 0 ? "" : `GROUP BY ${keys.join(", ")}`,
    `ORDER BY ${ordered} ${args.ascending === true ? "ASC" : "DESC"} NULLS LAST`,
  ].join(" ");
}

/** What the engine answered, as the tool returns it. */
export function aggregateResult(
  args: ToolArguments,
  table: CombinedTable,
  { rows, leftOut, notes: said }: QueryResult,
): Record<string, unknown> {
  const isNumber = (column: string | undefined): boolean =>
    column !== undefined && isNumeric(table.type(column));
  const asked = askedOf(args);
  const groupBy = (args.group_by ?? []) as readonly string[];
  const names = [...groupBy, ...asked.map(nameOf)];
  const notes = new Set([
    "The SQL engine calculated this: it is more than fits maxMemoryBytes. Sums are exact to nine decimals; empty and missing values make one group.",
  ]);
  asked.forEach((measure, index) => {
    const others = rows[0]?.[names.length + 1 + index];
    if (typeof others === "number" && others > 0) {
      notes.add(`${others} values of ${measure.column ?? ""} are no numbers and were left out.`);
    }
    if (measure.op.startsWith("approx_")) notes.add(`${nameOf(measure)} is an approximation.`);
  });
  return {
    columns: names,
    rows: rows.map((row) =>
      names.map((_, place) => cellOf(row[place], asked[place - groupBy.length], isNumber)),
    ),
    left_out: leftOut ?? "more than a million groups",
    ...(leftOut === 0 ? {} : { next_offset: integer(args.offset, 0) + rows.length }),
    records: rows[0]?.[names.length] ?? 0,
    notes: [...notes, ...said],
  };
}

/** Sums come with nine decimals, and the least and largest numbers with the digits of the file. */
function cellOf(
  cell: EngineCell | undefined,
  measure: Asked | undefined,
  isNumber: (column: string | undefined) => boolean,
): unknown {
  if (typeof cell !== "string" || measure === undefined) return cell ?? null;
  if (measure.op === "sum") return exactJson(cell.replace(/\.?0+$/, ""));
  const isExtreme = measure.op === "min" || measure.op === "max";
  return isExtreme && isNumber(measure.column) ? exactJson(cell.trim()) : cell;
}

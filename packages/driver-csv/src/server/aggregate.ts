import { InvalidArgumentsError, type ToolArguments } from "@mcs/core";
import type { EngineValue } from "@mcs/core/ports";
import { isNumeric } from "../dialect/types.ts";
import { measureSql, needsNumbers } from "../engine/measure-sql.ts";
import { conditionSql } from "../engine/predicate-sql.ts";
import type { Settings } from "../options.ts";
import { type Asked, askedOf, nameOf } from "../tools/asked-measure.ts";
import { integer, strings } from "../tools/parameters.ts";
import { ResultRows } from "../tools/result-rows.ts";
import type { ServerCall } from "./host.ts";
import type { ServerTable } from "./server-table.ts";

/** What `aggregate` returns: one statement for the groups of the page, one for what all of them have together. */
export async function aggregate(
  call: ServerCall,
  args: ToolArguments,
  settings: Settings,
): Promise<Record<string, unknown>> {
  const table = await call.open(args.table);
  const asked = askedOf(args);
  const groupBy = strings(args.group_by) ?? [];
  const names = [...groupBy, ...asked.map(nameOf)];
  const keys = groupBy.map((name) => `ifNull(${table.column(name).text}, '')`);
  const values = asked.map((measure) => valueSql(measure, table));
  const place = args.order_by === undefined ? -1 : names.indexOf(String(args.order_by));
  if (args.order_by !== undefined && place < 0) {
    throw wrong("order_by", "enum", `has to be one of ${names.join(", ")}`);
  }
  const order = [...keys, ...values][place] ?? "count()";
  const from = `FROM ${table.sql} WHERE ${conditionSql(args.where, table)}`;
  const grouped = keys.length === 0 ? "" : `GROUP BY ${keys.join(", ")}`;
  const offset = integer(args.offset, 0);
  const limit = Math.min(integer(args.limit, 100), settings.maxRows);
  const { rows } = await call.query(
    `SELECT ${[...keys, ...values].join(", ")} ${from} ${grouped} ORDER BY ${[`${order} ${args.ascending === true ? "ASC" : "DESC"} NULLS LAST`, ...keys].join(", ")} LIMIT ${offset}, ${limit}`,
  );
  const others = asked.map((measure) => othersSql(measure, table));
  const groups = keys.length === 0 ? "1" : `uniqExact(${keys.join(", ")})`;
  const [totals = []] = (await call.query(`SELECT count(), ${[groups, ...others].join(", ")} ${from}`)).rows;
  const result = new ResultRows<string | number | null>(limit, settings);
  for (const row of rows) if (!result.isFull) result.add(row.map(plain));
  const left = Math.max(0, Number(totals[1]) - offset - result.rows.length);
  return {
    columns: names,
    rows: result.rows,
    left_out: left,
    ...(left === 0 ? {} : { next_offset: offset + result.rows.length }),
    records: totals[0],
    notes: [...result.notes(), ...notesOf(asked, table, totals.slice(2))],
  };
}

function valueSql({ op, column, percent }: Asked, table: ServerTable): string {
  if (column === undefined) {
    if (op === "count") return "count()";
    throw wrong("measures", "required", `is incomplete: ${op} needs a column`);
  }
  if (op.endsWith("percentile") && percent === undefined) {
    throw wrong("measures", "required", `is incomplete: ${op} needs percent`);
  }
  const isNumber = isNumeric(table.type(column));
  return measureSql(op, table.column(column), isNumber, (percent ?? 0) / 100, table.dialect);
}

/** How many values are left out because they are no numbers. */
function othersSql({ op, column }: Asked, table: ServerTable): string {
  if (column === undefined || isNumeric(table.type(column)) || !needsNumbers(op, false)) return "0";
  const { text, number } = table.column(column);
  return `count(${text}) - count(${number})`;
}

function notesOf(
  asked: readonly Asked[],
  table: ServerTable,
  others: readonly EngineValue[],
): ReadonlySet<string> {
  const notes = new Set<string>();
  asked.forEach((measure, index) => {
    const { op, column = "" } = measure;
    if (Number(others[index]) > 0)
      notes.add(`${others[index]} values of ${column} are no numbers and were left out.`);
    if (op.startsWith("approx_")) notes.add(`${nameOf(measure)} is an approximation.`);
    if (op === "sum" && table.isRounded(column)) {
      notes.add(`The values of ${column} are floating-point numbers: their sum is rounded.`);
    }
  });
  return notes;
}

function plain(value: EngineValue): string | number | null {
  return typeof value === "boolean" ? String(value) : value;
}

function wrong(parameter: string, keyword: string, message: string): InvalidArgumentsError {
  return new InvalidArgumentsError("aggregate", [{ path: [parameter], keyword, message }]);
}

import { InvalidArgumentsError, type ToolArguments } from "@mcs/core";
import { isNumeric } from "../dialect/types.ts";
import { conditionSql } from "../engine/predicate-sql.ts";
import type { Settings } from "../options.ts";
import { projection } from "../table/project.ts";
import type { SortKey } from "../tools/first-rows.ts";
import { integer, strings, text } from "../tools/parameters.ts";
import { ResultRows } from "../tools/result-rows.ts";
import { type ServerCall, textRow } from "./host.ts";
import type { ServerTable } from "./server-table.ts";

/** Some records of a table. */
interface Page {
  readonly columns: readonly string[];
  readonly rows: ReadonlyArray<ReadonlyArray<string | null>>;
  /** How many more there are behind these. */
  readonly rest: number;
  readonly notes: readonly string[];
}

/** What of a table is wanted. */
interface Wanted {
  readonly columns: readonly string[] | undefined;
  /** A condition as SQL. */
  readonly where: string;
  /** As SQL; undefined for that in which the rows lie. */
  readonly order?: string | undefined;
  readonly offset: number;
  readonly limit: number;
}

/** What `read_rows` returns. */
export async function readRows(
  call: ServerCall,
  args: ToolArguments,
  settings: Settings,
): Promise<Record<string, unknown>> {
  const table = await call.open(args.table);
  const columns = strings(args.columns);
  const limit = integer(args.limit, 20);
  const where = conditionSql(undefined, table);
  if (args.sample === true) {
    const page = await read(call, table, settings, {
      columns,
      where,
      order: shuffled(table, integer(args.seed, 1)),
      offset: 0,
      limit,
    });
    return {
      columns: page.columns,
      rows: page.rows,
      left_out: page.rest,
      notes: [...page.notes, "Records of a server's table have no numbers."],
    };
  }
  const asked = integer(args.start, 0);
  const start = asked < 0 ? Math.max(0, (await countRows(call, table, where)) + asked) : asked;
  const { rest, ...page } = await read(call, table, settings, { columns, where, offset: start, limit });
  return {
    columns: page.columns,
    start,
    rows: page.rows,
    left_out: rest,
    ...(rest === 0 ? {} : { next_start: start + page.rows.length }),
    notes: [...page.notes, ...orderNotes(table)],
  };
}

/** What `filter_rows` returns. A cursor is the number of the next record that fits. */
export async function filterRows(
  call: ServerCall,
  args: ToolArguments,
  settings: Settings,
): Promise<Record<string, unknown>> {
  const table = await call.open(args.table);
  const offset = args.cursor === undefined ? 0 : Number(text(args.cursor));
  if (!Number.isSafeInteger(offset) || offset < 0) {
    throw new InvalidArgumentsError("filter_rows", [
      {
        path: ["cursor"],
        keyword: "format",
        message: "is no cursor that this tool has given for this table",
      },
    ]);
  }
  const wanted = { columns: strings(args.columns), where: conditionSql(args.where, table), offset };
  const page = await read(call, table, settings, { ...wanted, limit: integer(args.limit, 50) }, args.count);
  return {
    columns: page.columns,
    rows: page.rows,
    left_out: args.count === false && page.rest > 0 ? "more records fit" : page.rest,
    ...(page.rest === 0 ? {} : { cursor: String(offset + page.rows.length) }),
    notes: [...page.notes, ...orderNotes(table)],
  };
}

/** What `sort_rows` returns. */
export async function sortRows(
  call: ServerCall,
  args: ToolArguments,
  settings: Settings,
): Promise<Record<string, unknown>> {
  const table = await call.open(args.table);
  const order = (args.by as readonly SortKey[])
    .map(({ column, descending, as }) => {
      const { text: plain, number } = table.column(column);
      const isNumber = as === undefined ? isNumeric(table.type(column)) : as === "number";
      return `${isNumber ? number : plain} ${descending === true ? "DESC" : "ASC"} NULLS LAST`;
    })
    .join(", ");
  const page = await read(call, table, settings, {
    columns: strings(args.columns),
    where: conditionSql(args.where, table),
    order,
    offset: 0,
    limit: integer(args.limit, 20),
  });
  return { columns: page.columns, rows: page.rows, left_out: page.rest, notes: page.notes };
}

async function read(
  call: ServerCall,
  table: ServerTable,
  settings: Settings,
  { columns, where, order = table.entry.order, offset, limit }: Wanted,
  counts: unknown = true,
): Promise<Page> {
  const shown = projection(table, columns).names;
  const most = Math.min(limit, settings.maxRows);
  const list = shown.map((name) => table.dialect.identifier(name)).join(", ");
  const { rows } = await call.query(
    `SELECT ${list} FROM ${table.sql} WHERE ${where} ${order === undefined ? "" : `ORDER BY ${order}`} LIMIT ${offset}, ${most + 1}`,
  );
  const result = new ResultRows(most, settings);
  for (const row of rows) if (!result.isFull) result.add(textRow(row));
  const more = rows.length - result.rows.length;
  const rest =
    more === 0 || counts === false
      ? more
      : Math.max(more, (await countRows(call, table, where)) - offset - result.rows.length);
  return { columns: shown, rows: result.rows, rest, notes: result.notes() };
}

function countRows(call: ServerCall, table: ServerTable, where: string): Promise<number> {
  return call.count(`SELECT count() FROM ${table.sql} WHERE ${where}`);
}

/** The same order for the same seed. */
function shuffled(table: ServerTable, seed: number): string {
  const values = table.columns.map(({ name }) => `ifNull(${table.column(name).text}, '')`);
  return `cityHash64('${seed}', ${values.join(", ")})`;
}

function orderNotes(table: ServerTable): string[] {
  if (table.entry.order !== undefined) return [];
  return ["The server keeps these records in no order: pages may overlap. sort_rows gives them one."];
}

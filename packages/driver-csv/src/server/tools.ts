import type { DefinedTool, ToolArguments } from "@mcs/core";
import type { TableEnginePort } from "@mcs/core/ports";
import { chartFormats } from "../chart/render.ts";
import type { ChartOptions, Settings } from "../options.ts";
import { aggregate as ofGroups } from "../tools/aggregate.ts";
import { describeTable as ofDescription } from "../tools/describe-table.ts";
import { drawChart } from "../tools/draw-chart.ts";
import { filterRows as ofMatches } from "../tools/filter-rows.ts";
import type { ToolHost } from "../tools/host.ts";
import { joinTables as ofJoin } from "../tools/join-tables.ts";
import { listTables as ofTables } from "../tools/list-tables.ts";
import { TABLE } from "../tools/parameters.ts";
import { readRows as ofRows } from "../tools/read-rows.ts";
import { runSql } from "../tools/run-sql.ts";
import { sortRows as ofOrder } from "../tools/sort-rows.ts";
import { aggregate } from "./aggregate.ts";
import { describeTable } from "./describe.ts";
import { overServer, type ServerCall } from "./host.ts";
import { joinTables } from "./join.ts";
import { listed } from "./list.ts";
import { filterRows, readRows, sortRows } from "./rows.ts";
import { ServerSql } from "./sql.ts";

/** The driver's tools over a server's tables. */
export function serverTools(
  host: ToolHost,
  server: TableEnginePort,
  chart: ChartOptions | false | undefined,
): DefinedTool[] {
  const { settings } = host.tables;
  const over = (make: (host: ToolHost) => DefinedTool, work: Work, description?: string): DefinedTool => {
    const tool = make(host);
    const worded = { ...tool, description: description ?? tool.description };
    return overServer(worded, host, server, (call, args) => work(call, args, settings));
  };
  const list: DefinedTool = {
    ...ofTables(host),
    description: WORDS.list,
    execute: (args, options) =>
      host.run(options, async ({ signal }) => {
        const tables = await server.tables({ signal, timeoutMs: settings.timeoutMs });
        return listed(tables, args, Math.min(100, settings.maxRows));
      }),
  };
  const asked = runSql(host, new ServerSql(server, settings));
  const sql: DefinedTool = {
    ...asked,
    description: WORDS.sql,
    parameters: asked.parameters.filter(({ name }) => name !== "text_columns"),
  };
  const read = over(ofRows, readRows, WORDS.read);
  const filter = over(ofMatches, filterRows, WORDS.filter);
  const group = over(ofGroups, aggregate);
  const tools = [
    list,
    over(ofDescription, describeTable, WORDS.describe),
    read,
    filter,
    group,
    over(ofOrder, sortRows),
    over(ofJoin, joinTables, WORDS.join),
    sql,
  ];
  if (chart !== false) {
    const parts = { aggregate: group, filterRows: filter, readRows: read, runSql: sql };
    tools.push(drawChart(host, { formats: chartFormats(), fontFiles: chart?.fontFiles ?? [], ...parts }));
  }
  return tools.map(named);
}

type Work = (call: ServerCall, args: ToolArguments, settings: Settings) => Promise<Record<string, unknown>>;

/** A server's tables have no globs. */
function named(tool: DefinedTool): DefinedTool {
  const parameters = tool.parameters.map((parameter) =>
    parameter.description === TABLE.description
      ? { ...parameter, description: "A table as list_tables names it." }
      : parameter,
  );
  return { ...tool, parameters };
}

/** What the tools say of themselves where it is not what they say of files. */
const WORDS = {
  list: "Lists the tables of the database that can be read. Begin here, then describe_table. Returns columns once and rows as arrays.",
  describe:
    'Says what a table holds: for each column its type, the share of empty values, about how many different values, smallest and largest value and samples; the number of records. Large tables are described from samples unless scan is "full".',
  read: "Reads records: the first ones, those from any place on, the last ones, or a random sample, in the order in which the server keeps them. Values are text, null where there is none.",
  filter:
    "Finds the records that fit a condition, a page at a time. left_out says how many more fit; pass cursor for the next page. Values are text.",
  join: "Joins records of two tables whose columns have equal values, compared as text. Columns of the right table whose names the left one has too are called right.NAME.",
  sql: "Runs one SELECT (ClickHouse's SQL) over the tables that list_tables names: SELECT city, sum(price) FROM sales GROUP BY city ORDER BY 2 DESC. Whole and decimal numbers that JSON would round come as text, lists and maps as JSON.",
};

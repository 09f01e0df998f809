import { type DefinedTool, defineTool } from "@mcs/core";
import type { EngineCell } from "../engine/messages.ts";
import type { Query } from "../engine/query.ts";
import type { Call } from "../table/call.ts";
import type { ToolHost } from "./host.ts";
import { integer, limit, strings, text } from "./parameters.ts";

/** What runs a statement: DuckDB over files, or a server. */
export interface SqlRunner {
  run(call: Call, query: Query): Promise<SqlResult>;
}

/** The rows that a statement has, as far as they were asked for. */
export interface SqlResult {
  readonly columns: readonly string[];
  /** The engine's names of the columns' types. */
  readonly types: readonly string[];
  readonly rows: readonly (readonly EngineCell[])[];
  /** How many rows follow; undefined where there are more than were counted. */
  readonly leftOut: number | undefined;
  readonly notes: readonly string[];
}

export function runSql({ tables, run }: ToolHost, engine: SqlRunner): DefinedTool {
  const most = tables.settings.maxRows;
  return defineTool({
    name: "run_sql",
    title: "Run SQL",
    description:
      'Runs one SELECT (DuckDB\'s SQL) over tables, which are named in double quotes as list_tables has them, globs too: SELECT city, sum(price) FROM "sales.csv" GROUP BY city ORDER BY 2 DESC. Columns that describe_table calls integer are BIGINT, number DOUBLE, date DATE; all others are VARCHAR, empty values NULL. Whole and decimal numbers that JSON would round come as text.',
    parameters: [
      {
        name: "sql",
        description: "One SELECT statement; WITH may precede it. Nothing else is run.",
        required: true,
        schema: { type: "string", minLength: 1 },
      },
      {
        name: "text_columns",
        description: "Columns to have as VARCHAR, as they stand in the file, whatever they look like.",
        schema: { type: "array", items: { type: "string" } },
      },
      limit(100, most),
      {
        name: "offset",
        description:
          "How many rows of the result to pass over, for the next page. The statement needs an ORDER BY for pages to fit.",
        schema: { type: "integer", minimum: 0 },
      },
    ],
    annotations: { readOnly: true, idempotent: true, openWorld: false },
    execute: (args, options) =>
      run(options, async (call) => {
        const offset = integer(args.offset, 0);
        const result = await engine.run(call, {
          sql: text(args.sql),
          textColumns: strings(args.text_columns) ?? [],
          offset,
          limit: integer(args.limit, Math.min(100, most)),
        });
        const next = offset + result.rows.length;
        return {
          columns: result.columns,
          types: result.types,
          rows: result.rows,
          left_out: result.leftOut ?? "more than a million rows",
          ...(result.leftOut === 0 ? {} : { next_offset: next }),
          notes: result.notes,
        };
      }),
  });
}

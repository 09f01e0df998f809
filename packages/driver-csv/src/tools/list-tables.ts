import { type DefinedTool, defineTool } from "@mcs/core";
import type { ToolHost } from "./host.ts";
import { integer, limit, text } from "./parameters.ts";

export function listTables({ tables, run }: ToolHost): DefinedTool {
  const most = tables.settings.maxRows;
  return defineTool({
    name: "list_tables",
    title: "List tables",
    description:
      "Lists the CSV files and named tables that can be read. Begin here, then describe_table. Returns columns once and rows as arrays.",
    parameters: [
      {
        name: "pattern",
        description: 'A glob, such as "sales/**" or "*.csv".',
        schema: { type: "string", minLength: 1 },
      },
      limit(Math.min(100, most), most),
      {
        name: "offset",
        description: "How many tables to pass over, for the next page.",
        schema: { type: "integer", minimum: 0 },
      },
    ],
    annotations: { readOnly: true, idempotent: true, openWorld: false },
    execute: (args, options) =>
      run(options, async ({ signal }) => {
        const wanted = integer(args.limit, Math.min(100, most));
        const offset = integer(args.offset, 0);
        const rows: Array<readonly [string, number | null, string | null]> = [];
        let seen = 0;
        const pattern = args.pattern === undefined ? undefined : text(args.pattern);
        for await (const { name, size, modifiedMs } of tables.list(pattern, signal)) {
          if (seen++ < offset || rows.length >= wanted) continue;
          const modified = modifiedMs === undefined ? null : new Date(modifiedMs).toISOString();
          rows.push([name, size ?? null, modified]);
        }
        return {
          columns: ["table", "bytes", "modified"],
          rows,
          left_out: Math.max(0, seen - offset - rows.length),
        };
      }),
  });
}

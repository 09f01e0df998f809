import { type DefinedTool, defineTool } from "@mcs/core";
import type { CountState } from "../reduce/count.ts";
import type { Call } from "../table/call.ts";
import type { CombinedTable } from "../table/combined-table.ts";
import type { Row } from "../table/open-table.ts";
import { projection } from "../table/project.ts";
import { readSlice, sampledRows } from "../table/slice.ts";
import { Slots } from "../table/slots.ts";
import type { ToolHost } from "./host.ts";
import { COLUMNS, integer, limit, strings, TABLE, text } from "./parameters.ts";
import { ResultRows } from "./result-rows.ts";

export function readRows({ tables, run }: ToolHost): DefinedTool {
  const most = tables.settings.maxRows;
  return defineTool({
    name: "read_rows",
    title: "Read rows",
    description:
      "Reads records as they stand in the file: the first ones, those from any place on, the last ones, or a random sample. Values are text; null where a record ends early.",
    parameters: [
      TABLE,
      COLUMNS,
      {
        name: "start",
        description:
          "The first record, counted from 0; a negative number counts from the end: -10 with limit 10 are the last ten.",
        schema: { type: "integer" },
      },
      limit(20, most),
      {
        name: "sample",
        description: "true for records from random places, in place of those from start on.",
        schema: { type: "boolean" },
      },
      {
        name: "seed",
        description: "The same seed gives the same sample.",
        schema: { type: "integer", minimum: 0 },
      },
    ],
    annotations: { readOnly: true, idempotent: true, openWorld: false },
    execute: (args, options) =>
      run(options, (call) =>
        tables.use(text(args.table), call.signal, async (table) => {
          const wanted = integer(args.limit, 20);
          const shown = projection(table, strings(args.columns));
          const result = new ResultRows(wanted, tables.settings);
          const keepsSurplus = args.columns === undefined;
          if (args.sample === true) {
            const total = await countRecords(call, table);
            const rows = sampledRows(total, wanted, integer(args.seed, 1));
            for (const row of rows) {
              if (result.isFull) break;
              await readSlice(call, table, shown, row, keepsSurplus, (values) => {
                result.add([String(row), ...values]);
                return false;
              });
            }
            return {
              columns: ["record", ...shown.names],
              rows: result.rows,
              left_out: total - result.rows.length,
              notes: result.notes(),
            };
          }
          const asked = integer(args.start, 0);
          const start = asked < 0 ? Math.max(0, (await countRecords(call, table)) + asked) : asked;
          let more = false;
          await readSlice(call, table, shown, start, keepsSurplus, (values: Row) => {
            more = result.isFull;
            if (!more) result.add(values);
            return !more;
          });
          const total = knownTotal(table);
          const next = start + result.rows.length;
          return {
            columns: shown.names,
            start,
            rows: result.rows,
            left_out: total === undefined ? (more ? "more records follow" : 0) : Math.max(0, total - next),
            ...(more ? { next_start: next } : {}),
            notes: [
              ...result.notes(),
              ...lengthNotes(result.rows, shown.names.length),
              ...(total !== undefined && start > 0 && start >= total ? [`There are ${total} records.`] : []),
            ],
          };
        }),
      ),
  });
}

function knownTotal(table: CombinedTable): number | undefined {
  let total = 0;
  for (const { index } of table.parts) {
    if (index.total === undefined) return undefined;
    total += index.total;
  }
  return total;
}

/** How many records a table has. Counting also notes where they begin, which is kept. */
async function countRecords(call: Call, table: CombinedTable): Promise<number> {
  let total = 0;
  for (const [part, { index }] of table.parts.entries()) {
    if (index.total === undefined) {
      const { rows, places } = (await call.reducePart(
        table,
        { kind: "count" },
        new Slots(table),
        part,
      )) as CountState;
      index.complete(rows, places);
    }
    total += index.total ?? 0;
  }
  return total;
}

function lengthNotes(rows: readonly Row[], width: number): string[] {
  const long = rows.filter((row) => row.length > width).length;
  return long === 0
    ? []
    : [`${long} of these records have more fields than there are columns; they stand at their ends.`];
}

import { type DefinedTool, defineTool, InvalidArgumentsError } from "@mcs/core";
import { fileChanged } from "../errors.ts";
import { type Condition, preparePredicate } from "../reduce/condition.ts";
import type { CountState } from "../reduce/count.ts";
import type { Predicate } from "../reduce/predicate.ts";
import type { Call } from "../table/call.ts";
import type { CombinedTable } from "../table/combined-table.ts";
import { projectedRow, projection } from "../table/project.ts";
import { Slots } from "../table/slots.ts";
import { walk } from "../table/walk.ts";
import type { ToolHost } from "./host.ts";
import { COLUMNS, CURSOR, integer, limit, strings, TABLE, text, where } from "./parameters.ts";
import { cursorOf, type Place, placeOf, ResultRows } from "./result-rows.ts";

const NAME = "filter_rows";
/** Tables up to so many bytes are read to the end to say how many more records fit. */
const COUNTED_BYTES = 512 * 2 ** 20;

export function filterRows({ tables, run }: ToolHost): DefinedTool {
  const most = tables.settings.maxRows;
  return defineTool({
    name: NAME,
    title: "Filter rows",
    description:
      "Finds the records that fit a condition, in the order of the file, a page at a time. left_out says how many more fit; pass cursor for the next page. Values are text.",
    parameters: [
      TABLE,
      { ...where(), required: true },
      COLUMNS,
      limit(50, most),
      CURSOR,
      {
        name: "count",
        description: "Whether to count all that fit. By default that is done up to half a gigabyte.",
        schema: { type: "boolean" },
      },
    ],
    annotations: { readOnly: true, idempotent: true, openWorld: false },
    execute: (args, options) =>
      run(options, (call) =>
        tables.use(text(args.table), call.signal, async (table) => {
          const shown = projection(table, strings(args.columns));
          const slots = new Slots(table);
          const predicate = preparePredicate(args.where as Condition, slots);
          const from = args.cursor === undefined ? undefined : placeIn(table, text(args.cursor));
          const result = new ResultRows(integer(args.limit, 50), tables.settings);
          let next: Place | undefined;
          const steps = walk(call, table, { projection: shown, slots, where: predicate, from });
          search: for await (const step of steps) {
            const { batch } = step;
            for (let row = 0; row < batch.rows; row++) {
              if (!step.test(batch, row)) continue;
              if (result.isFull) {
                const version = table.parts[step.part]?.file.source.version;
                next = { part: step.part, offset: step.base + (batch.at[row] as number), version };
                break search;
              }
              result.add(projectedRow(batch, row, step.fields, step.text));
            }
          }
          const counts = args.count === undefined ? (table.size ?? 0) <= COUNTED_BYTES : args.count === true;
          return {
            columns: shown.names,
            rows: result.rows,
            left_out:
              next === undefined
                ? 0
                : counts
                  ? await matchesFrom(call, table, slots, predicate, next)
                  : "more records fit",
            ...(next === undefined ? {} : { cursor: cursorOf(next) }),
            notes: result.notes(),
          };
        }),
      ),
  });
}

async function matchesFrom(
  call: Call,
  table: CombinedTable,
  slots: Slots,
  predicate: Predicate,
  from: Place,
): Promise<number> {
  const state = (await call.reduce(table, { kind: "count", where: predicate }, slots, from)) as CountState;
  return state.matched;
}

function placeIn(table: CombinedTable, cursor: string): Place {
  const place = placeOf(cursor);
  const file = table.parts[place?.part ?? -1]?.file;
  if (place === undefined || file === undefined || place.offset < file.info.dataStart) {
    const issue = {
      path: ["cursor"],
      keyword: "format",
      message: "is no cursor that this tool has given for this table",
    };
    throw new InvalidArgumentsError(NAME, [issue]);
  }
  if (place.version !== file.source.version) throw fileChanged(table.name);
  return place;
}

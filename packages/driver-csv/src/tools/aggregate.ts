import { type DefinedTool, defineTool, InvalidArgumentsError } from "@mcs/core";
import { isNumeric } from "../dialect/types.ts";
import { predicateOf } from "../reduce/condition.ts";
import type { GroupState } from "../reduce/group.ts";
import type { Measure, Plan } from "../reduce/plan.ts";
import type { CombinedTable } from "../table/combined-table.ts";
import { Slots } from "../table/slots.ts";
import { type Asked, nameOf, OPS } from "./asked-measure.ts";
import type { ToolHost } from "./host.ts";
import { type Cell, MeasuredCells } from "./measured-cells.ts";
import { orderGroups } from "./order-groups.ts";
import { integer, limit, objects, strings, TABLE, text, where } from "./parameters.ts";
import { ResultRows } from "./result-rows.ts";

const NAME = "aggregate";
export function aggregate({ tables, run }: ToolHost): DefinedTool {
  const most = tables.settings.maxRows;
  return defineTool({
    name: NAME,
    title: "Aggregate",
    description:
      "Counts and calculates over all records, or over groups of them: count, sum, avg, min, max, distinct, percentile. For the most frequent values of a column group by it and leave measures out. Sums of decimals are exact; empty values are left out, and values that are no numbers are counted in notes. The largest groups come first unless order_by says otherwise.",
    parameters: [
      TABLE,
      {
        name: "measures",
        description:
          'What to calculate, such as {"op":"sum","column":"price"}. count without a column counts records, with one its values that are not empty. percentile takes percent, 50 being the median. approx_distinct (1 %) and approx_percentile (1 %) need little memory. The number of records when left out.',
        schema: objects(30, ["op"], {
          op: { enum: [...OPS] },
          column: { type: "string" },
          percent: { type: "number", minimum: 0, maximum: 100 },
          as: { type: "string", description: "A name for it in the result." },
        }),
      },
      {
        name: "group_by",
        description: "The columns whose values make the groups.",
        schema: { type: "array", items: { type: "string" }, maxItems: 10 },
      },
      where(),
      {
        name: "order_by",
        description: "A column of the result to order the groups by, the largest first.",
        schema: { type: "string" },
      },
      {
        name: "ascending",
        description: "The smallest first.",
        schema: { type: "boolean" },
      },
      limit(100, most),
      {
        name: "offset",
        description: "How many groups to pass over, for the next page.",
        schema: { type: "integer", minimum: 0 },
      },
    ],
    annotations: { readOnly: true, idempotent: true, openWorld: false },
    execute: (args, options) =>
      run(options, (call) =>
        tables.use(text(args.table), call.signal, async (table) => {
          const asked = (args.measures ?? [{ op: "count" }]) as readonly Asked[];
          const groupBy = strings(args.group_by) ?? [];
          const slots = new Slots(table);
          const keys = groupBy.map((name) => slots.slot(name));
          const measures = asked.map((measure) => prepared(measure, table, slots));
          const predicate = predicateOf(args.where, slots);
          const plan: Plan = {
            kind: "group",
            keys,
            measures,
            maxMemoryBytes: tables.settings.maxMemoryBytes,
            ...(predicate === undefined ? {} : { where: predicate }),
          };
          const state = (await call.reduce(table, plan, slots)) as GroupState;
          const names = [...groupBy, ...asked.map(nameOf)];
          const cells = new MeasuredCells(measures, state);
          const groups = state.keys.map((key, group) => ({
            size: state.counts[group] ?? 0,
            cells: [...key, ...asked.map((measure, index) => cells.of(measure, index, group))],
          }));
          const by = args.order_by === undefined ? undefined : text(args.order_by);
          const ordered = orderGroups(NAME, groups, names, by, args.ascending === true);
          const offset = integer(args.offset, 0);
          const result = new ResultRows<Cell>(integer(args.limit, 100), tables.settings);
          for (let group = offset; group < ordered.length && !result.isFull; group++)
            result.add(ordered[group]?.cells ?? []);
          const left = Math.max(0, ordered.length - offset - result.rows.length);
          return {
            columns: names,
            rows: result.rows,
            left_out: left,
            ...(left === 0 ? {} : { next_offset: offset + result.rows.length }),
            records: state.matched,
            notes: [...result.notes(), ...cells.notes(asked)],
          };
        }),
      ),
  });
}

function prepared({ op, column, percent }: Asked, table: CombinedTable, slots: Slots): Measure {
  if (column === undefined) {
    if (op === "count") return { op, slot: -1, order: "number" };
    throw wrong(`${op} needs a column`);
  }
  if ((op === "percentile" || op === "approx_percentile") && percent === undefined)
    throw wrong(`${op} needs percent`);
  return { op, slot: slots.slot(column), order: isNumeric(table.type(column)) ? "number" : "text" };
}

function wrong(message: string): InvalidArgumentsError {
  return new InvalidArgumentsError(NAME, [
    { path: ["measures"], keyword: "required", message: `is incomplete: ${message}` },
  ]);
}

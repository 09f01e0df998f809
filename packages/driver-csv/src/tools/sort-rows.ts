import { type DefinedTool, defineTool } from "@mcs/core";
import { isNumeric } from "../dialect/types.ts";
import { predicateOf } from "../reduce/condition.ts";
import { fieldOf, isNull, numberAt } from "../reduce/predicate.ts";
import { numberText, parsed, SAFE_DIGITS } from "../scan/number.ts";
import { projectedRow, projection } from "../table/project.ts";
import { Slots } from "../table/slots.ts";
import { type Step, walk } from "../table/walk.ts";
import { FirstRows, type SortKey, type Value } from "./first-rows.ts";
import type { ToolHost } from "./host.ts";
import { COLUMNS, integer, limit, objects, strings, TABLE, text, where } from "./parameters.ts";
import { ResultRows } from "./result-rows.ts";

export function sortRows({ tables, run }: ToolHost): DefinedTool {
  const most = tables.settings.maxRows;
  return defineTool({
    name: "sort_rows",
    title: "Sort rows",
    description:
      "The first records in an order, such as the ten largest. Columns of numbers are ordered as numbers, others as text by code points, which is right for ISO dates; what is empty or does not fit comes last.",
    parameters: [
      TABLE,
      {
        name: "by",
        description: "The columns to order by, the most important first.",
        required: true,
        schema: objects(10, ["column"], {
          column: { type: "string" },
          descending: { type: "boolean" },
          as: { enum: ["number", "text"], description: "How to compare, in place of the column's type." },
        }),
      },
      COLUMNS,
      where(),
      limit(20, most),
    ],
    annotations: { readOnly: true, idempotent: true, openWorld: false },
    execute: (args, options) =>
      run(options, (call) =>
        tables.use(text(args.table), call.signal, async (table) => {
          const by = args.by as readonly SortKey[];
          const shown = projection(table, strings(args.columns));
          const slots = new Slots(table);
          const keys = by.map(({ column, as }) => ({
            slot: slots.slot(column),
            isNumber: as === undefined ? isNumeric(table.type(column)) : as === "number",
          }));
          const first = new FirstRows(integer(args.limit, 20), by, tables.settings.maxMemoryBytes);
          let matched = 0;
          const predicate = predicateOf(args.where, slots);
          const steps = walk(call, table, { projection: shown, slots, where: predicate });
          for await (const step of steps) {
            for (let row = 0; row < step.batch.rows; row++) {
              if (!step.test(step.batch, row)) continue;
              matched++;
              const values = keys.map(({ slot, isNumber }) => valueAt(step, row, slot, isNumber));
              if (first.isAmong(values)) {
                first.add({ values, row: projectedRow(step.batch, row, step.fields, step.text) });
              }
            }
          }
          const result = new ResultRows(integer(args.limit, 20), tables.settings);
          for (const { row } of first.rows()) if (!result.isFull) result.add(row);
          return {
            columns: shown.names,
            rows: result.rows,
            left_out: matched - result.rows.length,
            notes: result.notes(),
          };
        }),
      ),
  });
}

function valueAt(step: Step, row: number, slot: number, isNumber: boolean): Value {
  const field = fieldOf(step.batch, row, step.slotFields[slot] ?? -1);
  if (isNull(step.batch, field)) return null;
  if (!isNumber) return step.text.at(step.batch, field);
  const value = numberAt(step.batch, field, step.text, step.decimalMark);
  if (Number.isNaN(value)) return null;
  if (parsed.digits <= SAFE_DIGITS) return value;
  const bytes = step.text.bytes(step.batch, field);
  return { value, digits: numberText(bytes, 0, bytes.length, step.decimalMark) };
}

import { type DefinedTool, defineTool } from "@mcs/core";
import { memoryCap } from "../errors.ts";
import { predicateOf } from "../reduce/condition.ts";
import { fieldOf, isNull } from "../reduce/predicate.ts";
import type { Call } from "../table/call.ts";
import type { CombinedTable } from "../table/combined-table.ts";
import type { Row } from "../table/open-table.ts";
import { type Projection, projectedRow, projection } from "../table/project.ts";
import { Slots } from "../table/slots.ts";
import { type Step, walk } from "../table/walk.ts";
import type { ToolHost } from "./host.ts";
import { COLUMNS, integer, limit, objects, strings, TABLE, text, where } from "./parameters.ts";
import { ResultRows } from "./result-rows.ts";

interface Pair {
  readonly left: string;
  readonly right: string;
}

export function joinTables({ tables, run }: ToolHost): DefinedTool {
  const most = tables.settings.maxRows;
  return defineTool({
    name: "join_tables",
    title: "Join two tables",
    description:
      "Joins records of two tables whose columns have equal values, compared as text. The right table is kept in memory: put the smaller one there. Columns of the right table whose names the left one has too are called right.NAME.",
    parameters: [
      { ...TABLE, name: "left" },
      { ...TABLE, name: "right" },
      {
        name: "on",
        description: "Which columns have to be equal.",
        required: true,
        schema: objects(10, ["left", "right"], { left: { type: "string" }, right: { type: "string" } }),
      },
      {
        name: "kind",
        description:
          '"inner" (default) leaves out records of the left table without a partner, "left" keeps them.',
        schema: { enum: ["inner", "left"] },
      },
      {
        ...COLUMNS,
        name: "left_columns",
        description: "The left table's columns in the result. All when left out.",
      },
      {
        ...COLUMNS,
        name: "right_columns",
        description: "The right table's columns in the result. All when left out.",
      },
      where("left_where", "Only records of the left table that fit"),
      where("right_where", "Only records of the right table that fit"),
      limit(50, most),
    ],
    annotations: { readOnly: true, idempotent: true, openWorld: false },
    execute: (args, options) =>
      run(options, (call) =>
        tables.use(text(args.left), call.signal, (left) =>
          tables.use(text(args.right), call.signal, async (right) => {
            const on = args.on as readonly Pair[];
            const wantsAll = args.kind === "left";
            const shownLeft = projection(left, strings(args.left_columns));
            const shownRight = projection(right, strings(args.right_columns));
            const rightOn = on.map((pair) => pair.right);
            const rightSide = side(call, right, shownRight, rightOn, args.right_where);
            const partners = await partnersOf(rightSide, tables.settings.maxMemoryBytes);
            const result = new ResultRows(integer(args.limit, 50), tables.settings);
            const nothing: Row = shownRight.names.map(() => null);
            let matched = 0;
            const leftOn = on.map((pair) => pair.left);
            const leftSide = side(call, left, shownLeft, leftOn, args.left_where);
            for await (const step of leftSide.steps()) {
              for (let row = 0; row < step.batch.rows; row++) {
                if (!step.test(step.batch, row)) continue;
                const key = leftSide.key(step, row);
                const found =
                  (key === undefined ? undefined : partners.get(key)) ?? (wantsAll ? [nothing] : []);
                matched += found.length;
                if (found.length === 0 || result.isFull) continue;
                const own = projectedRow(step.batch, row, step.fields, step.text);
                for (const partner of found) if (!result.isFull) result.add([...own, ...partner]);
              }
            }
            const taken = new Set(shownLeft.names);
            return {
              columns: [
                ...shownLeft.names,
                ...shownRight.names.map((name) => (taken.has(name) ? `right.${name}` : name)),
              ],
              rows: result.rows,
              left_out: matched - result.rows.length,
              notes: result.notes(),
            };
          }),
        ),
      ),
  });
}

interface Side {
  steps(): AsyncGenerator<Step, void, undefined>;
  /** The values to be compared; undefined where one is empty: it equals nothing. */
  key(step: Step, row: number): string | undefined;
}

function side(
  call: Call,
  table: CombinedTable,
  shown: Projection,
  on: readonly string[],
  condition: unknown,
): Side {
  const slots = new Slots(table);
  const keys = on.map((name) => slots.slot(name));
  const predicate = predicateOf(condition, slots);
  return {
    steps: () => walk(call, table, { projection: shown, slots, where: predicate }),
    key: ({ batch, slotFields, text: reader }, row) => {
      const values: string[] = [];
      for (const slot of keys) {
        const field = fieldOf(batch, row, slotFields[slot] ?? -1);
        if (isNull(batch, field)) return undefined;
        values.push(reader.at(batch, field));
      }
      return values.length === 1 ? values[0] : JSON.stringify(values);
    },
  };
}

async function partnersOf(right: Side, maxMemoryBytes: number): Promise<ReadonlyMap<string, readonly Row[]>> {
  const partners = new Map<string, Row[]>();
  let bytes = 0;
  for await (const step of right.steps()) {
    for (let row = 0; row < step.batch.rows; row++) {
      if (!step.test(step.batch, row)) continue;
      const key = right.key(step, row);
      if (key === undefined) continue;
      const values = projectedRow(step.batch, row, step.fields, step.text);
      bytes += 100 + key.length;
      for (const value of values) bytes += 24 + (value?.length ?? 0);
      const known = partners.get(key);
      if (known === undefined) partners.set(key, [values]);
      else known.push(values);
    }
    if (bytes > maxMemoryBytes) {
      throw memoryCap(
        "The right table of the join",
        "Put the smaller table on the right, take fewer of its columns, narrow it with right_where, or use the SQL engine.",
      );
    }
  }
  return partners;
}

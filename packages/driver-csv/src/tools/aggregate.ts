import { type DefinedTool, defineTool, InvalidArgumentsError } from "@mcs/core";
import { isNumeric } from "../dialect/types.ts";
import { exactJson } from "../reduce/decimal-sum.ts";
import { DistinctEstimate } from "../reduce/distinct-estimate.ts";
import type { GroupState } from "../reduce/group.ts";
import { collectionOf, collections } from "../reduce/measures.ts";
import type { Extremes } from "../reduce/merge-entries.ts";
import { type NumberState, sumOf } from "../reduce/number-stats.ts";
import type { Measure, MeasureOp, Plan } from "../reduce/plan.ts";
import { type Condition, compareText, preparePredicate } from "../reduce/predicate.ts";
import { QuantileSketch } from "../reduce/quantile-sketch.ts";
import type { CombinedTable } from "../table/combined-table.ts";
import { Slots } from "../table/slots.ts";
import type { ToolHost } from "./host.ts";
import { integer, limit, strings, TABLE, text, where } from "./parameters.ts";

const NAME = "aggregate";
const OPS: readonly MeasureOp[] = [
  "count",
  "sum",
  "avg",
  "min",
  "max",
  "distinct",
  "approx_distinct",
  "percentile",
  "approx_percentile",
];

/** A measure as a model writes it. */
export interface Asked {
  readonly op: MeasureOp;
  readonly column?: string;
  readonly percent?: number;
  readonly as?: string;
}

type Cell = string | number | null;

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
        schema: {
          type: "array",
          minItems: 1,
          maxItems: 30,
          items: {
            type: "object",
            properties: {
              op: { enum: [...OPS] },
              column: { type: "string" },
              percent: { type: "number", minimum: 0, maximum: 100 },
              as: { type: "string", description: "A name for it in the result." },
            },
            required: ["op"],
            additionalProperties: false,
          },
        },
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
          const predicate =
            args.where === undefined ? undefined : preparePredicate(args.where as Condition, slots);
          const plan: Plan = {
            kind: "group",
            keys,
            measures,
            maxMemory: tables.settings.maxMemory,
            ...(predicate === undefined ? {} : { where: predicate }),
          };
          const state = (await call.reduce(table, plan, slots)) as GroupState;
          const names = [...groupBy, ...asked.map(nameOf)];
          const collected = new Collected(measures, state);
          const rows = state.keys.map((key, group) => ({
            size: state.counts[group] ?? 0,
            cells: [
              ...key,
              ...asked.map((measure, index) => collected.cell(measure, index, group)),
            ] as Cell[],
          }));
          const ordered = order(
            rows,
            names,
            args.order_by === undefined ? undefined : text(args.order_by),
            args.ascending === true,
          );
          const wanted = integer(args.limit, 100);
          return {
            columns: names,
            rows: ordered.slice(0, wanted).map(({ cells }) => cells),
            left_out: Math.max(0, ordered.length - wanted),
            records: state.matched,
            notes: collected.notes(asked),
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

/** What a measure is called in a result. */
export function nameOf({ op, column, percent, as }: Asked): string {
  if (as !== undefined) return as;
  const what = percent === undefined ? op : `${op}_${percent}`;
  return column === undefined ? what : `${what}(${column})`;
}

/** What was collected, as the values of measures. */
class Collected {
  readonly #measures: readonly Measure[];
  readonly #state: GroupState;
  readonly #places: ReadonlyMap<string, number>;

  constructor(measures: readonly Measure[], state: GroupState) {
    this.#measures = measures;
    this.#state = state;
    this.#places = new Map(collections(measures).map(({ kind, slot }, place) => [`${kind} ${slot}`, place]));
  }

  cell({ op, percent = 0 }: Asked, index: number, group: number): Cell {
    const measure = this.#measures[index] as Measure;
    if (measure.slot < 0) return this.#state.counts[group] ?? 0;
    const entry = this.#entry(measure, group);
    switch (op) {
      case "count":
        return entry as number;
      case "sum": {
        const numbers = entry as NumberState;
        return numbers.count === 0 ? null : exactJson(sumOf(numbers).text());
      }
      case "avg": {
        const numbers = entry as NumberState;
        return numbers.count === 0 ? null : sumOf(numbers).number() / numbers.count;
      }
      case "min":
      case "max": {
        if (measure.order === "text") return (entry as Extremes)[op === "min" ? 0 : 1] ?? null;
        const value = (entry as NumberState)[op];
        return value === undefined ? null : exactJson(value);
      }
      case "distinct":
        return (entry as readonly string[]).length;
      case "approx_distinct":
        return entry === undefined ? 0 : new DistinctEstimate(entry as Uint8Array).estimate();
      case "percentile":
        return quantile(entry as Float64Array, percent / 100);
      case "approx_percentile":
        return new QuantileSketch(entry as Map<number, number>).quantile(percent / 100) ?? null;
    }
  }

  notes(asked: readonly Asked[]): string[] {
    const notes = new Set<string>();
    this.#measures.forEach((measure, index) => {
      const { column = "", op } = asked[index] as Asked;
      if (op.startsWith("approx_"))
        notes.add(`${nameOf(asked[index] as Asked)} is right to about one per cent.`);
      if (measure.slot < 0 || collectionOf(measure) !== "numbers") return;
      let others = 0;
      let exact = true;
      this.#state.counts.forEach((_, group) => {
        const numbers = this.#entry(measure, group) as NumberState;
        others += numbers.others;
        exact &&= numbers.sum.isExact;
      });
      if (others > 0) notes.add(`${others} values of ${column} are no numbers and were left out.`);
      if (!exact) notes.add(`Some values of ${column} have exponents: its sum is rounded.`);
    });
    return [...notes];
  }

  #entry(measure: Measure, group: number): unknown {
    const place = this.#places.get(`${collectionOf(measure)} ${measure.slot}`) ?? -1;
    return (this.#state.columns[place] as readonly unknown[] | undefined)?.[group];
  }
}

/** Between the two nearest values, as spreadsheets and most databases do it. */
function quantile(values: Float64Array, share: number): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted();
  const place = (sorted.length - 1) * share;
  const low = Math.floor(place);
  const lower = sorted[low] as number;
  const upper = sorted[Math.min(low + 1, sorted.length - 1)] as number;
  return lower + (upper - lower) * (place - low);
}

interface Group {
  readonly size: number;
  readonly cells: readonly Cell[];
}

function order(
  groups: readonly Group[],
  names: readonly string[],
  by: string | undefined,
  ascending: boolean,
): Group[] {
  const sign = ascending ? 1 : -1;
  if (by === undefined) return groups.toSorted((a, b) => sign * (a.size - b.size));
  const place = names.indexOf(by);
  if (place < 0) {
    const issue = { path: ["order_by"], keyword: "enum", message: `has to be one of ${names.join(", ")}` };
    throw new InvalidArgumentsError(NAME, [issue]);
  }
  return groups.toSorted((a, b) => compareCells(a.cells[place] ?? null, b.cells[place] ?? null, sign));
}

/** Numbers below texts; what is missing always comes last. */
function compareCells(one: Cell, other: Cell, sign: number): number {
  if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
  if (typeof one === "number" && typeof other === "number") return sign * (one - other);
  if (typeof one === "string" && typeof other === "string") return sign * compareText(one, other);
  return sign * (Number(one) - Number(other) || (typeof one === "number" ? -1 : 1));
}

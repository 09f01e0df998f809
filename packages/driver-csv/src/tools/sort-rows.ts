import { type DefinedTool, defineTool } from "@mcs/core";
import { isNumeric } from "../dialect/types.ts";
import { memoryCap } from "../errors.ts";
import { compareDigits } from "../reduce/compare-digits.ts";
import { compareText } from "../reduce/compare-text.ts";
import { type Condition, preparePredicate } from "../reduce/condition.ts";
import { fieldOf, isNull, numberAt } from "../reduce/predicate.ts";
import { numberText, parsed, SAFE_DIGITS } from "../scan/number.ts";
import type { Row } from "../table/open-table.ts";
import { projectedRow, projection } from "../table/project.ts";
import { Slots } from "../table/slots.ts";
import { type Step, walk } from "../table/walk.ts";
import type { ToolHost } from "./host.ts";
import { COLUMNS, integer, limit, strings, TABLE, text, where } from "./parameters.ts";
import { ResultRows } from "./result-rows.ts";

interface SortKey {
  readonly column: string;
  readonly descending?: boolean;
  readonly as?: "number" | "text";
}

/** A number with more digits than a double holds. */
interface LongNumber {
  readonly value: number;
  readonly digits: string;
}

type Value = number | LongNumber | string | null;

interface Kept {
  readonly values: readonly Value[];
  readonly row: Row;
}

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
        schema: {
          type: "array",
          minItems: 1,
          maxItems: 10,
          items: {
            type: "object",
            properties: {
              column: { type: "string" },
              descending: { type: "boolean" },
              as: { enum: ["number", "text"], description: "How to compare, in place of the column's type." },
            },
            required: ["column"],
            additionalProperties: false,
          },
        },
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
          const predicate =
            args.where === undefined ? undefined : preparePredicate(args.where as Condition, slots);
          const first = new FirstRows(integer(args.limit, 20), by, tables.settings.maxMemory);
          const onBatch = (rows: number, bytes: number): void => call.scanned(table, rows, bytes);
          const steps = { projection: shown, slots, where: predicate, signal: call.signal, onBatch };
          let matched = 0;
          for await (const step of walk(table, steps)) {
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

/** The first rows of an order: never more than twice as many as are wanted. */
class FirstRows {
  readonly #limit: number;
  readonly #signs: readonly number[];
  readonly #maxMemory: number;
  #kept: Kept[] = [];
  #worst: readonly Value[] | undefined;
  #bytes = 0;

  constructor(limit: number, by: readonly SortKey[], maxMemory: number) {
    this.#limit = limit;
    this.#signs = by.map(({ descending }) => (descending === true ? -1 : 1));
    this.#maxMemory = maxMemory;
  }

  /** Whether a record may be among the first, as far as is known. */
  isAmong(values: readonly Value[]): boolean {
    return this.#worst === undefined || this.#compare(values, this.#worst) < 0;
  }

  add(kept: Kept): void {
    this.#kept.push(kept);
    for (const value of kept.row) this.#bytes += 16 + (value?.length ?? 0);
    if (this.#kept.length < this.#limit * 2) return;
    this.#kept = this.rows();
    this.#worst = this.#kept.at(-1)?.values;
    this.#bytes = 0;
    for (const { row } of this.#kept) for (const value of row) this.#bytes += 16 + (value?.length ?? 0);
    if (this.#bytes > this.#maxMemory) {
      throw memoryCap("Sorting", "Ask for fewer rows or columns, or use the SQL engine.");
    }
  }

  rows(): Kept[] {
    return this.#kept.toSorted((a, b) => this.#compare(a.values, b.values)).slice(0, this.#limit);
  }

  #compare(one: readonly Value[], other: readonly Value[]): number {
    for (const [index, sign] of this.#signs.entries()) {
      const a = one[index] ?? null;
      const b = other[index] ?? null;
      if (a === b) continue;
      if (a === null || b === null) return a === null ? 1 : -1;
      const difference =
        typeof a === "string" || typeof b === "string"
          ? compareText(String(a), String(b))
          : compareNumbers(a, b);
      if (difference !== 0) return sign * difference;
    }
    return 0;
  }
}

function compareNumbers(one: number | LongNumber, other: number | LongNumber): number {
  if (typeof one === "number" && typeof other === "number") return one - other;
  return compareDigits(digitsOf(one), digitsOf(other));
}

function digitsOf(number: number | LongNumber): string {
  return typeof number === "number" ? String(number) : number.digits;
}

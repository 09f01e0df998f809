import { fieldsNeeded } from "../reduce/plan.ts";
import { type Predicate, predicateTest, type Test } from "../reduce/predicate.ts";
import type { Batch } from "../scan/batch.ts";
import type { FieldText } from "../scan/field-text.ts";
import type { Call } from "./call.ts";
import type { CombinedTable } from "./combined-table.ts";
import { type Projection, projectedFields } from "./project.ts";
import type { Slots } from "./slots.ts";

/** A batch of one of a table's files, and what is needed to read it. */
export interface Step {
  readonly part: number;
  readonly batch: Batch;
  readonly base: number;
  /** Where the first record begins that is not in the batch. */
  readonly next: number;
  readonly text: FieldText;
  /** The fields of the projection's columns. */
  readonly fields: Int32Array;
  /** The fields of the slots. */
  readonly slotFields: Int32Array;
  readonly decimalMark: number;
  /** Whether a record fits the condition. */
  readonly test: Test;
}

export interface Walk {
  readonly projection: Projection;
  readonly slots: Slots;
  readonly where?: Predicate | undefined;
  readonly from?: { readonly part: number; readonly offset: number | undefined } | undefined;
}

/** All records of a table's files in their order, with the columns that a result and its conditions need. */
export async function* walk(
  call: Call,
  table: CombinedTable,
  { projection, slots, where, from }: Walk,
): AsyncGenerator<Step, void, undefined> {
  for (const [part, { file }] of table.parts.entries()) {
    if (from !== undefined && part < from.part) continue;
    const text = file.text();
    const fields = projectedFields(table, part, projection);
    const slotFields = slots.fields(part);
    const decimalMark = file.info.dialect.decimal.charCodeAt(0);
    const test =
      where === undefined
        ? (): boolean => true
        : predicateTest(where, { fields: slotFields, text, decimalMark });
    const keep = Math.max(fieldsNeeded(fields), fieldsNeeded(slotFields));
    const start = from?.part === part ? from.offset : undefined;
    const scan = file.scan({
      keep,
      countAll: false,
      signal: call.signal,
      onBatch: (rows, bytes) => call.scanned(table, rows, bytes),
      ...(start === undefined ? {} : { start }),
    });
    for await (const { batch, base, next } of scan) {
      yield { part, batch, base, next, text, fields, slotFields, decimalMark, test };
    }
  }
}

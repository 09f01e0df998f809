import { mergeStates } from "../reduce/merge.ts";
import type { Plan } from "../reduce/plan.ts";
import { ScanStop } from "../scan/chunks.ts";
import { reduceRange } from "../scan/range.ts";
import { isSeekable, readAhead } from "../source/byte-source.ts";
import type { Call } from "./call.ts";
import type { CombinedTable } from "./combined-table.ts";
import type { Slots } from "./slots.ts";

/** Bytes that are read in each place, and beyond it for the last record. */
const PLACE = 1 << 20;
const BEYOND = 1 << 18;
/** Of many files the first ones stand for all. */
const FILES = 8;

/** A profile from the start, the middle and the end of a table's files; of compressed ones from the start alone. */
export async function sampleProfile(
  call: Call,
  table: CombinedTable,
  plan: Plan,
  slots: Slots,
): Promise<unknown> {
  let state: unknown;
  for (const [part, { file }] of table.parts.slice(0, FILES).entries()) {
    const { info, source } = file;
    const { dataStart } = info;
    const starts = [dataStart];
    if (isSeekable(source) && source.size > dataStart + 4 * PLACE) {
      starts.push(Math.floor((source.size + dataStart) / 2), source.size - PLACE);
    }
    for (const [place, start] of starts.entries()) {
      const blocks = isSeekable(source)
        ? readAhead(source.read, start, Math.min(source.size, start + PLACE + BEYOND), call.signal)
        : source.stream(start, call.signal);
      const task = {
        plan,
        rules: info.rules,
        encoding: info.encoding,
        decimalMark: info.dialect.decimal.charCodeAt(0),
        fields: slots.fields(part),
        width: info.columns.length + (info.dialect.trailingDelimiter ? 1 : 0),
        start,
        until: start + PLACE,
        isGuess: place > 0,
        maxRecordBytes: file.maxRecordBytes,
      };
      try {
        const result = await reduceRange(task, blocks, (rows, bytes) => call.scanned(table, rows, bytes));
        state = state === undefined ? result.state : mergeStates(plan, state, result.state);
      } catch (error) {
        // A guess within quotes may find a quote that nothing closes: there is no sample in that place.
        if (!(error instanceof ScanStop) || state === undefined)
          throw error instanceof ScanStop ? await file.stopped(error, call.signal) : error;
      }
    }
  }
  return state;
}

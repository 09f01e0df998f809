import { createReducer, fieldsNeeded, type Plan } from "../reduce/plan.ts";
import { guessRecordStart } from "../table/guess-record-start.ts";
import { scanChunks } from "./chunks.ts";
import { FieldText } from "./field-text.ts";
import type { RangeTask } from "./worker-messages.ts";

export interface RangeResult {
  readonly state: unknown;
  readonly begin: number;
  readonly end: number;
}

/** Works a plan out over one range of a file, whose bytes come in blocks. The same code in a worker and without one. */
export async function reduceRange(
  task: RangeTask,
  blocks: AsyncIterable<Uint8Array>,
  progress: (rows: number, bytes: number) => void,
): Promise<RangeResult> {
  const { rules, encoding, fields, decimalMark } = task;
  const reducer = createReducer(task.plan, { fields, text: new FieldText(rules, encoding), decimalMark });
  const found = task.isGuess ? await begin(task, blocks) : { start: task.start, blocks };
  const scan = {
    rules,
    keep: keepOf(task.plan, fields),
    countAll: false,
    start: found.start,
    until: task.until,
    maxRecordBytes: task.maxRecordBytes,
  };
  let end = found.start;
  for await (const { batch, base, next } of scanChunks(found.blocks, scan)) {
    reducer.consume(batch, base);
    progress(batch.rows, next - end);
    end = next;
  }
  return { state: reducer.state(), begin: found.start, end };
}

function keepOf(plan: Plan, fields: Int32Array): number {
  return plan.kind === "count" && plan.where === undefined ? 0 : fieldsNeeded(fields);
}

/** Guesses where the first record of the range begins, from its first block. */
async function begin(
  task: RangeTask,
  blocks: AsyncIterable<Uint8Array>,
): Promise<{ start: number; blocks: AsyncIterable<Uint8Array> }> {
  const iterator = blocks[Symbol.asyncIterator]();
  const first = await iterator.next();
  const bytes = first.done === true ? Buffer.alloc(0) : Buffer.from(first.value);
  const guess = guessRecordStart(bytes, task.width, task.rules, task.encoding, false);
  const skip = guess >= 0 ? guess : bytes.indexOf(10) + 1;
  return { start: task.start + skip, blocks: rest(bytes.subarray(skip), iterator) };
}

async function* rest(
  first: Uint8Array,
  iterator: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield first;
  for (;;) {
    const next = await iterator.next();
    if (next.done === true) return;
    yield next.value;
  }
}

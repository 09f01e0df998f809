import { mergeStates } from "../reduce/merge.ts";
import type { Plan } from "../reduce/plan.ts";
import { ScanStop } from "../scan/chunks.ts";
import { type RangeResult, reduceRange } from "../scan/range.ts";
import type { RangeTask } from "../scan/worker-messages.ts";
import type { WorkerPool } from "../scan/worker-pool.ts";
import { isSeekable, type SeekableSource } from "../source/byte-source.ts";
import type { TableFile } from "./table-file.ts";

export interface ReduceOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (rows: number, bytes: number) => void;
  /** Threads for large files; without it everything is done here. */
  readonly pool?: WorkerPool | undefined;
  /** A file of fewer bytes is not worth threads. */
  readonly parallelFrom: number;
  /** Where to begin: the offset of a record. @defaultValue the first record */
  readonly start?: number;
}

/** Works a plan out over a whole file. `fields` has the field of each of the plan's slots in this file. */
export async function reduceTable(
  file: TableFile,
  plan: Plan,
  fields: Int32Array,
  options: ReduceOptions,
): Promise<unknown> {
  const { info, source } = file;
  const { signal, pool } = options;
  const progress = options.onProgress ?? ((): void => undefined);
  const task: RangeTask = {
    plan,
    rules: info.rules,
    encoding: info.encoding,
    decimalMark: info.dialect.decimal.charCodeAt(0),
    fields,
    width: info.columns.length + (info.dialect.trailingDelimiter ? 1 : 0),
    start: options.start ?? info.dataStart,
    until: Number.POSITIVE_INFINITY,
    isGuess: false,
    maxRecordBytes: file.maxRecordBytes,
  };
  try {
    if (pool !== undefined && isSeekable(source) && source.size - task.start >= options.parallelFrom) {
      return await inParallel(source, task, pool, progress, signal);
    }
    const checked = (rows: number, bytes: number): void => {
      signal?.throwIfAborted();
      progress(rows, bytes);
    };
    return (await reduceRange(task, source.stream(task.start, signal), checked)).state;
  } catch (error) {
    throw error instanceof ScanStop ? await file.stopped(error, signal) : error;
  }
}

/**
 * Ranges of a file side by side. Where a range begins is a guess, except for the first: nobody knows whether a line
 * end in the middle of a file stands within quotes. The range before it ends where its last record does; where that
 * is not the place that was guessed, the range is done again from there. So a wrong guess costs time and nothing else.
 */
async function inParallel(
  source: SeekableSource,
  task: RangeTask,
  pool: WorkerPool,
  progress: (rows: number, bytes: number) => void,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const length = (source.size - task.start) / pool.size;
  const stop = new AbortController();
  const either = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const ranges = Array.from({ length: pool.size }, (_, index) => ({
    ...task,
    isGuess: index > 0,
    start: Math.floor(task.start + length * index),
    until: index === pool.size - 1 ? Number.POSITIVE_INFINITY : Math.floor(task.start + length * (index + 1)),
  }));
  // What the caller's own function throws ends the call, whichever range it was told of.
  let refusal: { readonly error: unknown } | undefined;
  const tell = (rows: number, bytes: number): void => {
    try {
      progress(rows, bytes);
    } catch (error) {
      refusal = { error };
      stop.abort(error);
    }
  };
  const running = ranges.map((range) => settled(pool.run(source, range, tell, either)));
  try {
    let state: unknown;
    let end = task.start;
    for (const [index, range] of ranges.entries()) {
      let result = await (running[index] as Promise<Settled>);
      // A guessed range may have failed because of its guess: what it says counts only where the guess was right.
      if (range.isGuess && (!result.ok || result.value.begin !== end)) {
        result = await settled(pool.run(source, { ...range, start: end, isGuess: false }, tell, either));
      }
      if (refusal !== undefined) throw refusal.error;
      if (!result.ok) throw result.error;
      state = index === 0 ? result.value.state : mergeStates(task.plan, state, result.value.state);
      end = result.value.end;
    }
    return state;
  } finally {
    stop.abort();
    await Promise.all(running);
  }
}

type Settled =
  | { readonly ok: true; readonly value: RangeResult }
  | { readonly ok: false; readonly error: unknown };

function settled(result: Promise<RangeResult>): Promise<Settled> {
  return result.then(
    (value) => ({ ok: true, value }),
    (error: unknown) => ({ ok: false, error }),
  );
}

import { AbortedError, type CallOptions, TimeoutError } from "@mcs/core";
import type { Progress } from "../options.ts";
import { mergeStates } from "../reduce/merge.ts";
import type { Plan } from "../reduce/plan.ts";
import type { CombinedTable } from "./combined-table.ts";
import { reduceTable } from "./reduce-table.ts";
import type { Slots } from "./slots.ts";
import type { Tables } from "./tables.ts";

/** One call of a tool: its limits, and how far it has come. */
export class Call {
  readonly tables: Tables;
  readonly signal: AbortSignal;
  readonly #onProgress: ((progress: Progress) => void) | undefined;
  #rows = 0;
  #bytes = 0;
  #told = 0;

  constructor(tables: Tables, signal: AbortSignal, onProgress: ((progress: Progress) => void) | undefined) {
    this.tables = tables;
    this.signal = signal;
    this.#onProgress = onProgress;
  }

  /** Counts what was scanned of a table, and tells whoever wants to know, not more than ten times a second. */
  scanned(table: CombinedTable, rows: number, bytes: number): void {
    this.#rows += rows;
    this.#bytes += bytes;
    const now = performance.now();
    if (this.#onProgress === undefined || now - this.#told < 100) return;
    this.#told = now;
    this.#onProgress({ table: table.name, rows: this.#rows, bytes: this.#bytes, totalBytes: table.size });
  }

  /** Works a plan out over all files of a table, in threads where they are large. */
  async reduce(
    table: CombinedTable,
    plan: Plan,
    slots: Slots,
    from?: { part: number; offset: number },
  ): Promise<unknown> {
    let state: unknown;
    const first = from?.part ?? 0;
    for (let part = first; part < table.parts.length; part++) {
      const result = await this.reducePart(
        table,
        plan,
        slots,
        part,
        part === first ? from?.offset : undefined,
      );
      state = part === first ? result : mergeStates(plan, state, result);
    }
    return state;
  }

  /** The same over one file, from the record at `start` on. */
  async reducePart(
    table: CombinedTable,
    plan: Plan,
    slots: Slots,
    part: number,
    start?: number,
  ): Promise<unknown> {
    const { settings, pool } = this.tables;
    const file = table.parts[part]?.file;
    if (file === undefined) return undefined;
    return reduceTable(file, plan, slots.fields(part), {
      signal: this.signal,
      onProgress: (rows, bytes) => this.scanned(table, rows, bytes),
      pool,
      parallelFrom: settings.workersFromBytes,
      ...(start === undefined ? {} : { start }),
    });
  }
}

/** Runs a call with a limit on its time. */
export async function withinTime<Result>(
  tables: Tables,
  { signal }: CallOptions,
  onProgress: ((progress: Progress) => void) | undefined,
  work: (call: Call) => Promise<Result>,
): Promise<Result> {
  const { timeoutMs } = tables.settings;
  const stop = new AbortController();
  const abort = (): void => stop.abort(signal?.reason);
  signal?.addEventListener("abort", abort, { once: true });
  const tooLong = new TimeoutError(`The call took longer than ${timeoutMs} ms.`, {
    remedy: "Ask for less: a narrower condition, fewer files, or a sample; or use the SQL engine.",
  });
  const timer = setTimeout(() => stop.abort(tooLong), timeoutMs);
  try {
    const result = await work(new Call(tables, stop.signal, onProgress));
    // Whoever aborted a call does not expect its result, even if it was all but there.
    stop.signal.throwIfAborted();
    return result;
  } catch (error) {
    if (stop.signal.reason === tooLong) throw tooLong;
    if (signal?.aborted) throw new AbortedError(undefined, { cause: error });
    throw error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

import { Worker } from "node:worker_threads";
import { McsError } from "@mcs/core";
import { readAhead, type SeekableSource } from "../source/byte-source.ts";
import { ScanStop } from "./chunks.ts";
import type { RangeResult } from "./range.ts";
import type { FromWorker, RangeTask, ToWorker } from "./worker-messages.ts";

/** Blocks on their way to a worker at the same time, and how large they are. */
const SLOTS = 3;
const SLOT_BYTES = 1 << 20;

/**
 * A few threads that are started when they are first needed and kept warm. They do not keep the process alive while
 * they have nothing to do.
 */
export class WorkerPool {
  readonly size: number;
  readonly #idle: ScanWorker[] = [];
  readonly #all: ScanWorker[] = [];
  readonly #queue: Array<(worker: ScanWorker) => void> = [];

  constructor(size: number) {
    this.size = size;
  }

  /** Works a task out in a thread; the source is read here. */
  async run(
    source: SeekableSource,
    task: RangeTask,
    progress: (rows: number, bytes: number) => void,
    signal?: AbortSignal,
  ): Promise<RangeResult> {
    const worker = await this.#take();
    try {
      return await worker.run(source, task, progress, signal);
    } finally {
      this.#give(worker);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.splice(0).map((worker) => worker.close()));
    this.#idle.length = 0;
  }

  async #take(): Promise<ScanWorker> {
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    if (this.#all.length < this.size) {
      const worker = new ScanWorker();
      this.#all.push(worker);
      return worker;
    }
    return new Promise((resolve) => {
      this.#queue.push(resolve);
    });
  }

  #give(worker: ScanWorker): void {
    if (worker.isBroken) {
      this.#all.splice(this.#all.indexOf(worker), 1);
      const waiting = this.#queue.shift();
      if (waiting !== undefined) void this.#take().then(waiting);
      return;
    }
    const waiting = this.#queue.shift();
    if (waiting !== undefined) waiting(worker);
    else this.#idle.push(worker);
  }
}

class ScanWorker {
  isBroken = false;
  readonly #worker: Worker;
  readonly #memory = new SharedArrayBuffer(SLOTS * SLOT_BYTES);
  #runs = 0;

  constructor() {
    // An entry of the package, so that it is found in the source and in what is published alike.
    const file = new URL(import.meta.resolve("@mcs/driver-csv/worker"));
    this.#worker = new Worker(file, { name: "mcs-csv-scan" });
    this.#worker.unref();
  }

  async close(): Promise<void> {
    this.isBroken = true;
    await this.#worker.terminate();
  }

  run(
    source: SeekableSource,
    task: RangeTask,
    progress: (rows: number, bytes: number) => void,
    signal?: AbortSignal,
  ): Promise<RangeResult> {
    const id = ++this.#runs;
    const feeder = new Feeder(this.#memory, (message) => this.#say(message), id);
    this.#worker.ref();
    return new Promise<RangeResult>((resolve, reject) => {
      const finish = (): void => {
        this.#worker.off("message", onMessage);
        this.#worker.off("error", onError);
        this.#worker.off("exit", onExit);
        this.#worker.unref();
        feeder.stop();
      };
      const onMessage = (message: FromWorker): void => {
        if (message.id !== id) return;
        if (message.type === "free") feeder.free(message.slot);
        else if (message.type === "progress") progress(message.rows, message.bytes);
        else {
          finish();
          if (message.type === "done") resolve(message);
          else reject(feeder.failure ?? failureOf(message));
        }
      };
      const onError = (error: unknown): void => {
        this.isBroken = true;
        finish();
        reject(error instanceof Error ? error : new Error(String(error)));
      };
      const onExit = (): void => onError(new Error("The thread that scanned ended."));
      this.#worker.on("message", onMessage);
      this.#worker.on("error", onError);
      this.#worker.on("exit", onExit);
      this.#say({ type: "start", id, task, memory: this.#memory, slotBytes: SLOT_BYTES });
      void feeder.feed(source, task.start, signal);
    });
  }

  #say(message: ToWorker): void {
    this.#worker.postMessage(message);
  }
}

/** Reads a source and hands it on as fast as the worker takes it. */
class Feeder {
  /** What ended the reading. */
  failure: unknown;
  readonly #memory: Uint8Array;
  readonly #say: (message: ToWorker) => void;
  readonly #id: number;
  readonly #slots: number[] = Array.from({ length: SLOTS }, (_, slot) => slot);
  #wake: (() => void) | undefined;
  #isStopped = false;

  constructor(memory: SharedArrayBuffer, say: (message: ToWorker) => void, id: number) {
    this.#memory = new Uint8Array(memory);
    this.#say = say;
    this.#id = id;
  }

  free(slot: number): void {
    this.#slots.push(slot);
    this.#wake?.();
  }

  stop(): void {
    this.#isStopped = true;
    this.#wake?.();
  }

  async feed(source: SeekableSource, start: number, signal: AbortSignal | undefined): Promise<void> {
    const id = this.#id;
    try {
      for await (const block of readAhead(source.read, start, source.size, signal, SLOT_BYTES)) {
        const slot = await this.#slot();
        if (slot === undefined) return;
        signal?.throwIfAborted();
        this.#memory.set(block, slot * SLOT_BYTES);
        this.#say({ type: "block", id, slot, length: block.length });
      }
      this.#say({ type: "end", id });
    } catch (error) {
      this.failure = error;
      this.#say({ type: "cancel", id });
    }
  }

  async #slot(): Promise<number | undefined> {
    while (!this.#isStopped) {
      const slot = this.#slots.pop();
      if (slot !== undefined) return slot;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return undefined;
  }
}

function failureOf(message: Extract<FromWorker, { type: "stopped" | "failed" }>): Error {
  if (message.type === "stopped") return new ScanStop(message.reason, message.offset);
  if (message.code === undefined) return new Error(message.message);
  return new McsError(message.code, message.message);
}

import { Worker } from "node:worker_threads";
import { CsvError, type CsvErrorCode } from "../errors.ts";
import { owned, readAhead, type SeekableSource } from "../source/byte-source.ts";
import { ScanStop } from "./chunks.ts";
import type { RangeResult } from "./range.ts";
import type { FromWorker, RangeTask, ToWorker } from "./worker-messages.ts";

/** Blocks on their way to a worker at the same time, and how large they are. */
const BLOCKS = 3;
const BLOCK_BYTES = 1 << 17;

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
  #runs = 0;

  constructor() {
    // An entry of the package, so that it is found in the source and in what is published alike.
    const file = new URL(import.meta.resolve("@mcs/driver-csv/worker"));
    this.#worker = new Worker(file, {
      name: "mcs-csv-scan",
      resourceLimits: { maxYoungGenerationSizeMb: 1 },
    });
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
    const feeder = new Feeder((message, memory) => this.#worker.postMessage(message, memory), id);
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
        if (message.type === "taken") {
          feeder.taken();
          progress(message.rows, message.bytes);
        } else {
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
      const start: ToWorker = { type: "start", id, task };
      this.#worker.postMessage(start);
      void feeder.feed(source, task.start, signal);
    });
  }
}

/** Reads a source and hands it on as fast as the worker takes it. */
class Feeder {
  /** What ended the reading. */
  failure: unknown;
  readonly #say: (message: ToWorker, memory: ArrayBuffer[]) => void;
  readonly #id: number;
  /** How many blocks may be sent before one has been taken. */
  #credit = BLOCKS;
  #wake: (() => void) | undefined;
  #isStopped = false;

  constructor(say: (message: ToWorker, memory: ArrayBuffer[]) => void, id: number) {
    this.#say = say;
    this.#id = id;
  }

  taken(): void {
    this.#credit++;
    this.#wake?.();
  }

  stop(): void {
    this.#isStopped = true;
    this.#wake?.();
  }

  async feed(source: SeekableSource, start: number, signal: AbortSignal | undefined): Promise<void> {
    const id = this.#id;
    try {
      for await (const block of readAhead(
        source.read,
        start,
        source.size,
        signal,
        BLOCK_BYTES,
        BLOCK_BYTES,
      )) {
        while (this.#credit === 0 && !this.#isStopped) await this.#turn();
        if (this.#isStopped) return;
        signal?.throwIfAborted();
        this.#credit--;
        const bytes = owned(block, source.isFresh === true);
        this.#say({ type: "block", id, bytes }, [bytes.buffer]);
      }
      this.#say({ type: "end", id }, []);
    } catch (error) {
      this.fail(error);
    }
  }

  /** Tells the worker to give up; the first reason counts. */
  fail(reason: unknown): void {
    if (this.failure !== undefined) return;
    this.failure = reason;
    this.stop();
    this.#say({ type: "cancel", id: this.#id }, []);
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

/** What a reducer throws is a CsvError; it comes as plain data. */
function failureOf(message: Extract<FromWorker, { type: "stopped" | "failed" }>): Error {
  if (message.type === "stopped") return new ScanStop(message.reason, message.offset);
  if (message.code === undefined) return new Error(message.message);
  const options = message.remedy === undefined ? {} : { remedy: message.remedy };
  return new CsvError(message.code as CsvErrorCode, message.message, options);
}

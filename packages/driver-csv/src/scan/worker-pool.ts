import { Worker } from "node:worker_threads";
import { CsvError, type CsvErrorCode } from "../errors.ts";
import { owned, readAhead, type SeekableSource } from "../source/byte-source.ts";
import { ScanStop } from "./chunks.ts";
import type { RangeResult } from "./range.ts";
import type { SharedFile } from "./shared-file.ts";
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
    const file = sharedFile(source);
    const feeder = new Feeder((message, memory) => this.#worker.postMessage(message, memory), id, file);
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
      const start: ToWorker = { type: "start", id, task, file };
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
  readonly #file: SharedFile | undefined;
  /** Ends the listening to the signal. */
  #unlisten: () => void = () => undefined;
  /** How many blocks may be sent before one has been taken. */
  #credit = BLOCKS;
  #wake: (() => void) | undefined;
  #isStopped = false;

  constructor(
    say: (message: ToWorker, memory: ArrayBuffer[]) => void,
    id: number,
    file: SharedFile | undefined,
  ) {
    this.#say = say;
    this.#id = id;
    this.#file = file;
  }

  taken(): void {
    this.#credit++;
    this.#wake?.();
  }

  stop(): void {
    this.#isStopped = true;
    this.#unlisten();
    this.#wake?.();
  }

  async feed(source: SeekableSource, start: number, signal: AbortSignal | undefined): Promise<void> {
    const id = this.#id;
    try {
      if (this.#file !== undefined) return this.#watch(signal);
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
    if (this.#file !== undefined) Atomics.store(new Int32Array(this.#file.stop), 0, 1);
    this.#say({ type: "cancel", id: this.#id }, []);
  }

  /** Nothing has to be fed to a worker that reads by itself; it is only told when to stop. */
  #watch(signal: AbortSignal | undefined): void {
    if (signal === undefined) return;
    signal.throwIfAborted();
    const onAbort = (): void => this.fail(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    this.#unlisten = () => signal.removeEventListener("abort", onAbort);
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}

function sharedFile({ descriptor, size, name }: SeekableSource): SharedFile | undefined {
  return descriptor === undefined ? undefined : { descriptor, size, name, stop: new SharedArrayBuffer(4) };
}

/** What a reducer throws is a CsvError; it comes as plain data. */
function failureOf(message: Extract<FromWorker, { type: "stopped" | "failed" }>): Error {
  if (message.type === "stopped") return new ScanStop(message.reason, message.offset);
  if (message.code === undefined) return new Error(message.message);
  const options = message.remedy === undefined ? {} : { remedy: message.remedy };
  return new CsvError(message.code as CsvErrorCode, message.message, options);
}

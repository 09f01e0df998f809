import { rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import type { EngineOptions } from "../options.ts";
import { EngineProcess } from "./engine-process.ts";
import { privateFolder } from "./temporary-files.ts";

/** A process that nobody needs is kept for so long, because the next query often comes soon. */
const KEEP_MS = 10_000;

/** The processes that queries run in, a few at a time; the others wait for their turn. */
export class Engine {
  readonly diskBytes: number;
  readonly #options: EngineOptions;
  readonly #most: number;
  readonly #idle = new Map<EngineProcess, NodeJS.Timeout>();
  readonly #all = new Set<EngineProcess>();
  readonly #queue: Array<() => void> = [];
  #running = 0;

  constructor(options: EngineOptions) {
    this.#options = options;
    this.diskBytes = options.maxDiskBytes ?? 4 * 2 ** 30;
    this.#most = options.processes ?? 2;
  }

  /** Gives some work a process of its own, and keeps the process when the work is done and it still runs. */
  async use<Result>(signal: AbortSignal, work: (process: EngineProcess) => Promise<Result>): Promise<Result> {
    await this.#turn(signal);
    let taken: EngineProcess | undefined;
    try {
      taken = this.#takeIdle() ?? (await this.#start());
      return await work(taken);
    } finally {
      this.#running--;
      this.#queue.shift()?.();
      if (taken?.isAlive === true && !signal.aborted) this.#keep(taken);
      else if (taken !== undefined) await this.#end(taken);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#all].map((process) => this.#end(process)));
  }

  async #turn(signal: AbortSignal): Promise<void> {
    while (this.#running >= this.#most) {
      signal.throwIfAborted();
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          signal.removeEventListener("abort", wake);
          const place = this.#queue.indexOf(wake);
          if (place >= 0) this.#queue.splice(place, 1);
          resolve();
        };
        this.#queue.push(wake);
        signal.addEventListener("abort", wake, { once: true });
      });
    }
    if (signal.aborted) {
      // Whoever was woken and does not want its turn any more passes it on.
      this.#queue.shift()?.();
      signal.throwIfAborted();
    }
    this.#running++;
  }

  #takeIdle(): EngineProcess | undefined {
    for (const [process, timer] of this.#idle) {
      clearTimeout(timer);
      this.#idle.delete(process);
      if (process.isAlive) return process;
      void this.#end(process);
    }
    return undefined;
  }

  async #start(): Promise<EngineProcess> {
    const { maxMemoryBytes: memoryBytes = 256 * 2 ** 20, threads = Math.min(2, availableParallelism()) } =
      this.#options;
    const folder = await privateFolder(this.#options.temporaryFolder);
    try {
      const process = new EngineProcess({ memoryBytes, threads, folder, diskBytes: this.diskBytes });
      this.#all.add(process);
      return process;
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  #keep(process: EngineProcess): void {
    const timer = setTimeout(() => {
      this.#idle.delete(process);
      void this.#end(process);
    }, KEEP_MS);
    timer.unref();
    this.#idle.set(process, timer);
  }

  async #end(process: EngineProcess): Promise<void> {
    clearTimeout(this.#idle.get(process));
    this.#idle.delete(process);
    this.#all.delete(process);
    await process.close();
  }
}

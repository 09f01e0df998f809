import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import type { SearchJob, SearchOutcome } from "./thread.ts";

/** More of them wait for the disk rather than for the processor. */
const MOST = 4;
/** Milliseconds without a job after which a thread ends; to start one takes about 30. */
const IDLE_MS = 5_000;

interface Waiting {
  readonly resolve: (found: readonly string[]) => void;
  readonly reject: (error: Error) => void;
}

/** A thread with the jobs that it has been given. */
class Thread {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, Waiting>();
  readonly #onEnd: (thread: Thread) => void;
  #next = 0;
  #idle: NodeJS.Timeout | undefined;

  /** @param onEnd is told when it takes no more jobs */
  constructor(onEnd: (thread: Thread) => void) {
    this.#onEnd = onEnd;
    // An entry of this package, so that it is found as source and as built, wherever this module went.
    this.#worker = new Worker(createRequire(import.meta.url).resolve("@mcs/adapter-localfs/search-thread"));
    this.#worker.on("message", ({ id, found }: SearchOutcome) =>
      this.#settle(id, ({ resolve }) => resolve(found)),
    );
    this.#worker.on("error", (error: Error) => {
      for (const id of [...this.#waiting.keys()]) this.#settle(id, ({ reject }) => reject(error));
    });
    this.#worker.once("exit", () => onEnd(this));
  }

  get jobs(): number {
    return this.#waiting.size;
  }

  run(job: Omit<SearchJob, "id">): Promise<readonly string[]> {
    return new Promise((resolve, reject) => {
      const id = this.#next++;
      this.#waiting.set(id, { resolve, reject });
      clearTimeout(this.#idle);
      // Who waits for a job keeps the process alive.
      this.#worker.ref();
      this.#worker.postMessage({ ...job, id } satisfies SearchJob);
    });
  }

  #settle(id: number, settle: (waiting: Waiting) => void): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (waiting !== undefined) settle(waiting);
    if (this.#waiting.size > 0) return;
    this.#worker.unref();
    this.#idle = setTimeout(() => {
      // Before it has ended: a job that came meanwhile would be lost.
      this.#onEnd(this);
      void this.#worker.terminate();
    }, IDLE_MS).unref();
  }
}

const threads = new Set<Thread>();

/** Gives a job to the thread that has the least to do. The threads are the process's, started when needed. */
export function inThread(job: Omit<SearchJob, "id">): Promise<readonly string[]> {
  let [best] = [...threads].toSorted((left, right) => left.jobs - right.jobs);
  if (best === undefined || (best.jobs > 0 && threads.size < Math.min(MOST, availableParallelism()))) {
    best = new Thread((ended) => threads.delete(ended));
    threads.add(best);
  }
  return best.run(job);
}

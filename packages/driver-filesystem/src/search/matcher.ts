import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import { AbortedError, TimeoutError } from "@mcs/core";
import { matchPiece, type Piece, type PieceMatches } from "./match-text.ts";
import { mayBeSlow, needleOf, type Query } from "./query.ts";

/** Finds the matching lines of one piece after the other. */
export type MatchPiece = (piece: Piece) => Promise<PieceMatches> | PieceMatches;

interface Job {
  readonly piece: Piece;
  readonly query: Query;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (matches: PieceMatches) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Runs the expressions that may be slow in a thread of their own, one piece after the other. A piece that takes
 * longer than it may costs the thread; the next one gets another.
 */
export class Matcher {
  readonly #limitMs: number;
  readonly #queue: Job[] = [];
  #running: Job | undefined;
  #thread: { readonly worker: Worker; readonly ready: Promise<unknown> } | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param limitMs for one piece */
  constructor(limitMs: number) {
    this.#limitMs = limitMs;
  }

  /** @throws PatternError for a pattern that cannot be used. */
  prepare(query: Query, signal?: AbortSignal): MatchPiece {
    const needle = needleOf(query);
    if (!mayBeSlow(query)) return (piece) => matchPiece(piece, query, needle);
    return (piece) => this.#inThread(piece, query, signal);
  }

  /** Ends the thread. It does not keep the process alive either way. */
  async close(): Promise<void> {
    await this.#end(new AbortedError("The driver was closed."));
  }

  #inThread(piece: Piece, query: Query, signal: AbortSignal | undefined): Promise<PieceMatches> {
    return new Promise<PieceMatches>((resolve, reject) => {
      if (signal?.aborted) throw new AbortedError(undefined, { cause: signal.reason });
      const onAbort = (): void => reject(new AbortedError(undefined, { cause: signal?.reason }));
      const settle = <Value>(outcome: (value: Value) => void): ((value: Value) => void) => {
        return (value) => {
          signal?.removeEventListener("abort", onAbort);
          outcome(value);
        };
      };
      signal?.addEventListener("abort", onAbort, { once: true });
      this.#queue.push({ piece, query, signal, resolve: settle(resolve), reject: settle(reject) });
      if (this.#running === undefined) void this.#next();
    });
  }

  async #next(): Promise<void> {
    let job = this.#queue.shift();
    // Nobody waits for it any more.
    while (job?.signal?.aborted === true) job = this.#queue.shift();
    this.#running = job;
    if (job === undefined) {
      this.#thread?.worker.unref();
      return;
    }
    this.#thread ??= this.#start();
    const { worker, ready } = this.#thread;
    // Who waits for a job keeps the process alive.
    worker.ref();
    await ready;
    if (this.#running !== job) return;
    this.#timer = setTimeout(() => this.#tooSlow(job), this.#limitMs);
    worker.postMessage({ piece: job.piece, query: job.query });
  }

  #start(): { worker: Worker; ready: Promise<unknown> } {
    // An entry of this package, so that it is found as source and as built, wherever this module went.
    const worker = new Worker(createRequire(import.meta.url).resolve("@mcs/driver-filesystem/search-thread"));
    const isCurrent = (): boolean => this.#thread?.worker === worker;
    const ready = new Promise((resolve) => worker.once("message", resolve));
    void ready.then(() => {
      worker.on("message", (matches: PieceMatches) => {
        if (isCurrent()) this.#finish((job) => job.resolve(matches));
      });
    });
    worker.on("error", (error: Error) => {
      if (!isCurrent()) return;
      this.#thread = undefined;
      this.#finish((job) => job.reject(error));
    });
    return { worker, ready };
  }

  #finish(settle: (job: Job) => void): void {
    clearTimeout(this.#timer);
    const job = this.#running;
    if (job !== undefined) settle(job);
    void this.#next();
  }

  #tooSlow({ query }: Job): void {
    void this.#thread?.worker.terminate();
    this.#thread = undefined;
    const pattern = JSON.stringify(query.pattern.slice(0, 200));
    const message = `The regular expression ${pattern} took longer than ${this.#limitMs} ms on one file.`;
    this.#finish((job) => job.reject(new TimeoutError(message)));
  }

  async #end(error: Error): Promise<void> {
    clearTimeout(this.#timer);
    const jobs = [this.#running, ...this.#queue.splice(0)];
    this.#running = undefined;
    for (const job of jobs) job?.reject(error);
    const thread = this.#thread;
    this.#thread = undefined;
    await thread?.worker.terminate();
  }
}

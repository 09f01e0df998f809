/*
 * Looks for an expression in files, away from everything else: opening, reading and looking at once is half the
 * work of doing it in turns.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { parentPort } from "node:worker_threads";

/** Some files of one directory. */
export interface SearchJob {
  readonly id: number;
  /** The directory's host path; it is held while this goes on. */
  readonly directory: string;
  readonly names: readonly string[];
  readonly expression: string;
  /** Bytes that a match has at most. */
  readonly span: number;
  /** Anything but 0 ends it early. */
  readonly stop: Int32Array;
}

/** Those of a job's names whose files hold what is looked for. */
export interface SearchOutcome {
  readonly id: number;
  readonly found: readonly string[];
}

/** 0 on Windows, which knows neither. */
const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
const PIECE = 1024 * 1024;

let buffer = Buffer.alloc(0);
let [source, pattern] = ["", /(?:)/];

parentPort?.on("message", (job: SearchJob) => {
  if (source !== job.expression) [source, pattern] = [job.expression, new RegExp(job.expression)];
  const found = job.names.filter((name) => holds(`${job.directory}/${name}`, job));
  parentPort?.postMessage({ id: job.id, found } satisfies SearchOutcome);
});

/** False as well for what cannot be read: whoever reads it is told. */
function holds(path: string, job: SearchJob): boolean {
  if (Atomics.load(job.stop, 0) !== 0) return false;
  try {
    const fd = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      return fstatSync(fd).isFile() && find(fd, job);
    } finally {
      closeSync(fd);
    }
  } catch {
    return false;
  }
}

function find(fd: number, { span, stop }: SearchJob): boolean {
  if (buffer.length < span + PIECE) buffer = Buffer.alloc(span + PIECE);
  for (let kept = 0; Atomics.load(stop, 0) === 0; ) {
    const count = readSync(fd, buffer, kept, PIECE, null);
    const end = kept + count;
    if (pattern.test(buffer.toString("latin1", 0, end))) return true;
    if (count < PIECE) return false;
    // What begins in this piece may end in the next.
    kept = Math.min(span, end);
    buffer.copyWithin(0, end - kept, end);
  }
  return false;
}

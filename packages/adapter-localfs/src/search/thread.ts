/*
 * Looks for an expression in files, away from everything else: opening, reading and looking at once is half the
 * work of doing it in turns.
 */
import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { parentPort } from "node:worker_threads";
import { errno } from "../system.ts";
import { quickSteps } from "./expression.ts";

/** What is looked for in bytes. */
export interface SearchQuery {
  readonly expression: string;
  /** The same as texts of ASCII, where case counts. */
  readonly texts: readonly string[] | undefined;
  /** Characters of ASCII that every match of the expression has. */
  readonly rarest: readonly string[];
  /** Bytes that a match has at most. */
  readonly span: number;
}

/** Some files of one directory. */
export interface SearchJob {
  readonly id: number;
  /** The directory's host path; it is held while this goes on. */
  readonly directory: string;
  readonly names: readonly string[];
  readonly query: SearchQuery;
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
/** A string of 128 KiB or more costs the engine several times as much. */
const PIECE = 96 * 1024;
/** Of more texts, an expression finds any quicker than a look for each. */
const FEW = 2;

let buffer = Buffer.alloc(0);
let [last, occurs]: [string, (bytes: Buffer) => boolean] = ["", () => false];

parentPort?.on("message", (job: SearchJob) => {
  if (last !== job.query.expression) [last, occurs] = [job.query.expression, finder(job.query)];
  const found = job.names.filter((name) => holds(`${job.directory}/${name}`, job));
  parentPort?.postMessage({ id: job.id, found } satisfies SearchOutcome);
});

/** Where what is quick to find is missing, nothing else has to be looked for. */
function finder({ expression, texts = [], rarest }: SearchQuery): (bytes: Buffer) => boolean {
  if (texts.length > 0 && texts.length <= FEW) {
    const forms = texts.map((text) => quickSteps(text).map((step) => Buffer.from(step, "latin1")));
    return (bytes) => forms.some((steps) => steps.every((step) => bytes.includes(step)));
  }
  const pattern = new RegExp(expression);
  const needed = rarest.map((character) => character.charCodeAt(0));
  return (bytes) => needed.every((byte) => bytes.includes(byte)) && pattern.test(bytes.toString("latin1"));
}

/** False as well for what may not be read; where there is no descriptor left, the reader is to find out. */
function holds(path: string, job: SearchJob): boolean {
  if (Atomics.load(job.stop, 0) !== 0) return false;
  try {
    const fd = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      return fstatSync(fd).isFile() && find(fd, job);
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    return ["EMFILE", "ENFILE"].includes(errno(error));
  }
}

function find(fd: number, { query: { span }, stop }: SearchJob): boolean {
  // A character of UTF-16 is two bytes where it may have been counted as one.
  const overlap = 2 * span;
  if (buffer.length < overlap + PIECE) buffer = Buffer.alloc(overlap + PIECE);
  let [kept, decode]: [number, Decode | undefined] = [0, undefined];
  while (Atomics.load(stop, 0) === 0) {
    const count = readSync(fd, buffer, kept, PIECE, null);
    const end = kept + count;
    const bytes = buffer.subarray(0, end);
    decode ??= decoderFor(bytes);
    if (occurs(decode(bytes))) return true;
    if (count < PIECE) return false;
    // What begins in this piece may end in the next.
    kept = Math.min(overlap, end);
    buffer.copyWithin(0, end - kept, end);
  }
  return false;
}

type Decode = (bytes: Buffer) => Buffer;

/** UTF-16 is known by the mark at its beginning, and looked through as UTF-8; everything else as it is. */
function decoderFor([first, second]: Buffer): Decode {
  const toUtf8 = (bytes: Buffer): Buffer => Buffer.from(bytes.toString("utf16le"));
  if (first === 0xff && second === 0xfe) return toUtf8;
  // A copy, since a part of these bytes is looked through once more.
  if (first === 0xfe && second === 0xff) {
    return (bytes) => toUtf8(Buffer.from(bytes.subarray(0, bytes.length & ~1)).swap16());
  }
  return (bytes) => bytes;
}

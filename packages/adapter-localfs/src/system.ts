import fs from "node:fs";
import { promisify } from "node:util";

/**
 * Node's calls on plain descriptors. A `FileHandle` costs a multiple of them, and the walk to a file opens one
 * directory a segment.
 */
export const open = promisify(fs.open);
export const close = promisify(fs.close);
export const fsync = promisify(fs.fsync);
export const ftruncate = promisify(fs.ftruncate);
export const fchmod = promisify(fs.fchmod);
export const fchown = promisify(fs.fchown);
export const futimes = promisify(fs.futimes);
export const access = promisify(fs.access);
export const link = promisify(fs.link);
export const mkdir = promisify(fs.mkdir);
export const opendir = promisify(fs.opendir);
export const readdir = promisify(fs.readdir);
export const readlink = promisify(fs.readlink);
export const realpath = promisify(fs.realpath.native);
export const rename = promisify(fs.rename);
export const rmdir = promisify(fs.rmdir);
export const statfs = promisify(fs.statfs);
export const unlink = promisify(fs.unlink);

/** Times in nanoseconds: a version has to tell two writes of one millisecond apart. */
export const lstat = (path: string): Promise<fs.BigIntStats> => lstatExact(path, { bigint: true });
export const fstat = (fd: number): Promise<fs.BigIntStats> => fstatExact(fd, { bigint: true });
const lstatExact = promisify(fs.lstat);
const fstatExact = promisify(fs.fstat);

/** The names in a directory as they are, which need not be UTF-8. */
export const readNames = (path: string): Promise<Buffer[]> => readdirRaw(path, "buffer");
const readdirRaw = promisify(fs.readdir);

/** Up to `length` bytes into `buffer` at `offset`; 0 at the end of the file. */
export function read(
  fd: number,
  buffer: Buffer,
  offset: number,
  length: number,
  at: number,
): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.read(fd, buffer, offset, length, at, (error, count) => (error ? reject(error) : resolve(count)));
  });
}

/** All of it, at the descriptor's position. `before` is called before each piece, and may throw. */
export async function writeAll(fd: number, content: Uint8Array, before?: () => void): Promise<void> {
  for (let written = 0; written < content.length; ) {
    before?.();
    written += await write(fd, content, written);
  }
}

/** What is written at once: an abort is noticed within a large file. */
const PIECE = 8 * 1024 * 1024;

function write(fd: number, content: Uint8Array, from: number): Promise<number> {
  const length = Math.min(content.length - from, PIECE);
  return new Promise((resolve, reject) => {
    fs.write(fd, content, from, length, null, (error, count) => (error ? reject(error) : resolve(count)));
  });
}

/** The system's name of an error, such as `"ENOENT"`; empty for what is none. */
export function errno(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === "string" ? code : "";
}

/** Undefined instead of the error, where the system gives one of these. */
export async function unless<Result>(
  codes: string,
  call: Promise<Result> | (() => Result | Promise<Result>),
): Promise<Result | undefined> {
  try {
    return await (typeof call === "function" ? call() : call);
  } catch (error) {
    if (codes.split(" ").includes(errno(error))) return undefined;
    throw error;
  }
}

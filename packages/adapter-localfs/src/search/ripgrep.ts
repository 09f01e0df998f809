import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { OWN_PREFIX } from "../paths.ts";
import { errno } from "../system.ts";

/**
 * Every file, whatever it is and whoever ignores it, in its bytes, or in UTF-8 where a mark at its beginning says
 * that it is UTF-16; no link is followed; nothing is read from configuration. Binary files too, since where a text ends and a binary begins is for the reader to say.
 */
const OPTIONS = [
  "--no-config",
  "--no-ignore",
  "--hidden",
  "--no-follow",
  "--text",
  "--files-with-matches",
  "--null",
  "--no-messages",
  "--color=never",
  "--path-separator=/",
];

export interface RipgrepCall {
  /** The path of the binary. */
  readonly program: string;
  readonly directory: string;
  /** Over bytes: nothing but escapes, groups and alternatives. */
  readonly expression: string;
  /** Directories below that need not be searched. */
  readonly skipped: readonly string[];
  readonly signal: AbortSignal | undefined;
}

/**
 * The paths of the files below a directory that hold what an expression finds, some at a time, relative to it.
 * Ends when the signal fires; who leaves early ends the program.
 */
export async function* ripgrep(call: RipgrepCall): AsyncGenerator<readonly string[]> {
  const { program, directory, expression, skipped, signal } = call;
  // What writes under way have is nobody's to find.
  const exclusions = [`**/${OWN_PREFIX}*`, ...skipped.filter(isPlain).slice(0, MOST_EXCLUSIONS)];
  const globs = exclusions.map((path) => `--glob=!/${path}`);
  // No shell, and no word is the model's. The child finds the directory's descriptor among its own.
  const child = spawn(program, [...OPTIONS, ...globs, `--regexp=(?-u)${expression}`, "--", "."], {
    cwd: directory,
    env: process.platform === "win32" ? process.env : {},
    stdio: ["ignore", "pipe", "pipe"],
    windowsHide: true,
  });
  const ended = outcome(child);
  const stop = () => child.kill();
  signal?.addEventListener("abort", stop);
  try {
    for await (const paths of separated(child.stdout)) yield paths.map((path) => path.replace(/^\.\//, ""));
    await ended;
  } finally {
    signal?.removeEventListener("abort", stop);
    child.kill();
    await ended.catch(() => undefined);
  }
}

/** Words of one command have an end; the directories behind it are searched, in vain. */
const MOST_EXCLUSIONS = 500;

/** Other names mean something in a glob. */
function isPlain(path: string): boolean {
  return /^[^*?[\]{}!\\\r\n]+$/.test(path);
}

/** Rejects when the program did not run, or did not understand what it was told. */
function outcome(child: ChildProcessByStdio<null, Readable, Readable>): Promise<void> {
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    if (complaint.length < 1_000) complaint += text;
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once("error", (error) => reject(new RipgrepFailed(errno(error) || "unknown error")));
    // 1 is "nothing found"; 2 without a word is a file that could not be read, by whoever looks for it.
    child.once("close", (code) =>
      code === 2 && complaint !== "" ? reject(new RipgrepFailed("exit code 2")) : resolve(),
    );
  });
  // Awaited later; a rejection until then is not one that nobody handles.
  ended.catch(() => undefined);
  return ended;
}

/** It did not run, or did not understand what it was told. What it says itself may hold host paths. */
export class RipgrepFailed extends Error {
  readonly syscall = "ripgrep";
  readonly code: string;

  constructor(code: string) {
    super(`ripgrep failed: ${code}`);
    this.code = code;
  }
}

async function* separated(output: Readable): AsyncGenerator<readonly string[]> {
  let rest = "";
  for await (const piece of output.setEncoding("utf8")) {
    const paths = `${rest}${piece}`.split("\0");
    rest = paths.pop() ?? "";
    yield paths;
  }
}

import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createRequire } from "node:module";
import type { Readable } from "node:stream";
import type { Settings } from "./options.ts";

/**
 * Every file, whatever it is and whoever ignores it; no link is followed; nothing is read from configuration.
 * Binary files too, since where a text ends and a binary begins is for the reader to say.
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

/** The binary to use; undefined where there is none. */
export function ripgrepPath({ ripgrep }: Settings): string | undefined {
  if (ripgrep !== undefined) return ripgrep === false ? undefined : ripgrep;
  return installed();
}

let peer: { readonly path: string | undefined } | undefined;

/** That of the optional peer. Looked for once, and only when somebody searches. */
function installed(): string | undefined {
  peer ??= { path: findPeer() };
  return peer.path;
}

function findPeer(): string | undefined {
  try {
    const found: unknown = createRequire(import.meta.url)("@vscode/ripgrep");
    const { rgPath } = found as { rgPath?: unknown };
    return typeof rgPath === "string" ? rgPath : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The paths of the files below `directory` that hold what an expression in ripgrep's syntax finds. Ends when the
 * signal fires; who leaves early ends the program.
 */
export async function* ripgrep(
  program: string,
  directory: string,
  expression: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<string> {
  // No shell, and no word of it is the model's. The child finds the directory's descriptor among its own.
  const child = spawn(program, [...OPTIONS, `--regexp=${expression}`, "--", "."], {
    cwd: directory,
    env: process.platform === "win32" ? process.env : {},
    stdio: ["ignore", "pipe", "pipe"],
    windowsHide: true,
  });
  const ended = outcome(child);
  const stop = () => child.kill();
  signal?.addEventListener("abort", stop);
  try {
    for await (const path of separated(child.stdout)) yield path.replace(/^\.\//, "");
    await ended;
  } finally {
    signal?.removeEventListener("abort", stop);
    child.kill();
    await ended.catch(() => undefined);
  }
}

/** Rejects when the program did not run, or did not understand what it was told. */
function outcome(child: ChildProcessByStdio<null, Readable, Readable>): Promise<void> {
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    if (complaint.length < 1_000) complaint += text;
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once("error", (error) => reject(failed((error as { code?: string }).code ?? "unknown error")));
    // 1 is "nothing found"; 2 without a word is a file that could not be read, by whoever looks for it.
    child.once("close", (code) =>
      code === 2 && complaint !== "" ? reject(failed("exit code 2")) : resolve(),
    );
  });
  // Awaited later; a rejection until then is not one that nobody handles.
  ended.catch(() => undefined);
  return ended;
}

/** What the program says may hold host paths. */
function failed(reason: string): Error {
  return Object.assign(new Error(`ripgrep failed: ${reason}`), { syscall: "ripgrep", code: reason });
}

async function* separated(output: Readable): AsyncGenerator<string> {
  let rest = "";
  for await (const piece of output.setEncoding("utf8")) {
    const paths = `${rest}${piece}`.split("\0");
    rest = paths.pop() ?? "";
    yield* paths;
  }
}

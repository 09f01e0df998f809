import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { setTimeout } from "node:timers/promises";

/** A program that was started here, and is stopped here. */
export interface RunningProcess extends AsyncDisposable {
  /** All that it wrote so far. */
  output(): string;
  /** Asks it to end, and waits until it has. */
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Resolves with true once the program serves; asked again and again until then. */
  ready(output: string): boolean | Promise<boolean>;
  /** Milliseconds. @defaultValue 30000 */
  readonly readyWithinMs?: number;
}

/**
 * Starts a program and waits until it serves.
 *
 * @throws Error with what the program wrote, when it ended or took too long.
 */
export async function startProcess(
  command: string,
  args: readonly string[],
  { cwd, env = {}, ready, readyWithinMs = 30_000 }: StartOptions,
): Promise<RunningProcess> {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let written = "";
  let failure: Error | undefined;
  child.on("error", (error) => {
    failure = error;
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      written += text;
    });
  }
  const stop = () => end(child);
  const deadline = Date.now() + readyWithinMs;
  while (!(await isReady(ready, written))) {
    if (failure !== undefined || child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(
        `${command} did not come up (${failure?.message ?? child.exitCode ?? "too slow"}):\n${written}`,
      );
    }
    await setTimeout(50);
  }
  return { output: () => written, stop, [Symbol.asyncDispose]: stop };
}

/** A program that does not accept connections yet is one that is not ready. */
async function isReady(ready: StartOptions["ready"], output: string): Promise<boolean> {
  try {
    return await ready(output);
  } catch {
    return false;
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const stubborn = setTimeout(5_000, undefined, { ref: false }).then(() => child.kill("SIGKILL"));
  await Promise.race([ended, stubborn.then(() => ended)]);
}

/** A port of 127.0.0.1 that nobody listens on at this moment, for programs that cannot choose one. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

import { cpSync } from "node:fs";
import { join } from "node:path";
import { installWithNpm } from "../support/npm.ts";
import { type RunningProcess, startProcess } from "../support/process.ts";

const PACKAGE = "@loopback/example-todo";

/** A to-do list with four entries, on loopback. */
export interface TodoServer extends RunningProcess {
  readonly url: string;
}

/**
 * Installs LoopBack's example of a REST API into `folder`.
 *
 * @returns why it could not be installed, or undefined
 */
export async function installTodoServer(folder: string): Promise<string | undefined> {
  try {
    await installWithNpm(folder, [`${PACKAGE}@6`]);
    return undefined;
  } catch (error) {
    return `${PACKAGE} could not be installed: ${error}`;
  }
}

/** Starts what was installed into `folder`. */
export async function startTodoServer(folder: string): Promise<TodoServer> {
  const installed = join(folder, "node_modules", PACKAGE);
  // It keeps its data in a file below its working directory.
  const cwd = join(folder, "run");
  cpSync(join(installed, "data"), join(cwd, "data"), { recursive: true });
  const server = await startProcess(process.execPath, [join(installed, "dist/index.js")], {
    cwd,
    env: { HOST: "127.0.0.1", PORT: "0" },
    ready: (output) => urlIn(output) !== undefined,
  });
  return { ...server, url: urlIn(server.output()) ?? "" };
}

function urlIn(output: string): string | undefined {
  return /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0];
}

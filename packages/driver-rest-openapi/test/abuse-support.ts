import { Worker } from "node:worker_threads";
import { McsError } from "@mcs/core";
import { type CannedReply, type CaptureServer, startCaptureServer } from "@mcs/testkit";
import type { Job, Outcome } from "./abuse-worker.ts";

/** Milliseconds. Far more than is needed, far less than what an attack would take. */
const PATIENCE = 10_000;
const MEMORY_MB = 400;

let idle: Worker | undefined;

/**
 * Does the job on a thread of its own, with little memory, and ends that when it takes too long: an attack on
 * the time or the memory of the driver then fails its test and does not stop the others.
 */
export function bounded(job: Job): Promise<Outcome> {
  const worker = idle ?? newWorker();
  idle = undefined;
  return new Promise((resolve, reject) => {
    const finish = (): void => {
      clearTimeout(timer);
      worker.off("message", done).off("error", failed);
    };
    const done = (outcome: Outcome): void => {
      finish();
      idle = worker;
      resolve(outcome);
    };
    const failed = (error: unknown): void => {
      finish();
      void worker.terminate();
      reject(error instanceof Error ? error : new Error(String(error)));
    };
    const timer = setTimeout(() => failed(new Error(`It was not done after ${PATIENCE} ms.`)), PATIENCE);
    worker.on("message", done).on("error", failed);
    worker.postMessage(job);
  });
}

function newWorker(): Worker {
  const worker = new Worker(new URL("./abuse-worker.ts", import.meta.url), {
    execArgv: ["--conditions=@mcs/source"],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  return worker;
}

/** Ends the thread that is left. */
export async function endWorker(): Promise<void> {
  await idle?.terminate();
  idle = undefined;
}

/** The same for a document as text, which is served over HTTP. */
export async function boundedText(text: string, call?: Job["call"]): Promise<Outcome> {
  await using server = await startCaptureServer((request) =>
    request.target === "/openapi" ? { body: text } : { json: { ok: true } },
  );
  return await bounded({ url: `${server.url}/openapi`, ...(call === undefined ? {} : { call }) });
}

/** A server that must not be reached. */
export async function forbiddenServer(
  reply: CannedReply = { json: { secret: "internal" } },
): Promise<CaptureServer> {
  return await startCaptureServer(reply);
}

/** Ways to write a server of this machine that look like something else. */
export function disguises({ url }: CaptureServer): string[] {
  const { port } = new URL(url);
  return [
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "127.0.0.1.",
    "localhost",
    "localhost.",
    "LOCALHOST",
    "a.localhost",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:7f00:1]",
    "[64:ff9b::7f00:1]",
    "0.0.0.0",
    "\u2460\u2461\u2466.0.0.1",
  ].map((host) => `http://${host}:${port}`);
}

/** A parameter of the path. */
export const pathParameter = (name: string, rest: object = {}): object => ({
  name,
  in: "path",
  required: true,
  schema: {},
  ...rest,
});

/** The error of a promise that must not be kept. */
export async function errorOf(promise: Promise<unknown>): Promise<McsError> {
  const outcome: unknown = await promise.then(
    (value) => new Error(`it was ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (McsError.is(outcome)) return outcome;
  throw outcome;
}

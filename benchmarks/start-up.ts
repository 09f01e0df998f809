/**
 * From the start of a process to its first result: a program that uses the driver, as it is published,
 * beside one that makes the same two requests with global fetch.
 */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { atMost, median } from "./src/figure.ts";
import { type ItemServer, startItemServer } from "./src/item-server.ts";
import { report } from "./src/report.ts";

const RUNS = 25;
const WARM_UP = 3;

// Types are stripped for sources; what users run is built.
execFileSync("pnpm", ["run", "build"], { cwd: join(import.meta.dirname, ".."), stdio: "ignore" });
await using server = await startItemServer();
const times = { driver: [] as number[], fetch: [] as number[] };
for (let run = -WARM_UP; run < RUNS; run++) {
  for (const program of ["driver", "fetch"] as const) {
    const time = await timeToFirstResult(program, server);
    if (run >= 0) times[program].push(time);
  }
}
report([
  atMost(1.3, {
    name: "process start to first result",
    unit: "ms",
    ours: median(times.driver),
    peer: median(times.fetch),
  }),
]);

/** Milliseconds. */
async function timeToFirstResult(program: string, { url }: ItemServer): Promise<number> {
  const begin = performance.now();
  const child = spawn(process.execPath, [join(import.meta.dirname, `programs/${program}.js`)], {
    env: { ...process.env, ITEMS_URL: url, NODE_OPTIONS: "" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  const [output] = (await once(child.stdout, "data")) as [Buffer];
  const time = performance.now() - begin;
  const [code] = (await ended) as [number | null];
  if (code !== 0 || !output.includes("Rex")) throw new Error(`${program}.js failed with exit code ${code}.`);
  return time;
}

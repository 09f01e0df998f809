/**
 * Loading a description beside its bare parse: text in memory to the names, titles and descriptions of all
 * tools, garbage collected between runs.
 *
 *     node --conditions=@mcs/source --expose-gc benchmarks/load.ts FOLDER [--json]
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { HttpPort } from "@mcs/core/ports";
import { RestToolDriver } from "@mcs/driver-rest-openapi";

const RUNS = 9;
const SMALLEST = 100_000;

const folder = process.argv[2] ?? "../shared/openapi/corpus";
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
const rows: Array<{ file: string; bytes: number; ratio: number; first: number }> = [];

for (const file of files) {
  const body = readFileSync(join(folder, file));
  if (body.byteLength < SMALLEST) continue;
  rows.push({ file, bytes: body.byteLength, ...(await measure(body)) });
}
rows.sort((a, b) => b.bytes - a.bytes);
const ratios = rows.map(({ ratio }) => ratio).sort((a, b) => a - b);
const median = ratios[ratios.length >> 1] ?? Number.NaN;
const largest = Math.max(...rows.slice(0, 5).map(({ ratio }) => ratio));
const slowest = Math.max(...rows.map(({ first }) => first));
const results = [
  { figure: "load over bare parse, median", ratio: median, target: 1.15, met: median <= 1.15 },
  { figure: "load over bare parse, five largest", ratio: largest, target: 1.25, met: largest <= 1.25 },
  { figure: "full schema of one tool, slowest document, ms", ratio: slowest, target: 1, met: slowest <= 1 },
];
if (process.argv.includes("--json")) console.log(JSON.stringify({ results, rows }));
else {
  console.table(rows.slice(0, 12));
  console.table(results);
}

interface Measured {
  readonly ratio: number;
  /** Milliseconds to the parameters of one tool. */
  readonly first: number;
}

/**
 * Medians of runs that begin alike: each in a series of its own, with what the run before made still alive and
 * the rest collected. Runs in turn would not: an engine that still knows the shapes of a document's objects
 * parses it twice as fast as one that has just forgotten them.
 */
async function measure(body: Uint8Array): Promise<Measured> {
  const text = (): string => Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
  const parse = await series(async () => JSON.parse(text()) as unknown);
  const load = await series(async () => {
    const driver = new RestToolDriver({ url: "http://api.test/openapi.json", http: inMemory(body) });
    const tools = await driver.listTools();
    return { driver, read: tools.map(({ name, title, description }) => [name, title, description]) };
  });
  return { ratio: load / parse, first: await timeFirst(body) };
}

async function series(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  let kept: unknown;
  for (let i = 0; i < RUNS; i++) {
    globalThis.gc?.();
    const start = performance.now();
    const made = await run();
    times.push(performance.now() - start);
    kept = made;
  }
  if (kept === undefined) throw new Error("a run made nothing");
  return times.sort((a, b) => a - b)[RUNS >> 1] ?? Number.NaN;
}

async function timeFirst(body: Uint8Array): Promise<number> {
  const driver = new RestToolDriver({ url: "http://api.test/openapi.json", http: inMemory(body) });
  const tools = await driver.listTools();
  const tool = tools[tools.length >> 1];
  const start = performance.now();
  void tool?.parameters;
  return performance.now() - start;
}

function inMemory(body: Uint8Array): HttpPort {
  return {
    adapter: "memory",
    request: async () => ({ status: 200, headers: {}, body, truncated: false }),
    close: async () => undefined,
  };
}

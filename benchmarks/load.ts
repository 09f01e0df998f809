/**
 * Loading a description beside its bare parse: text in memory to the names, titles and descriptions of all
 * tools, garbage collected between runs. `pnpm bench load` takes the documents of the shared corpus;
 * `node --conditions=@mcs/source --expose-gc benchmarks/load.ts FOLDER` takes others.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { HttpPort } from "@mcs/core/ports";
import { RestToolDriver } from "@mcs/driver-rest-openapi";
import { atMost, type Figure, median } from "./src/figure.ts";
import { report } from "./src/report.ts";

const RUNS = 7;
/** So often a series of parses and one of loads follow each other: the speed of a machine changes within seconds. */
const ROUNDS = 5;
const SMALLEST = 100_000;
const LARGE = 5;
/** So many of a document's tools are asked for their schema. */
const TOOLS = 50;
const URL_OF_DOCUMENT = "http://api.test/openapi.json";
const CORPUS = join(import.meta.dirname, "../../shared/openapi/corpus");

const { positionals } = parseArgs({ allowPositionals: true, options: { json: { type: "boolean" } } });
const folder = positionals[0] ?? CORPUS;
if (!existsSync(folder)) console.error(`There are no documents in ${folder}: nothing was measured.`);
report(existsSync(folder) ? await measureFolder(folder) : []);

async function measureFolder(folder: string): Promise<readonly Figure[]> {
  const documents = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => readFileSync(join(folder, name)))
    .filter(({ byteLength }) => byteLength >= SMALLEST)
    .sort((a, b) => b.byteLength - a.byteLength);
  const all: Measured[] = [];
  for (const body of documents) all.push(await measure(body));
  const byRatio = all.toSorted((a, b) => ratio(a) - ratio(b));
  const worst = all.slice(0, LARGE).toSorted((a, b) => ratio(b) - ratio(a))[0];
  const middle = byRatio[byRatio.length >> 1];
  const slowest = (of: (measured: Measured) => number): number => Math.max(...all.map(of));
  const largest = all.toSorted((a, b) => b.peak / b.parsed - a.peak / a.parsed)[0];
  return [
    ...(middle === undefined
      ? []
      : [atMost(1.15, { name: "load over bare parse, median", ...values(middle) })]),
    ...(worst === undefined
      ? []
      : [atMost(1.25, { name: `the same, worst of the ${LARGE} largest`, ...values(worst) })]),
    ...(largest === undefined
      ? []
      : [
          atMost(2, {
            name: "peak memory over the parsed document, worst",
            unit: "MB",
            ours: largest.peak,
            peer: largest.parsed,
          }),
        ]),
    atMost(1, {
      name: "first schema of a tool over 1 ms, code warm: the middle tool",
      unit: "ms",
      ours: slowest(({ middleTool }) => middleTool),
      peer: 1,
    }),
    atMost(1, {
      name: "the same, the slowest tool",
      unit: "ms",
      ours: slowest(({ slowestTool }) => slowestTool),
      peer: 1,
    }),
  ];
}

function ratio({ load, parse }: Pair): number {
  return load / parse;
}

function values({ load, parse }: Pair) {
  return { unit: "ms", ours: load, peer: parse };
}

interface Pair {
  /** Milliseconds. */
  readonly load: number;
  /** Milliseconds. */
  readonly parse: number;
}

interface Measured extends Pair {
  /** Milliseconds to the parameters of the middle one of the tools that were tried, and of the slowest. */
  readonly middleTool: number;
  readonly slowestTool: number;
  /** Megabytes that loading took besides the text, what is garbage afterwards included. */
  readonly peak: number;
  /** Megabytes of the bare parse's result. */
  readonly parsed: number;
}

/**
 * Medians of runs that begin alike: each in a series of its own, with what the run before made still alive and
 * the rest collected. Runs in turn would not: an engine that still knows the shapes of a document's objects
 * parses it twice as fast as one that has just forgotten them. Of the rounds it is the one with the middle ratio.
 */
async function measure(body: Uint8Array): Promise<Measured> {
  const text = (): string => Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8");
  const parse = async (): Promise<unknown> => JSON.parse(text());
  const load = async (): Promise<unknown> => {
    const driver = new RestToolDriver({ url: URL_OF_DOCUMENT, http: inMemory(body) });
    const tools = await driver.listTools();
    return { driver, read: tools.map(({ name, title, description }) => [name, title, description]) };
  };
  const rounds: Pair[] = [];
  for (let i = 0; i < ROUNDS; i++) rounds.push({ parse: await series(parse), load: await series(load) });
  const middle = rounds.toSorted((a, b) => ratio(a) - ratio(b))[ROUNDS >> 1] as Pair;
  return {
    ...middle,
    ...(await timeFirst(body)),
    peak: (await megabytes(load, false)) - (await megabytes(async () => text(), false)),
    parsed: await megabytes(parse, true),
  };
}

/**
 * What the heap and the texts beside it grow by: to what is kept, or to that and what is not yet collected. The
 * middle of several, for the engine now and then counts a text twice.
 */
async function megabytes(run: () => Promise<unknown>, collected: boolean): Promise<number> {
  const grown: number[] = [];
  for (let i = 0; i < RUNS; i++) grown.push(await growth(run, collected));
  return median(grown);
}

async function growth(run: () => Promise<unknown>, collected: boolean): Promise<number> {
  globalThis.gc?.();
  const before = used();
  const kept = await run();
  if (collected) globalThis.gc?.();
  const grown = used() - before;
  if (kept === undefined) throw new Error("a run made nothing");
  return grown / 1e6;
}

function used(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
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
  return median(times);
}

/**
 * First demands of single tools, each of a driver that was asked for nothing else. What a process compiles with
 * the very first one of all is not part of it: the code was run before.
 */
async function timeFirst(body: Uint8Array): Promise<Pick<Measured, "middleTool" | "slowestTool">> {
  const document = JSON.parse(Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString("utf8"));
  const count = (await new RestToolDriver({ document }).listTools()).length;
  const once = async (index: number): Promise<number> => {
    const tool = (await new RestToolDriver({ document }).listTools())[index];
    const start = performance.now();
    void tool?.parameters;
    return performance.now() - start;
  };
  const often = async (index: number): Promise<number> => {
    const times: number[] = [];
    for (let i = 0; i < RUNS; i++) times.push(await once(index));
    return median(times);
  };
  const tried: { readonly index: number; readonly time: number }[] = [];
  for (const warm of [true, false]) {
    for (let index = 0; index < count; index += Math.ceil(count / TOOLS)) {
      const time = await once(index);
      if (!warm) tried.push({ index, time });
    }
  }
  tried.sort((a, b) => a.time - b.time);
  const [middle, last] = [tried[tried.length >> 1], tried.at(-1)];
  return {
    middleTool: middle === undefined ? 0 : await often(middle.index),
    slowestTool: last === undefined ? 0 : await often(last.index),
  };
}

/** The document and nothing else: files that it refers to are not part of what is parsed either. */
function inMemory(body: Uint8Array): HttpPort {
  return {
    adapter: "memory",
    request: async ({ url }) =>
      url === URL_OF_DOCUMENT
        ? { status: 200, headers: {}, body, truncated: false }
        : { status: 404, headers: {}, body: new Uint8Array(), truncated: false },
    close: async () => undefined,
  };
}

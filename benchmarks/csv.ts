/**
 * The CSV driver beside DuckDB and papaparse, each in a process of its own, over files of 10 MB, 200 MB and 2 GB (or
 * of the sizes in megabytes that `CSV_SIZES` lists). Contenders take turns, and the median of their ratios counts.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { type Contender, startContender, type Task } from "./src/csv-contender.ts";
import { FOLDER, ordersFile } from "./src/csv-data.ts";
import { atMost, type Figure, median, shown } from "./src/figure.ts";
import { report } from "./src/report.ts";

const SIZES = (process.env.CSV_SIZES ?? "10,200,2000").split(",").map(Number);
/** The size that the limits on ratios are meant for, and what they are. */
const JUDGED = 200;
const LIMITS: Readonly<Partial<Record<Task, number>>> = { stats: 0.8, groups: 0.85, count: 0.6 };
const QUICK_MS = 10;
const MEMORY_MB = 120;
const TASKS: readonly Task[] = ["stats", "groups", "count", "filter"];

// What users run is built: types that are stripped at the start cost memory.
execFileSync("pnpm", ["run", "build"], { cwd: join(import.meta.dirname, ".."), stdio: "ignore" });
const figures: Figure[] = [];
for (const size of SIZES) figures.push(...(await measure(size)));
report(figures);

async function measure(size: number): Promise<readonly Figure[]> {
  const file = ordersFile(size * 1e6);
  const rounds = size > 1000 ? 3 : 9;
  await using ours = await startContender("ours");
  await using duckdb = await startContender("duckdb");
  await using raw = await startContender("raw");
  const found: Figure[] = [];
  const name = (what: string): string => `${what}, ${size} MB`;
  const head = await times(ours, "head", file, 9);
  for (const task of TASKS) {
    const pairs = await turns(task, file, ours, duckdb, rounds);
    const ratio = median(pairs.map(([one, other]) => one / other));
    const peer = median(pairs.map(([, other]) => other));
    const limit = LIMITS[task];
    const pair = { name: name(`${task} beside DuckDB`), unit: "ms", ours: ratio * peer, peer };
    found.push(size === JUDGED && limit !== undefined ? atMost(limit, pair) : shown(pair));
  }
  const slice = (await times(ours, "slice", file, 9)).slice(1);
  found.push(atMost(1, { name: name("head"), unit: "ms", ours: median(head), peer: QUICK_MS }));
  found.push(
    atMost(1, { name: name("slice, offsets known"), unit: "ms", ours: median(slice), peer: QUICK_MS }),
  );
  const memory = peakOf("csv-stats", file);
  const { peakMb } = await duckdb.run("count", file);
  found.push(atMost(1, { name: name("memory, most allowed"), unit: "MB", ours: memory, peer: MEMORY_MB }));
  found.push(shown({ name: name("memory beside DuckDB"), unit: "MB", ours: memory, peer: peakMb }));
  const stats = await ours.run("stats", file);
  const floors = { read: await raw.run("stats", file), lines: await raw.run("count", file) };
  found.push(
    shown({ name: name("stats over a raw read"), unit: "ms", ours: stats.ms, peer: floors.read.ms }),
  );
  const count = await ours.run("count", file);
  found.push(shown({ name: name("count over wc -l"), unit: "ms", ours: count.ms, peer: floors.lines.ms }));
  await using papaparse = await startContender("papaparse");
  const slow = await papaparse.run("stats", file);
  found.push(shown({ name: name("stats beside papaparse"), unit: "ms", ours: stats.ms, peer: slow.ms }));
  return found;
}

/** The memory of a program that does nothing else, in MB. */
function peakOf(program: string, file: string): number {
  const path = join(import.meta.dirname, `programs/${program}.js`);
  return Number(execFileSync(process.execPath, [path, FOLDER, file], { encoding: "utf8" }));
}

/** Milliseconds of both in each round; the one who begins changes. The first round warms up. */
async function turns(
  task: Task,
  file: string,
  ours: Contender,
  peer: Contender,
  rounds: number,
): Promise<ReadonlyArray<readonly [ours: number, peer: number]>> {
  const pairs: Array<readonly [number, number]> = [];
  for (let round = 0; round <= rounds; round++) {
    const order = round % 2 === 0 ? [ours, peer] : [peer, ours];
    const results = new Map<Contender, number>();
    for (const contender of order) results.set(contender, (await contender.run(task, file)).ms);
    if (round > 0) pairs.push([results.get(ours) ?? 0, results.get(peer) ?? 0]);
  }
  return pairs;
}

async function times(contender: Contender, task: Task, file: string, rounds: number): Promise<number[]> {
  const all: number[] = [];
  for (let round = 0; round < rounds; round++) all.push((await contender.run(task, file)).ms);
  return all;
}

/**
 * The CSV driver, without and with the engine, beside DuckDB and papaparse, each in a process of its own, over files of 10 MB, 200 MB and 2 GB (or
 * of the sizes in megabytes that `CSV_SIZES` lists). Contenders take turns, and the median of their ratios counts.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { type Contender, startContender, type Task } from "./src/csv-contender.ts";
import { FOLDER, ordersFile } from "./src/csv-data.ts";
import { atMost, type Figure, median, type Pair, shown } from "./src/figure.ts";
import { report } from "./src/report.ts";

const SIZES = (process.env.CSV_SIZES ?? "10,200,2000").split(",").map(Number);
/** The size that the limits on ratios are meant for, and what they are. */
const JUDGED = 200;
const LIMITS: Readonly<Partial<Record<Task, number>>> = { stats: 0.8, groups: 0.85, count: 0.6 };
/** With the engine, and what it costs over DuckDB alone. */
const SQL_TASKS: readonly Task[] = ["stats", "groups", "count"];
const SQL_LIMIT = 1.1;
const QUICK_MS = 10;
const MEMORY_MB = 120;
const SQL_MEMORY_MB = 400;
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
    const pair = middle(name(`${task} beside DuckDB`), await turns(task, file, ours, duckdb, rounds));
    const limit = LIMITS[task];
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
  await using engine = await startContender("engine");
  let sqlPeak = 0;
  for (const task of SQL_TASKS) {
    const pair = middle(
      name(`${task} in SQL beside DuckDB`),
      await turns(task, file, engine, duckdb, rounds),
    );
    found.push(size === JUDGED ? atMost(SQL_LIMIT, pair) : shown(pair));
    sqlPeak = Math.max(sqlPeak, (await engine.run(task, file)).peakMb);
  }
  found.push(
    atMost(1, {
      name: name("memory with SQL, most allowed"),
      unit: "MB",
      ours: sqlPeak,
      peer: SQL_MEMORY_MB,
    }),
  );
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

/** The median of the ratios, and the peer's median time. */
function middle(name: string, pairs: ReadonlyArray<readonly [ours: number, peer: number]>): Pair {
  const ratio = median(pairs.map(([one, other]) => one / other));
  const peer = median(pairs.map(([, other]) => other));
  return { name, unit: "ms", ours: ratio * peer, peer };
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

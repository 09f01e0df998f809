import { fork } from "node:child_process";
import { once } from "node:events";
import { createReadStream, readFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { FOLDER } from "./csv-data.ts";

/** What each contender is asked to do with a file. */
export type Task = "head" | "slice" | "stats" | "filter" | "groups" | "count";
type Tasks = Readonly<Partial<Record<Task, (file: string) => Promise<unknown>>>>;
export type Name = "ours" | "engine" | "duckdb" | "papaparse" | "raw";

export interface Outcome {
  readonly ms: number;
  /** The largest resident set so far, in MB: of the process, or of one that it started where that is larger. */
  readonly peakMb: number;
  readonly result: unknown;
}

/** A contender in a process of its own, so that its memory can be told from that of the others. */
export interface Contender extends AsyncDisposable {
  run(task: Task, file: string): Promise<Outcome>;
}

export async function startContender(name: Name): Promise<Contender> {
  // What is built is run, as users have it: the condition that leads to the sources is left out.
  const execArgv = process.execArgv.filter((option) => !option.startsWith("--conditions"));
  const child = fork(fileURLToPath(import.meta.url), [name], { execArgv });
  await once(child, "message");
  return {
    async run(task, file) {
      child.send({ task, file });
      const [outcome] = (await once(child, "message")) as [Outcome | { readonly error: string }];
      if ("error" in outcome) throw new Error(`${name}, ${task}: ${outcome.error}`);
      return outcome;
    },
    async [Symbol.asyncDispose]() {
      child.kill();
      await once(child, "exit");
    },
  };
}

const LAST_SLICE = 100_000;

async function ours(): Promise<Tasks> {
  const { CsvToolDriver } = await import("@mcs/driver-csv");
  const driver = new CsvToolDriver({ root: FOLDER });
  const aggregate = (table: string, rest: object): Promise<unknown> =>
    driver.executeTool("aggregate", { table, ...rest });
  const stats = ["count", "sum", "min", "max", "avg"].map((op) => ({ op, column: "price" }));
  return {
    head: (table) => driver.executeTool("read_rows", { table, limit: 10 }),
    slice: (table) => driver.executeTool("read_rows", { table, start: -LAST_SLICE, limit: 10 }),
    stats: (table) => aggregate(table, { measures: stats }),
    filter: (table) => aggregate(table, { where: { column: "price", op: ">", value: 499 } }),
    groups: (table) =>
      aggregate(table, { group_by: ["city"], measures: [{ op: "count" }, { op: "sum", column: "price" }] }),
    count: (table) => aggregate(table, {}),
  };
}

/** The same statements through the driver: its checks, its locks and a process of its own for each. */
async function engine(): Promise<Tasks> {
  const { CsvToolDriver } = await import("@mcs/driver-csv");
  const driver = new CsvToolDriver({ root: FOLDER });
  return statements(
    (sql) => driver.executeTool("run_sql", { sql }),
    (file) => `FROM "${file}"`,
  );
}

async function duckdb(): Promise<Tasks> {
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  return statements(
    async (sql) => (await connection.runAndReadAll(sql)).getRowsJson(),
    (file) => `FROM read_csv('${join(FOLDER, file)}')`,
  );
}

function statements(query: (sql: string) => Promise<unknown>, from: (file: string) => string): Tasks {
  return {
    head: (file) => query(`SELECT * ${from(file)} LIMIT 10`),
    stats: (file) =>
      query(`SELECT count(price), sum(price), min(price), max(price), avg(price) ${from(file)}`),
    filter: (file) => query(`SELECT count(*) ${from(file)} WHERE price > 499`),
    groups: (file) => query(`SELECT city, count(*), sum(price) ${from(file)} GROUP BY city`),
    count: (file) => query(`SELECT count(*) ${from(file)}`),
  };
}

async function papaparse(): Promise<Tasks> {
  const { default: Papa } = await import("papaparse");
  const each = (file: string, take: (row: readonly string[]) => void): Promise<void> =>
    new Promise((resolve, reject) => {
      Papa.parse<string[]>(createReadStream(join(FOLDER, file)), {
        step: ({ data }) => take(data),
        complete: () => resolve(),
        error: reject,
      });
    });
  return {
    stats: async (file) => {
      let [count, sum, min, max] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      await each(file, (row) => {
        const price = Number(row[6] ?? Number.NaN);
        if (Number.isNaN(price)) return;
        count++;
        sum += price;
        min = Math.min(min, price);
        max = Math.max(max, price);
      });
      return [count, sum, min, max, sum / count];
    },
  };
}

/** The floor: nothing but reading the bytes, and what `wc -l` does with them. */
async function raw(): Promise<Tasks> {
  const blocks = async (file: string, take: (block: Buffer) => void): Promise<void> => {
    await using handle = await open(join(FOLDER, file));
    const buffer = Buffer.allocUnsafe(1 << 20);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length);
      if (bytesRead === 0) return;
      take(buffer.subarray(0, bytesRead));
    }
  };
  return {
    stats: (file) => blocks(file, () => undefined),
    count: async (file) => {
      const { spawn } = await import("node:child_process");
      const wc = spawn("wc", ["-l", join(FOLDER, file)], { stdio: "ignore" });
      return once(wc, "exit");
    },
  };
}

/** As the system counts it: `resourceUsage` begins with the memory of the process that started this one. */
function peakMb(): number {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, "utf8").split(" ").filter(Boolean);
  const peaks = ["self", ...children].map((id) => {
    const [, kilobytes] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/status`, "utf8")) ?? [];
    return Number(kilobytes ?? 0) / 1024;
  });
  return Math.max(...peaks);
}

async function serve(name: Name): Promise<void> {
  const tasks = await { ours, engine, duckdb, papaparse, raw }[name]();
  process.on("message", async ({ task, file }: { task: Task; file: string }) => {
    try {
      const begin = performance.now();
      const result = await tasks[task]?.(file);
      const ms = performance.now() - begin;
      process.send?.({ ms, peakMb: peakMb(), result });
    } catch (error) {
      process.send?.({ error: String(error) });
    }
  });
  process.send?.("ready");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await serve(process.argv[2] as Name);

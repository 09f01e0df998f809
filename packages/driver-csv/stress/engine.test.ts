import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CsvToolDriver } from "../src/index.ts";

/** Megabytes of the table. 2000 take some minutes. */
const SIZE = Number(process.env.CSV_ENGINE_MB ?? 100) * 2 ** 20;
const root = mkdtempSync(join(tmpdir(), "csv-engine-stress-"));
const driver = new CsvToolDriver({ root, timeoutMs: 600_000 });
const CITIES = ["Rome", "Oslo", "Zürich", "Lima"];
let records = 0;

/** Line ends within quotes, so that blocks of the file begin within them too. */
beforeAll(() => {
  const file = openSync(join(root, "t.csv"), "w");
  let bytes = writeSync(file, "id,city,price,note\n");
  while (bytes < SIZE) {
    const lines: string[] = [];
    for (let i = 0; i < 20_000; i++, records++) {
      const note = records % 7 === 0 ? `"two\nlines, ""${records % 1000}""\n"` : `note ${records % 50}`;
      lines.push(
        `${records},${CITIES[records % 4]},${(records * 7919) % 100_000}.${records % 90}1,${note}\n`,
      );
    }
    bytes += writeSync(file, lines.join(""));
  }
  closeSync(file);
}, 600_000);

afterAll(async () => {
  await driver.close();
  rmSync(root, { recursive: true });
});

interface Rows {
  readonly rows: readonly (readonly unknown[])[];
}

const rowsOf = async (tool: string, args: Record<string, unknown>): Promise<Rows["rows"]> =>
  ((await driver.executeTool(tool, args)) as Rows).rows;

test("the engine calculates over a large file what the scanner does, quoted line ends and all", async () => {
  const scanned = await rowsOf("aggregate", {
    table: "t.csv",
    group_by: ["city"],
    measures: [
      { op: "count" },
      { op: "sum", column: "id" },
      { op: "max", column: "price" },
      { op: "distinct", column: "note" },
      { op: "max", column: "note" },
    ],
    order_by: "city",
    ascending: true,
  });
  const queried = await rowsOf("run_sql", {
    sql: 'SELECT city, count(*), sum(id), max(price), count(DISTINCT note), max(note) FROM "t.csv" GROUP BY 1 ORDER BY 1',
  });
  expect(queried).toEqual(scanned);
  expect(scanned.reduce((sum, row) => sum + Number(row[1]), 0)).toBe(records);
});

test.skipIf(process.platform !== "linux")("a query keeps its process below 400 MB", async () => {
  let most = 0;
  const watch = setInterval(() => {
    for (const child of childrenOf(process.pid)) most = Math.max(most, residentBytes(child));
  }, 20);
  try {
    await rowsOf("run_sql", { sql: 'SELECT sum(price), min(price), avg(price) FROM "t.csv"' });
    await rowsOf("run_sql", { sql: 'SELECT city, sum(price) FROM "t.csv" GROUP BY 1' });
  } finally {
    clearInterval(watch);
  }
  expect(most).toBeGreaterThan(50 * 2 ** 20);
  expect(most).toBeLessThan(400 * 2 ** 20);
});

function childrenOf(pid: number): string[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean);
}

function residentBytes(pid: string): number {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, "utf8").split(" ")[1]) * 4096;
  } catch {
    return 0;
  }
}

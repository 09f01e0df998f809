import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test, vi } from "vitest";
import { folder, local } from "./engine-support.ts";
import { sales } from "./support.ts";

test("many queries at once wait for their turn, also when some of them give up", async () => {
  const { driver } = local({ "sales.csv": sales }, { engine: { processes: 1 } });
  const query = (signal?: AbortSignal): Promise<unknown> =>
    driver.executeTool(
      "run_sql",
      { sql: 'SELECT count(*) FROM "sales.csv"' },
      signal === undefined ? {} : { signal },
    );
  const stop = new AbortController();
  const running = Array.from({ length: 12 }, (_, i) => query(i % 3 === 0 ? stop.signal : undefined));
  stop.abort();
  const ended = await Promise.allSettled(running);
  expect(ended.map(({ status }) => status)).toEqual(
    Array.from({ length: 12 }, (_, i) => (i % 3 === 0 ? "rejected" : "fulfilled")),
  );
});

test("a program that ends without closing the driver leaves no folder and no process behind", async () => {
  const temporaryFolder = mkdtempSync(join(folder, "left-"));
  const { root } = local({ "sales.csv": sales });
  const options = JSON.stringify({ root, engine: { temporaryFolder } });
  const program = `
    import { CsvToolDriver } from "@mcs/driver-csv";
    const driver = new CsvToolDriver(${options});
    console.log((await driver.executeTool("run_sql", { sql: 'SELECT count(*) FROM "sales.csv"' })).rows);
  `;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--conditions=@mcs/source", "--input-type=module", "--eval", program],
    { cwd: import.meta.dirname },
  );
  expect(stdout).toContain("[ [ 6 ] ]");
  await vi.waitFor(() => expect(readdirSync(temporaryFolder)).toEqual([]), { timeout: 20_000 });
});

test("what exceeds the memory goes to a private folder, as far as it may, and is gone afterwards", async () => {
  const temporaryFolder = mkdtempSync(join(folder, "spill-"));
  const memoryBytes = 96 * 2 ** 20;
  const statement =
    "SELECT count(*) AS n FROM (SELECT s, row_number() OVER (ORDER BY hash(i)) AS place FROM (SELECT i, repeat('x', 600) || i AS s FROM range(300000) t(i))) WHERE length(s) > place";
  const roomy = local(
    { "sales.csv": sales },
    { engine: { maxMemoryBytes: memoryBytes, temporaryFolder, threads: 1 } },
  );
  expect((await roomy.sql(statement)).rows[0]?.[0]).toBeGreaterThan(600);
  await roomy.driver.close();
  expect(readdirSync(temporaryFolder)).toEqual([]);
  const full = local(
    { "sales.csv": sales },
    { engine: { maxMemoryBytes: memoryBytes, temporaryFolder, threads: 1, maxDiskBytes: 2 ** 20 } },
  );
  expect(await full.failure(statement)).toMatchObject({ code: "memory_cap" });
});

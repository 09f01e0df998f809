import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, vi } from "vitest";
import { type CsvOptions, CsvToolDriver } from "../src/index.ts";
import type { Result } from "./support.ts";

// Each process starts anew, and a machine may have much to do.
vi.setConfig({ testTimeout: 120_000 });

/** Where a file of tests has what it writes; gone after its last test. */
export const folder: string = mkdtempSync(join(tmpdir(), "csv-engine-test-"));
const drivers: CsvToolDriver[] = [];
afterAll(async () => {
  await Promise.all(drivers.map((driver) => driver.close()));
  rmSync(folder, { recursive: true });
});

/** Has a driver closed after the last test. */
export function closing<Bench extends { readonly driver: CsvToolDriver }>(bench: Bench): Bench {
  drivers.push(bench.driver);
  return bench;
}

interface LocalTables {
  readonly root: string;
  readonly driver: CsvToolDriver;
  readonly sql: (statement: string, more?: Record<string, unknown>) => Promise<Result>;
  readonly failure: (statement: string, more?: Record<string, unknown>) => Promise<unknown>;
}

/** A driver over real files, which the engine reads where they lie. */
export function local(files: Record<string, string | Uint8Array>, options: CsvOptions = {}): LocalTables {
  const root = mkdtempSync(join(folder, "root-"));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(root, name), content);
  const driver = new CsvToolDriver({ root, workers: 0, ...options });
  const sql = async (statement: string, more: Record<string, unknown> = {}): Promise<Result> =>
    (await driver.executeTool("run_sql", { sql: statement, ...more })) as Result;
  const failure = (statement: string, more: Record<string, unknown> = {}): Promise<unknown> =>
    sql(statement, more).then(
      (result) => result,
      (error: unknown) => error,
    );
  return closing({ root, driver, sql, failure });
}

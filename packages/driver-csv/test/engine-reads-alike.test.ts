import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { CsvToolDriver } from "../src/index.ts";
import { oddFiles } from "./odd-files.ts";
import type { Result } from "./support.ts";

vi.setConfig({ testTimeout: 60_000 });

const root = mkdtempSync(join(tmpdir(), "csv-alike-test-"));
const tables: Record<string, Record<string, unknown> & { path: string }> = {};
for (const [index, { content, options = {} }] of oddFiles.entries()) {
  const path = `odd-${index}.csv`;
  writeFileSync(join(root, path), content);
  tables[`odd ${index}`] = { ...options, path };
}
const driver = new CsvToolDriver({ root, tables, workers: 0, maxValueLength: 1e6 });
afterAll(async () => {
  await driver.close();
  rmSync(root, { recursive: true });
});

/** SQL has one kind of nothing, and no values behind the last column. */
function plain(rows: readonly (readonly unknown[])[], width: number): string[] {
  return rows.map((row) => JSON.stringify(Array.from({ length: width }, (_, i) => row[i] || null))).sort();
}

for (const [index, { name }] of oddFiles.entries()) {
  test(`the engine sees what the scanner sees: ${name}`, async () => {
    const table = `odd ${index}`;
    const scanned = (await driver.executeTool("read_rows", { table, limit: 1000 })) as Result;
    const width = scanned.columns.length;
    if (width === 0) return;
    const sql = (await driver.executeTool("run_sql", {
      sql: `SELECT * FROM "${table}"`,
      text_columns: scanned.columns,
      limit: 1000,
    })) as Result;
    expect(plain(sql.rows, width)).toEqual(plain(scanned.rows, width));
  });
}

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { CsvToolDriver, type DialectOptions } from "../src/index.ts";
import { generatedFile } from "./differential/generated-files.ts";
import { oddBytes } from "./odd-bytes.ts";
import { oddExports } from "./odd-exports.ts";
import { oddFields } from "./odd-fields.ts";
import { oddRecords } from "./odd-records.ts";
import type { Result } from "./support.ts";

vi.setConfig({ testTimeout: 120_000 });

const odd = [...oddBytes, ...oddFields, ...oddRecords, ...oddExports];
const GENERATED = 150;

const root = mkdtempSync(join(tmpdir(), "csv-alike-test-"));
const tables: Record<string, DialectOptions & { path: string }> = {};
function add(name: string, content: string | Uint8Array, options: DialectOptions = {}): void {
  const path = `${name}.csv`;
  writeFileSync(join(root, path), content);
  tables[name] = { ...options, path };
}
odd.forEach(({ content, options }, index) => {
  add(`odd ${index}`, content, options);
});
for (let seed = 1; seed <= GENERATED; seed++) {
  const { text, delimiter } = generatedFile(seed);
  add(`generated ${seed}`, text, { delimiter });
}
const driver = new CsvToolDriver({ root, tables, workers: 0, maxValueLength: 1e6, maxResultLength: 1e7 });
afterAll(async () => {
  await driver.close();
  rmSync(root, { recursive: true });
});

/** SQL has one kind of nothing, and no values behind the last column. */
function plain(rows: readonly (readonly unknown[])[], width: number): string[] {
  return rows.map((row) => JSON.stringify(Array.from({ length: width }, (_, i) => row[i] || null))).sort();
}

async function call(tool: string, args: Record<string, unknown>): Promise<Result | string> {
  return driver.executeTool(tool, args).then(
    (result) => result as Result,
    (error: { code: string }) => error.code,
  );
}

async function compare(table: string): Promise<void> {
  const scanned = await call("read_rows", { table, limit: 1000 });
  const columns = typeof scanned === "string" ? [] : scanned.columns;
  if (columns.length === 0 && typeof scanned !== "string") return;
  const sql = `SELECT * FROM "${table}"`;
  const queried = await call("run_sql", { sql, text_columns: columns, limit: 1000 });
  if (columns.length > 3000) expect(queried).toBe("limit_exceeded");
  else if (typeof scanned === "string" || typeof queried === "string")
    expect([table, queried]).toEqual([table, scanned]);
  else {
    const width = columns.length;
    expect({ table, rows: plain(queried.rows, width) }).toEqual({ table, rows: plain(scanned.rows, width) });
  }
}

odd.forEach(({ name }, index) => {
  test(`the engine sees what the scanner sees: ${name}`, () => compare(`odd ${index}`));
});

test(`the engine sees what the scanner sees in ${GENERATED} generated files`, async () => {
  for (let seed = 1; seed <= GENERATED; seed++) await compare(`generated ${seed}`);
});

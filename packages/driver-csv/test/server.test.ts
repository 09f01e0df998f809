import { MemoryAdapter } from "@mcs/adapter-memory";
import { McsError } from "@mcs/core";
import { expect, test } from "vitest";
import { CsvDriver, type CsvOptions } from "../src/index.ts";
import { FakeEngine } from "./server-support.ts";

test("a driver of a server says so, and leaves the server's adapter to its owner", async () => {
  const server = new FakeEngine();
  const driver = new CsvDriver({ server });
  expect(driver.meta.bindings).toEqual([{ capability: "csv", adapter: "clickhouse", specFormat: "Custom" }]);
  expect((await driver.listTools()).map(({ name }) => name)).not.toContain("export_rows");
  await driver.close();
  expect(server.closed).toBe(false);
});

test.each<CsvOptions>([
  { root: "data" },
  { port: new MemoryAdapter() },
  { access: "write" },
  { engine: { threads: 1 } },
  { include: ["**/*.csv"] },
])("what is about files cannot be told of a server: %j", (options) => {
  const make = () => new CsvDriver({ server: new FakeEngine(), ...options });
  expect(make).toThrow(expect.objectContaining({ code: "invalid_configuration" }));
  expect(make).toThrow(Object.keys(options)[0]);
});

test("tables are listed by a pattern and by pages", async () => {
  await using driver = new CsvDriver({ server: new FakeEngine() });
  expect(await driver.executeTool("list_tables", { pattern: "s*", limit: 1 })).toEqual({
    columns: ["table", "bytes", "modified", "rows"],
    rows: [["sales", 100, null, 3]],
    left_out: 1,
  });
  const next = await driver.executeTool("list_tables", { pattern: "s*", offset: 1 });
  expect(next).toMatchObject({ rows: [["sites", 100, null, 3]], left_out: 0 });
});

test("a table or column that is not there is an error that names those that are", async () => {
  await using driver = new CsvDriver({ server: new FakeEngine() });
  const read = (table: string, columns: string[]) => driver.executeTool("read_rows", { table, columns });
  await expect(read("sale", ["id"])).rejects.toMatchObject({
    code: "table_not_found",
    message: expect.stringContaining('"sales"'),
  });
  await expect(read("sales", ["City"])).rejects.toMatchObject({
    code: "unknown_column",
    message: expect.stringContaining('"city"'),
  });
});

test("long values are cut, rows are limited, and both are said", async () => {
  const rows = [["x".repeat(50)], ["b"], ["c"]];
  const answer = { columns: [{ name: "note", type: "String" }], rows };
  const count = { columns: [], rows: [[9]] };
  const server = new FakeEngine(answer, count);
  await using driver = new CsvDriver({ server, maxRows: 2, maxValueLength: 10 });
  expect(await driver.executeTool("run_sql", { sql: "SELECT note FROM sales", limit: 2 })).toEqual({
    columns: ["note"],
    types: ["String"],
    rows: [["xxxxxxxxxx…"], ["b"]],
    left_out: 9,
    next_offset: 2,
    notes: [expect.stringContaining("were cut")],
  });
  expect(server.limits[0]).toMatchObject({ timeoutMs: 120_000, signal: expect.any(AbortSignal) });
});

test.each([
  ["engine_failed", "sql_failed"],
  ["engine_refused", "sql_refused"],
  ["limit_exceeded", "limit_exceeded"],
])("the server's %s is %s for a model's statement", async (code, shown) => {
  const server = new FakeEngine();
  server.query = () => Promise.reject(new McsError(code, "Unknown identifier"));
  await using driver = new CsvDriver({ server });
  const call = driver.executeTool("run_sql", { sql: "SELECT a FROM sales" });
  await expect(call).rejects.toMatchObject({ code: shown, message: "Unknown identifier" });
});

test("a cursor that was not given is refused", async () => {
  await using driver = new CsvDriver({ server: new FakeEngine() });
  const where = { column: "id", op: "is_not_null" };
  const call = driver.executeTool("filter_rows", { table: "sales", where, cursor: "1; DROP TABLE sales" });
  await expect(call).rejects.toMatchObject({ code: "invalid_arguments" });
});

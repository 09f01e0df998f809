import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ClickHouseAdapter } from "@mcs/adapter-clickhouse";
import { secret } from "@mcs/core";
import { CsvDriver } from "@mcs/driver-csv";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/folder.ts";
import { type ClickHouse, ENGINES, PASSWORD, USER } from "./clickhouse.ts";
import { CALLS, PLACES, SALES } from "./clickhouse-calls.ts";

/** Where a description has its estimate. */
const DISTINCT = 3;

type Result = Readonly<Record<string, unknown>> & { readonly rows: readonly unknown[] };

describe.each(ENGINES)("$title", ({ absent, isOld, start }) => {
  const cleanup = new AsyncDisposableStack();
  let engine: ClickHouse;
  let files: CsvDriver;
  let adapter: ClickHouseAdapter;
  let server: CsvDriver;

  beforeAll(async () => {
    if (absent !== undefined) return;
    engine = cleanup.use(await start(cleanup.use(temporaryFolder()).path));
    const root = cleanup.use(temporaryFolder()).path;
    writeFileSync(join(root, "sales.csv"), csv(SALES));
    writeFileSync(join(root, "cities.csv"), csv(PLACES));
    await engine.execute(
      "CREATE TABLE sales (id Int64, city String, price Nullable(Decimal(18, 2)), qty Nullable(Int32), day Date, note String, big UInt64) ENGINE = MergeTree() ORDER BY id",
    );
    await engine.execute(
      "CREATE TABLE cities (id Int8, name String, state String) ENGINE = MergeTree() ORDER BY id",
    );
    await engine.execute(`INSERT INTO sales FORMAT JSONEachRow ${jsonLines(SALES)}`);
    await engine.execute(`INSERT INTO cities FORMAT JSONEachRow ${jsonLines(PLACES)}`);
    const tables = { sales: { path: "sales.csv" }, cities: { path: "cities.csv" } };
    files = cleanup.use(new CsvDriver({ root, include: [], tables }));
    adapter = cleanup.use(new ClickHouseAdapter({ url: engine.url, user: USER, password: secret(PASSWORD) }));
    server = cleanup.use(new CsvDriver({ server: adapter }));
  });

  afterAll(() => cleanup.disposeAsync());

  beforeEach((context) => {
    context.skip(absent !== undefined, absent);
  });

  const run = (tool: string, args: object): Promise<Result> =>
    server.executeTool(tool, { ...args }) as Promise<Result>;
  const sql = (statement: string): Promise<Result> => run("run_sql", { sql: statement });

  test.each(CALLS.map((call) => ({ ...call, shown: JSON.stringify(call.args) })))(
    "$tool answers as over a file: $shown",
    async ({ tool, args, anyOrder, isNew }) => {
      if (isNew === true && isOld) return;
      const wanted = (await files.executeTool(tool, args)) as Result;
      const found = await run(tool, args);
      // Where a file would have to be read to its end first, it says only that there is more.
      const left = typeof wanted.left_out === "string" ? { left_out: found.left_out } : {};
      expect(compared(found, anyOrder)).toEqual({ ...compared(wanted, anyOrder), ...left });
    },
  );

  test("the tools are those of files, with the same parameters", async () => {
    const names = async (driver: CsvDriver) =>
      (await driver.listTools()).map(({ name, parameters }) => [name, parameters.map((each) => each.name)]);
    const over = (await names(files)).map(([name, parameters]) =>
      name === "run_sql"
        ? [name, (parameters as string[]).filter((each) => each !== "text_columns")]
        : [name, parameters],
    );
    expect((await names(server)).toSorted()).toEqual(over.toSorted());
  });

  test("tables are listed and described", async () => {
    const { columns, rows } = await run("list_tables", {});
    expect(columns).toEqual(["table", "bytes", "modified", "rows"]);
    expect(rows.map((row) => (row as unknown[])[0])).toEqual(["cities", "sales"]);
    const described = await run("describe_table", { table: "sales", scan: "full" });
    const wanted = (await files.executeTool("describe_table", { table: "sales" })) as Result;
    const figures = ({ rows }: Result) =>
      rows.map((row) => (row as unknown[]).slice(0, 6).filter((_, place) => place !== DISTINCT));
    const distinct = ({ rows }: Result) => rows.map((row) => Number((row as unknown[])[DISTINCT]));
    expect(figures(described)).toEqual(figures(wanted));
    const estimates = distinct(wanted);
    distinct(described).forEach((found, index) => {
      expect(Math.abs(found - (estimates[index] ?? 0))).toBeLessThan(3);
    });
    expect(described).toMatchObject({ record_count: 60, record_count_is: "exact", left_out: 0 });
  });

  test("pages of a filter go on where the last one ended", async () => {
    const where = { column: "city", op: "is_not_null" };
    const seen: unknown[] = [];
    let cursor: unknown;
    do {
      const page = await run("filter_rows", {
        table: "sales",
        where,
        columns: ["id"],
        limit: 10,
        ...(cursor === undefined ? {} : { cursor }),
      });
      seen.push(...page.rows.flat());
      cursor = page.cursor;
    } while (cursor !== undefined);
    expect(seen).toEqual(SALES.filter(({ city }) => city !== "").map(({ id }) => id));
  });

  test("a sample is the same for the same seed", async () => {
    const sample = (seed: number) => run("read_rows", { table: "sales", sample: true, seed, limit: 10 });
    expect((await sample(1)).rows).toEqual((await sample(1)).rows);
    expect((await sample(1)).rows).not.toEqual((await sample(2)).rows);
  });

  test("values arrive without loss", async () => {
    const { rows } = await sql(
      "SELECT toInt64(9007199254740993), toUInt64(7), toDecimal128('12345678901234567890.12', 2), toDecimal32('1.5', 1), nan, 1 / 0, -1 / 0, NULL, [1, 2], 0.1 + 0.2, toDateTime('2024-01-02 03:04:05'), 'a\\'b\\\\c\\n'",
    );
    expect(rows).toEqual([
      [
        "9007199254740993",
        7,
        "12345678901234567890.12",
        1.5,
        "nan",
        "inf",
        "-inf",
        null,
        "[1,2]",
        0.30000000000000004,
        "2024-01-02 03:04:05",
        "a'b\\c\n",
      ],
    ]);
  });

  test.each([
    "INSERT INTO sales (id) VALUES (1)",
    "DROP TABLE sales",
    "SELECT 1; DROP TABLE sales",
    "SELECT 1) FORMAT CSV --",
    "SELECT 1 INTO OUTFILE '/tmp/x'",
    "SELECT * FROM url('http://127.0.0.1:1/', 'CSV', 'a String')",
    "SELECT * FROM file('/etc/passwd', 'CSV', 'a String')",
    "SELECT file('/etc/passwd')",
    "SELECT $a$'$a$ || file('/etc/passwd') || $a$'$a$",
    "SELECT * APPLY file FROM (SELECT '/etc/passwd')",
    "SELECT * FROM remote('127.0.0.1:1', system.one)",
    "SELECT * FROM `url`('http://127.0.0.1:1/', 'CSV', 'a String')",
    "SELECT name FROM system.tables",
    "SELECT name FROM /* a comment */ `system` . tables",
  ])("a model's statement cannot leave its tables: %s", async (statement) => {
    await expect(sql(statement)).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:sql_refused|sql_failed)$/),
    });
    expect(await engine.execute("SELECT count() FROM sales FORMAT TabSeparated")).toBe("60\n");
  });

  test.each([
    "INSERT INTO sales (id) VALUES (1)",
    "DROP TABLE sales",
    "CREATE TABLE other (a Int8) ENGINE = Memory",
    "SELECT * FROM url('http://127.0.0.1:1/', 'CSV', 'a String')",
    "SELECT * FROM file('/etc/passwd', 'CSV', 'a String')",
    "SELECT * FROM remote('127.0.0.1:1', system.one)",
    "SELECT * FROM mysql('127.0.0.1:1', 'a', 'b', 'c', 'd')",
  ])("the server itself refuses what reaches it: %s", async (statement) => {
    await expect(adapter.query(statement)).rejects.toMatchObject({
      code: expect.stringMatching(/^engine_(?:refused|failed)$/),
    });
    expect(await engine.execute("SELECT count() FROM sales FORMAT TabSeparated")).toBe("60\n");
  });

  test("a statement cannot lift its limits", async () => {
    const lifted = "SELECT count() FROM system.numbers SETTINGS max_execution_time = 0, readonly = 0";
    await expect(adapter.query(lifted, { timeoutMs: 3000 })).rejects.toMatchObject({
      code: expect.stringMatching(/^engine_(?:refused|failed)$/),
    });
  });

  test("limits of rows, bytes, time and memory are errors of their own", async () => {
    const many = "SELECT number FROM system.numbers LIMIT 100";
    await expect(adapter.query(many, { maxRows: 10 })).rejects.toMatchObject({ code: "limit_exceeded" });
    await expect(adapter.query(many, { maxBytes: 100 })).rejects.toMatchObject({ code: "limit_exceeded" });
    const endless = adapter.query("SELECT count() FROM system.numbers", { timeoutMs: 1000 });
    await expect(endless).rejects.toMatchObject({ code: "timeout" });
    await using tight = new ClickHouseAdapter({
      url: engine.url,
      user: USER,
      password: secret(PASSWORD),
      maxMemoryBytes: 20_000_000,
    });
    const large = "SELECT uniqExact(number) FROM (SELECT number FROM system.numbers LIMIT 10000000)";
    await expect(tight.query(large)).rejects.toMatchObject({ code: "limit_exceeded" });
  });

  test("what is aborted ends on the server, too", async (context) => {
    context.skip(!isOld, "chdb runs one statement at a time and cannot be asked to end it");
    const stop = new AbortController();
    const endless = adapter.query("SELECT count() FROM system.numbers", { signal: stop.signal });
    const running =
      "SELECT count() FROM system.processes WHERE query LIKE '%FROM system.numbers%' AND query NOT LIKE '%processes%' FORMAT TabSeparated";
    await expect.poll(() => engine.execute(running)).toBe("1\n");
    stop.abort();
    await expect(endless).rejects.toMatchObject({ code: "aborted" });
    await expect.poll(() => engine.execute(running), { timeout: 10_000 }).toBe("0\n");
  });

  test("a wrong password is refused, and not told", async () => {
    const password = "wr0ng-password";
    await using stranger = new ClickHouseAdapter({ url: engine.url, user: USER, password: secret(password) });
    const error = await stranger.tables().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "engine_refused" });
    expect(String(error)).not.toContain(password);
  });

  test("the driver is well while the server answers", async () => {
    expect(await server.healthcheck()).toEqual({ status: "OK" });
    await using other = new ClickHouseAdapter({ url: "http://127.0.0.1:1" });
    await using driver = new CsvDriver({ server: other });
    expect(await driver.healthcheck()).toMatchObject({
      status: "ERROR",
      detail: expect.stringContaining("cannot be reached"),
    });
  });
});

function csv(records: typeof SALES): string {
  const [first = {}] = records;
  const line = (values: readonly string[]): string =>
    values.map((value) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(",");
  return `${[Object.keys(first), ...records.map((record) => Object.values(record))].map(line).join("\n")}\n`;
}

/** Digits go as they are; what is empty in a column that is no text is left out. */
function jsonLines(records: typeof SALES): string {
  const texts = new Set(["city", "note", "name", "state", "day"]);
  return records
    .map((record) => {
      const fields = Object.entries(record)
        .filter(([name, value]) => texts.has(name) || value !== "")
        .map(([name, value]) => `${JSON.stringify(name)}:${texts.has(name) ? JSON.stringify(value) : value}`);
      return `{${fields.join(",")}}`;
    })
    .join("\n");
}

/** What a model sees of a result, without remarks and the places of files. What is empty in a file is null on a server. */
function compared({ columns, rows, start, left_out, records, next_start }: Result, anyOrder = false): object {
  const shown = rows.map((row) => JSON.stringify(row, (_, value) => (value === null ? "" : value)));
  return { columns, rows: anyOrder ? shown.toSorted() : shown, start, left_out, records, next_start };
}

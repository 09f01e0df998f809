import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { HttpAdapter } from "@mcs/adapter-http";
import { afterAll, describe, expect, test, vi } from "vitest";
import { type CsvOptions, CsvToolDriver } from "../src/index.ts";
import { bench, type Result, sales } from "./support.ts";

// Each process starts anew, and a machine may have much to do.
vi.setConfig({ testTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), "csv-engine-test-"));
const drivers: CsvToolDriver[] = [];
afterAll(async () => {
  await Promise.all(drivers.map((driver) => driver.close()));
  rmSync(folder, { recursive: true });
});

/** A driver over real files, which the engine reads where they lie. */
function local(files: Record<string, string | Uint8Array>, options: CsvOptions = {}) {
  const root = mkdtempSync(join(folder, "root-"));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(root, name), content);
  const driver = new CsvToolDriver({ root, workers: 0, ...options });
  drivers.push(driver);
  const sql = async (statement: string, more: Record<string, unknown> = {}): Promise<Result> =>
    (await driver.executeTool("run_sql", { sql: statement, ...more })) as Result;
  const failure = (statement: string, more: Record<string, unknown> = {}): Promise<unknown> =>
    sql(statement, more).then(
      (result) => result,
      (error: unknown) => error,
    );
  return { root, driver, sql, failure };
}

const customers = "name;since\nAnn;2001\nBob;2005\nZoe;2010\n";

describe("run_sql", () => {
  const { sql, failure } = local({ "sales.csv": sales, "customers.csv": customers });

  test("groups, joins and sorts over the tables that the statement names", async () => {
    const result = await sql(
      `SELECT c.since, count(*) AS n, sum(s.price) AS total FROM "sales.csv" s JOIN "customers.csv" c ON s.customer = c.name GROUP BY 1 ORDER BY 1`,
    );
    expect(result).toMatchObject({
      columns: ["since", "n", "total"],
      types: ["BIGINT", "BIGINT", "DOUBLE"],
      rows: [
        [2001, 3, 100.08999999999999],
        [2005, 1, 0.2],
      ],
      left_out: 0,
    });
  });

  test("empty values are NULL, texts are texts, dates are dates", async () => {
    const result = await sql(
      `SELECT id, city, quantity, day FROM "sales.csv" WHERE day >= DATE '2024-03-01' ORDER BY id`,
    );
    expect(result.types).toEqual(["BIGINT", "VARCHAR", "VARCHAR", "DATE"]);
    expect(result.rows).toEqual([
      [5, "Oslo", "x", "2024-03-01"],
      [6, null, "7", "2024-03-02"],
    ]);
  });

  test("common table expressions, window functions and subqueries run", async () => {
    const result = await sql(
      `WITH best AS (SELECT *, row_number() OVER (PARTITION BY city ORDER BY price DESC NULLS LAST) AS place FROM 'sales.csv') SELECT city, id FROM best WHERE place = 1 AND city IN (SELECT city FROM "sales.csv") ORDER BY city`,
    );
    expect(result.rows).toEqual([
      ["Oslo", 5],
      ["Paris", 4],
      ["Rome", 3],
    ]);
  });

  test("a table that is not there is an error, and so is a column", async () => {
    expect(await failure('SELECT * FROM "gone.csv"')).toMatchObject({ code: "table_not_found" });
    expect(await failure('SELECT town FROM "sales.csv"')).toMatchObject({ code: "sql_failed" });
    expect(String(await failure("SELECT * FROM sales.csv"))).toContain('"sales.csv"');
  });

  test("pages of a result, with what is left out", async () => {
    const first = await sql('SELECT id FROM "sales.csv" ORDER BY id', { limit: 4 });
    expect([first.rows, first.left_out, first.next_offset]).toEqual([[[1], [2], [3], [4]], 2, 4]);
    const second = await sql('SELECT id FROM "sales.csv" ORDER BY id', { limit: 4, offset: 4 });
    expect([second.rows, second.left_out, second.next_offset]).toEqual([[[5], [6]], 0, undefined]);
    const large = await sql("SELECT i FROM range(2000000000) t(i)", { limit: 2 });
    expect([large.rows, large.left_out]).toEqual([[[0], [1]], "more than a million rows"]);
  });

  test("long values are cut visibly, and long results end early", async () => {
    const cut = await sql("SELECT repeat('x', 100000) AS long, [i for i in range(5000)] AS list");
    expect([
      String(cut.rows[0]?.[0]).length,
      String(cut.rows[0]?.[0]).endsWith("…"),
      cut.notes.length,
    ]).toEqual([2001, true, 1]);
    expect(String(cut.rows[0]?.[1])).toMatch(/^\[.*…$/);
    const many = await sql("SELECT repeat('x', 1000) FROM range(900)", { limit: 1000 });
    expect(many.rows.length).toBeLessThan(70);
    expect(many.left_out).toBe(900 - many.rows.length);
  });
});

describe("no digit is lost", () => {
  test("in numbers that JSON would round, in sums, decimals and dates", async () => {
    const { sql } = local({ "n.csv": "big,code,day\n9007199254740993,007,2024-01-02\n5,1e5,2024-01-03\n" });
    const result = await sql(
      `SELECT big, code, day, big::HUGEINT * 10000000000 AS huge, CAST('12345678901234567.89' AS DECIMAL(30,2)) AS exact, 0.10::DECIMAL(4,2) AS small FROM "n.csv" ORDER BY day`,
    );
    expect(result.rows).toEqual([
      ["9007199254740993", "007", "2024-01-02", "90071992547409930000000000", "12345678901234567.89", 0.1],
      [5, "1e5", "2024-01-03", 50000000000, "12345678901234567.89", 0.1],
    ]);
  });

  test("a value that is not of the column's type is an error that names it, not a rounded one", async () => {
    const lines = (last: string): string =>
      `id,n\n${"1,10\n".repeat(40_000)}2,${last}\n${"1,10\n".repeat(110_000)}`;
    const values = ["1.5", "007", "1e5", "12345678901234567890", "x"];
    const { failure, sql } = local({
      ...Object.fromEntries(values.map((value, index) => [`n-${index}.csv`, lines(value)])),
      "decimals.csv": lines("0.12345678901234567890").replace("1,10", "1,1.5"),
    });
    for (const [index, value] of values.entries()) {
      const error = await failure(`SELECT sum(n) FROM "n-${index}.csv"`);
      expect(error).toMatchObject({ code: "type_mismatch" });
      expect(String(error)).toContain("text_columns");
      const text = await sql(`SELECT n FROM "n-${index}.csv" WHERE id = 2`, { text_columns: ["n"] });
      expect(text.rows).toEqual([[value]]);
    }
    expect(await failure('SELECT sum(n) FROM "decimals.csv"')).toMatchObject({ code: "type_mismatch" });
  });
});

describe("tables that the engine cannot open where they are", () => {
  const text = `id,city\n${Array.from({ length: 3000 }, (_, i) => `${i},Zürich ${i % 7}`).join("\n")}\n`;
  const query =
    'SELECT count(*) AS n, count(DISTINCT city) AS cities, max(city) AS city, sum(id) AS ids FROM "t.csv"';
  const expected = [[3000, 7, "Zürich 6", 4498500]];

  test("in memory, compressed, in other encodings, under titles, between comments, of fixed widths", async () => {
    const forms: Record<string, string | Uint8Array> = {
      "plain.csv": text,
      "gzip.csv.gz": gzipSync(text),
      "utf16.csv": Buffer.from(`\ufeff${text}`, "utf16le"),
      "latin1.csv": Buffer.from(text, "latin1"),
      "mark.csv": `\ufeff${text}`,
      "cr.csv": text.replaceAll("\n", "\r"),
      "quotes.csv": text.replace("1500,Zürich 2\n", '1500,"Zürich 2"\n'),
      "titles.csv": `Report of the day\nin two lines\n\n${text}`,
      "comments.csv": `# a comment\n${text.replace("\n2000,", "\n# another, within\n2000,")}`,
      "fixed.csv": text.replace(/^(\w+),/gm, (_, id: string) => id.padEnd(6)),
    };
    const tables = { "fixed.csv": { path: "fixed.csv", widths: [6, 20] } };
    const inMemory = bench(forms, { tables });
    drivers.push(inMemory.driver);
    const onDisk = local(forms, { tables });
    for (const name of Object.keys(forms)) {
      const sql = query.replace("t.csv", name);
      expect([name, (await inMemory.call("run_sql", { sql })).rows]).toEqual([name, expected]);
      expect([name, (await onDisk.sql(sql)).rows]).toEqual([name, expected]);
    }
  });

  test("behind HTTP, joined with a file of this machine", async () => {
    const server = createServer((_request, response) => response.end("city;country\nZürich 1;CH\n")).listen(
      0,
      "127.0.0.1",
    );
    await once(server, "listening");
    const http = new HttpAdapter();
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/c.csv`;
    const { sql } = local({ "t.csv": text }, { http, tables: { countries: { url } } });
    const { rows } = await sql(
      'SELECT country, count(*) FROM "t.csv" JOIN countries USING (city) GROUP BY 1',
    );
    expect(rows).toEqual([["CH", 429]]);
    await http.close();
    server.close();
  });

  test("several files are one table, each in its own dialect", async () => {
    const { sql } = local({
      "log-1.csv": "day,n,x\n2024-01-01,1,1.5\n2024-01-02,2,2.5\n",
      "log-2.csv": "n;day;x\n3;2024-01-03;3,5\n4;2024-01-04;4,25\n",
    });
    expect((await sql('SELECT sum(n), max(day), sum(x) FROM "log-*.csv"')).rows).toEqual([
      [10, "2024-01-04", 11.75],
    ]);
  });

  test("short records have NULL, long ones are counted", async () => {
    const { sql } = local({ "r.csv": "a,b\n1\n1,2,3\n4,5\n6,7\n" });
    const result = await sql('SELECT a, b FROM "r.csv" ORDER BY a, b NULLS FIRST');
    expect(result.rows).toEqual([
      [1, null],
      [1, 2],
      [4, 5],
      [6, 7],
    ]);
    expect(result.notes.join()).toContain("1 records have more fields");
  });

  test("an unterminated quote is the same error as without the engine", async () => {
    const { failure } = local({ "q.csv": 'id,name\n1,Ann\n2,"Bob\n3,Cid\n' });
    expect(await failure('SELECT * FROM "q.csv"')).toMatchObject({ code: "unterminated_quote", line: 3 });
  });

  test("a copy that is too large is refused, and no copy stays behind", async () => {
    const temporaryFolder = mkdtempSync(join(folder, "temporary-"));
    const { call, failure, driver } = bench(
      { "t.csv": text },
      { engine: { maxDiskBytes: 1000, temporaryFolder } },
    );
    expect(await failure("run_sql", { sql: query })).toMatchObject({ code: "limit_exceeded" });
    expect((await call("run_sql", { sql: "SELECT 1 AS one" })).rows).toEqual([[1]]);
    await driver.close();
    expect(readdirSync(temporaryFolder)).toEqual([]);
  });

  test("line ends of another kind within quotes, from the first record on", async () => {
    const files: Record<string, Uint8Array> = {};
    const tables: NonNullable<CsvOptions["tables"]> = {};
    const expected: Record<string, string> = {};
    for (const end of ["\r\n", "\n"]) {
      for (const inner of ["\n", "\r\n", "\r"]) {
        for (const header of [`id,text${end}`, ""]) {
          const content = `${header}${Array.from({ length: 20 }, (_, i) => `${i},"a${inner}b"${end}`).join("")}`;
          for (const [kind, bytes] of [
            ["csv", Buffer.from(content)],
            ["csv.gz", gzipSync(content)],
          ] as const) {
            const name = JSON.stringify([end, inner, header, kind]).replaceAll('"', "'");
            const path = `${Object.keys(files).length}.${kind}`;
            files[path] = bytes;
            Object.assign(tables, { [name]: { path, columns: ["id", "text"], header: header !== "" } });
            expected[name] = `a${inner}b`;
          }
        }
      }
    }
    const { sql } = local(files, { tables });
    for (const [name, text] of Object.entries(expected)) {
      const { rows } = await sql(`SELECT count(*), any_value(text) FROM "${name}"`);
      expect([name, rows]).toEqual([name, [[20, text]]]);
    }
  });

  test("columns whose names differ in their case only", async () => {
    const { sql } = local({ "c.csv": "ID,id\n1,2\n3,4\n" });
    const result = await sql('SELECT * FROM "c.csv" ORDER BY 1');
    expect([result.columns, result.rows[0]]).toEqual([
      ["ID", "id_2"],
      [1, 2],
    ]);
    expect(result.notes).toHaveLength(1);
  });
});

describe("the model's SQL", () => {
  const secret = join(folder, "secret.csv");
  writeFileSync(secret, "secret\n42\n");
  const { sql, failure, root } = local({ "sales.csv": sales });
  const refused = async (statement: string): Promise<void> => {
    const error = await failure(statement);
    expect({ statement, error }).toMatchObject({
      statement,
      error: { code: expect.stringMatching(/^sql_(?:refused|failed)$/) },
    });
    expect(String(error)).not.toContain("42");
  };

  test("cannot read another file", async () => {
    writeFileSync(join(root, "other.txt"), "secret 42\n");
    for (const statement of [
      `SELECT * FROM read_csv('${secret}')`,
      `SELECT * FROM read_text('/etc/passwd')`,
      `SELECT * FROM read_blob('/proc/self/environ')`,
      `SELECT * FROM glob('${folder}/*')`,
      `SELECT * FROM sniff_csv('${secret}')`,
      `SELECT * FROM query('SELECT * FROM read_text(''/etc/passwd'')')`,
      `SELECT * FROM query_table('${secret}')`,
      `SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT * FROM read_text(''/etc/passwd'')'))`,
      `SELECT (SELECT content FROM read_text('/etc/passwd'))`,
      `WITH x AS (FROM read_text('/etc/passwd')) SELECT * FROM x, "sales.csv"`,
      `SELECT * FROM "sales.csv" WHERE id IN (SELECT size FROM read_text('/etc/passwd'))`,
      `SELECT * FROM read_csv('/proc/self/fd/0')`,
      `SELECT * FROM parquet_scan('${secret}')`,
      `SELECT * FROM duckdb_settings()`,
      `SELECT * FROM information_schema.tables`,
      `SELECT current_setting('temp_directory')`,
      `SELECT getenv('HOME')`,
      `SHOW TABLES`,
    ]) {
      await refused(statement);
    }
    for (const name of [secret, "/etc/passwd", "../secret.csv", "other.txt", "http://127.0.0.1/x.csv"]) {
      expect(await failure(`SELECT * FROM '${name}'`)).toMatchObject({
        code: expect.stringMatching(/table_not_found|invalid_path|file_not_found/),
      });
    }
  });

  test("cannot write", async () => {
    const before = readdirSync(folder).sort();
    for (const statement of [
      `COPY (SELECT 1) TO '${folder}/written.csv'`,
      `COPY "sales.csv" TO '${root}/written.csv'`,
      `ATTACH '${folder}/written.db'`,
      `CREATE TABLE t AS SELECT 1`,
      `CREATE OR REPLACE VIEW "sales.csv" AS SELECT 1`,
      `INSERT INTO "sales.csv" VALUES (1)`,
      `UPDATE "sales.csv" SET id = 1`,
      `DELETE FROM "sales.csv"`,
      `DROP VIEW "sales.csv"`,
      `EXPORT DATABASE '${folder}/written'`,
      `VACUUM`,
      `CHECKPOINT`,
      `EXPLAIN ANALYZE SELECT 1`,
      `CALL pragma_version()`,
    ]) {
      await refused(statement);
    }
    expect(readdirSync(folder).sort()).toEqual(before);
    expect(readdirSync(root)).not.toContain("written.csv");
  });

  test("cannot load an extension", async () => {
    for (const statement of [
      `INSTALL httpfs`,
      `LOAD httpfs`,
      `LOAD '${folder}/x.duckdb_extension'`,
      `FORCE INSTALL spatial`,
    ]) {
      await refused(statement);
    }
  });

  test("cannot change what was set", async () => {
    for (const statement of [
      `SET memory_limit = '100GB'`,
      `SET enable_external_access = true`,
      `RESET lock_configuration`,
      `PRAGMA memory_limit = '100GB'`,
      `PRAGMA enable_profiling`,
      `SET VARIABLE x = 1`,
      `USE system`,
    ]) {
      await refused(statement);
    }
  });

  test("is one statement, whatever stands in comments", async () => {
    for (const statement of [
      `SELECT 1; SELECT 2`,
      `SELECT 1; COPY (SELECT 1) TO '${folder}/written.csv'`,
      `SELECT 1 /* ; */; DROP VIEW "sales.csv" --`,
      `-- SELECT 1\nCREATE TABLE t(i INT)`,
      `/* SELECT */ SET threads = 8`,
      `SELECT 1;;;VACUUM`,
      ``,
      `-- nothing`,
    ]) {
      const error = await failure(statement);
      expect({ statement, error }).toMatchObject({
        error: { code: expect.stringMatching(/sql_refused|invalid_arguments/) },
      });
    }
    expect((await sql(`SELECT ';--' AS text -- ; DROP TABLE x\n /* ; */ ;`)).rows).toEqual([[";--"]]);
  });

  test("cannot run past its time, and the next query runs", async () => {
    const slow = local({ "sales.csv": sales }, { timeoutMs: 1500 });
    for (const statement of [
      "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range * b.range = 7",
      "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t WHERE n > 0) SELECT max(n % 3) FROM t",
      `SELECT count(*) FROM "sales.csv" a, "sales.csv" b, "sales.csv" c, "sales.csv" d, "sales.csv" e, "sales.csv" f, "sales.csv" g, "sales.csv" h, "sales.csv" i, "sales.csv" j, "sales.csv" k, "sales.csv" l, "sales.csv" m`,
    ]) {
      expect(await slow.failure(statement)).toMatchObject({ code: "timeout" });
    }
    const quick = local({ "sales.csv": sales });
    expect((await quick.sql("SELECT 1 AS one")).rows).toEqual([[1]]);
  });

  test("ends at once when it is aborted", async () => {
    const { driver } = local({ "sales.csv": sales });
    const stop = new AbortController();
    const sqlText = "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range * b.range = 7";
    const running = driver.executeTool("run_sql", { sql: sqlText }, { signal: stop.signal });
    stop.abort();
    await expect(running).rejects.toMatchObject({ code: "aborted" });
  });

  test("cannot fill the memory, not even past the engine's own limit", async () => {
    const small = local(
      { "sales.csv": sales },
      { engine: { maxMemoryBytes: 96 * 2 ** 20, maxDiskBytes: 0 } },
    );
    for (const statement of [
      "SELECT length(repeat('x', 2000000000))",
      "SELECT sum(length(repeat('x', 5000000 + i))) FROM range(4000) t(i)",
      "SELECT len(list(i)) FROM range(1000000000) t(i)",
      "SELECT count(DISTINCT hash(i)) FROM range(1000000000) t(i)",
      "SELECT length(string_agg(repeat('x', 1000), '')) FROM range(3000000) t(i)",
    ]) {
      const error = await small.failure(statement);
      expect({ statement, error }).toMatchObject({ error: { code: "memory_cap" } });
    }
    expect((await small.sql("SELECT 1 AS one")).rows).toEqual([[1]]);
  });
});

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

test("a file that changes while the engine reads it is read again from a snapshot", async () => {
  const row = `${randomBytes(40).toString("hex")},1\n`;
  const { root, sql } = local({ "grow.csv": `text,n\n${row.repeat(200_000)}` });
  const running = sql('SELECT count(*) AS n, sum(n) AS s FROM "grow.csv"');
  const timer = setInterval(() => writeFileSync(join(root, "grow.csv"), row, { flag: "a" }), 1);
  const result = await running
    .finally(() => clearInterval(timer))
    .catch((error: unknown) => error as { code: string });
  if ("code" in result) expect(result.code).toBe("file_changed");
  else expect(result.rows[0]?.[0]).toBe(result.rows[0]?.[1]);
});

test("without the engine its tool is not listed", async () => {
  const { driver } = bench({ "sales.csv": sales }, { engine: false });
  expect((await driver.listTools()).map(({ name }) => name)).not.toContain("run_sql");
  await expect(driver.executeTool("run_sql", { sql: "SELECT 1" })).rejects.toMatchObject({
    code: "tool_not_found",
  });
});

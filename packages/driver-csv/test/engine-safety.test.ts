import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { folder, local } from "./engine-support.ts";
import { sales } from "./support.ts";

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

import { expect, test } from "vitest";
import { local } from "./engine-support.ts";
import { bench, sales } from "./support.ts";

const customers = "name;since\nAnn;2001\nBob;2005\nZoe;2010\n";
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
  expect([String(cut.rows[0]?.[0]).length, String(cut.rows[0]?.[0]).endsWith("…"), cut.notes.length]).toEqual(
    [2001, true, 1],
  );
  expect(String(cut.rows[0]?.[1])).toMatch(/^\[.*…$/);
  const many = await sql("SELECT repeat('x', 1000) FROM range(900)", { limit: 1000 });
  expect(many.rows.length).toBeLessThan(70);
  expect(many.left_out).toBe(900 - many.rows.length);
});

test("without the engine its tool is not listed", async () => {
  const { driver } = bench({ "sales.csv": sales }, { engine: false });
  expect((await driver.listTools()).map(({ name }) => name)).not.toContain("run_sql");
  await expect(driver.executeTool("run_sql", { sql: "SELECT 1" })).rejects.toMatchObject({
    code: "tool_not_found",
  });
});

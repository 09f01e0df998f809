import { expect, test } from "vitest";
import { CsvDriver } from "../src/index.ts";
import { FakeEngine } from "./server-support.ts";

/** The condition that the server is asked for. */
async function conditionOf(where: object): Promise<string> {
  const server = new FakeEngine();
  await using driver = new CsvDriver({ server });
  await driver.executeTool("filter_rows", { table: "sales", where, columns: ["id"] });
  return /WHERE (.*) ORDER BY day, id LIMIT 0, 51$/s.exec(server.asked[0] ?? "")?.[1] ?? "";
}

test.each([
  ["a quote", "it's", "'it\\'s'"],
  ["a backslash", "a\\", "'a\\\\'"],
  ["a backslash before a quote", "\\' OR 1=1 --", "'\\\\\\' OR 1=1 --'"],
  ["a zero", "a\0b", "'a\\0b'"],
  ["line ends", "a\r\nb", "'a\r\nb'"],
  ["other quotes", '`"', "'`\"'"],
])("%s stays within its literal", async (_, value, literal) => {
  expect(await conditionOf({ column: "note", op: "=", value })).toBe(
    `(\`note\` = ${literal} AND \`note\` != '')`,
  );
});

test("a name with a quote and a backslash stays a name", async () => {
  const sql = await conditionOf({ column: "odd `name\\", op: "is_null" });
  expect(sql).toBe("(nullIf(`odd \\`name\\\\`, '') IS NULL)");
});

test.each([
  ["a number", { column: "id", op: ">", value: 5 }, "((`id`) > 5)"],
  ["a fraction", { column: "ratio", op: "<", value: 0.5 }, "ifNull((`ratio`) < toFloat64('0.5'), 0)"],
  [
    "digits that a double cannot hold",
    { column: "id", op: "=", value: "9007199254740993" },
    "((toDecimal128(`id`, 0)) = toDecimal128('9007199254740993', 0))",
  ],
  ["a date", { column: "day", op: ">=", value: "2024-02-29" }, "(`day` >= '2024-02-29')"],
  ["a time", { column: "seen", op: "<", value: "2024-02-29 12:00:00" }, "(`seen` < '2024-02-29 12:00:00')"],
  [
    "a date that is none",
    { column: "day", op: "=", value: "2024-02-30" },
    "ifNull(nullIf(toString(`day`), '') = '2024-02-30', 0)",
  ],
  [
    "part of a text",
    { column: "city", op: "contains", value: "ö" },
    "ifNull(position(nullIf(`city`, ''), 'ö') > 0, 0)",
  ],
  [
    "letters of any case",
    { column: "note", op: "=", value: "ÄB", ignore_case: true },
    "ifNull(lowerUTF8(nullIf(`note`, '')) = 'äb', 0)",
  ],
])("%s is compared as the column's type allows it", async (_, where, sql) => {
  expect(await conditionOf(where)).toBe(sql);
});

const REFUSED = [
  "DROP TABLE sales",
  "INSERT INTO sales VALUES (1)",
  "SELECT 1; SELECT 2",
  "SELECT * FROM url('http://example.com', CSV)",
  "SELECT * FROM URL /* a comment */ ('http://example.com', CSV)",
  "SELECT * FROM `s3` ('http://example.com', CSV)",
  "SELECT file('secrets')",
  "SELECT * FROM remoteSecure('host', a, b)",
  "SELECT dictGet('users', 'password', 1)",
  "SELECT * FROM system.users",
  "SELECT * FROM `system`.`users`",
  "SELECT * FROM INFORMATION_SCHEMA.TABLES",
  "SELECT $a$'$a$ || file('secrets') || $a$'$a$",
  "SELECT \u201cfile\u201d('secrets')",
  "SELECT \u2018'\u2019, file('secrets'), \u2018'\u2019",
  "SELECT \"fi\\x6ce\"('secrets')",
  "SELECT * APPLY file FROM (SELECT 'secrets')",
  "SELECT * APPLY(FILE) FROM (SELECT 'secrets')",
  "SELECT \"file\" /**/ ('secrets')",
  "SELECT '\\'', file('secrets') --'",
  "SELECT 1 FROM (SELECT 1 SETTINGS max_execution_time = 0)",
  "WITH a AS (SELECT 1) SELECT * FROM a, mysql('h', 'd', 't', 'u', 'p')",
];

test.each(REFUSED)("a statement is refused before it is sent: %s", async (sql) => {
  const server = new FakeEngine();
  await using driver = new CsvDriver({ server });
  await expect(driver.executeTool("run_sql", { sql })).rejects.toMatchObject({ code: "sql_refused" });
  expect(server.asked).toEqual([]);
});

test.each([
  "SELECT 'a; DROP TABLE url(1)', note FROM sales -- system.users",
  'SELECT "url", t.file FROM sales AS t',
  "(SELECT 1) UNION ALL SELECT 2",
  "WITH 'system.x' AS a SELECT a",
  "SELECT 'Köln – “so”', settings FROM sales WHERE \"größe\" = 1 -- ‘ends’",
])("what only looks like it is sent, as a table of a statement of ours: %s", async (sql) => {
  const server = new FakeEngine();
  await using driver = new CsvDriver({ server });
  await driver.executeTool("run_sql", { sql: `${sql} ; ` });
  expect(server.asked).toEqual([`SELECT * FROM (\n${sql}\n) LIMIT 0, 101`]);
});

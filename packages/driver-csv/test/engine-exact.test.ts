import { describe, expect, test } from "vitest";
import { local } from "./engine-support.ts";

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

  test("of decimals, where a double would be another number or a word", async () => {
    const table = (value: string): string => `id,n\n${"1,1.5\n".repeat(40_000)}2,${value}\n`;
    const odd = ["9007199254740993", "0.1234567890123456", "007.5", "00", "nan", "inf", "-12345678901234.56"];
    const fair = [
      "-0.5",
      "+2.25",
      "0.10000000000000000000",
      "1.5e+3",
      "1e-3",
      "12345678.9012345",
      "9007190000000000",
    ];
    const tables = Object.fromEntries([...odd, ...fair].map((value) => [`${value}.csv`, table(value)]));
    const { failure, sql } = local(tables);
    const query = (value: string): string => `SELECT n FROM "${value}.csv" WHERE id = 2`;
    for (const value of odd) {
      const error = await failure(query(value));
      expect({ value, error }).toMatchObject({ error: { code: "type_mismatch" } });
      expect(String(error)).toContain(`no DOUBLE: ${value}`);
    }
    for (const value of fair) {
      expect([value, (await sql(query(value))).rows]).toEqual([value, [[Number(value)]]]);
    }
  });

  test("of decimals with a comma, where a point separates thousands", async () => {
    const { failure, sql } = local({
      "comma.csv": "id;n\n1;1,5\n2;12,25\n3;0,5\n",
      "both.csv": `id;n\n${"1;1,5\n".repeat(40_000)}2;1.234\n`,
    });
    expect((await sql('SELECT sum(n) FROM "comma.csv"')).rows).toEqual([[14.25]]);
    expect(await failure('SELECT sum(n) FROM "both.csv"')).toMatchObject({ code: "type_mismatch" });
  });
});

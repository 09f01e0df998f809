import { describe, expect, test } from "vitest";
import { bench, sales } from "./support.ts";

const { call, failure } = bench({
  "sales.csv": sales,
  "big.csv": "id\n9007199254740993\n9007199254740992\n95\n9007199254740994\n",
  "comma.csv": "k;v\nx;1,5\ny;2,75\nz;10,25\n",
  "flags.csv": "k,v\nx,TRUE\ny,False\n",
  "wide.csv": `${Array.from({ length: 200 }, (_, i) => `col_${i}`).join(",")}\n`,
  "long.csv": `t\n${Array.from({ length: 300 }, (_, i) => `${i} ${"x".repeat(5000)}`).join("\n")}\n`,
});

const ids = async (table: string, where: unknown): Promise<unknown[]> =>
  (await call("filter_rows", { table, where })).rows.map(([id]) => id);

describe("conditions as models write them", () => {
  test("numbers that a double cannot hold are compared by their digits", async () => {
    const than = (op: string): Promise<unknown[]> =>
      ids("big.csv", { column: "id", op, value: "9007199254740992" });
    expect(await than("=")).toEqual(["9007199254740992"]);
    expect(await than(">")).toEqual(["9007199254740993", "9007199254740994"]);
    expect(await than("<")).toEqual(["95"]);
    expect(await ids("big.csv", { column: "id", op: "in", value: ["9007199254740993", "95"] })).toEqual([
      "9007199254740993",
      "95",
    ]);
  });

  test("a number that JSON has rounded equals nothing by accident", async () => {
    const where = { column: "id", op: "=", value: 2 ** 53 };
    expect(await failure("filter_rows", { table: "big.csv", where })).toMatchObject({
      code: "invalid_condition",
    });
    expect(await ids("big.csv", { column: "id", op: "<", value: 1e20 })).toHaveLength(4);
  });

  test("a decimal comma is understood where the table has one", async () => {
    expect(await ids("comma.csv", { column: "v", op: ">", value: "2,5" })).toEqual(["y", "z"]);
    expect(await ids("comma.csv", { column: "v", op: "between", value: ["1.5", "3"] })).toEqual(["x", "y"]);
  });

  test("a column of numbers is not compared with a word", async () => {
    const where = { column: "price", op: ">", value: "cheap" };
    expect(String(await failure("filter_rows", { table: "sales.csv", where }))).toContain(
      "column of numbers",
    );
  });

  test("letters' case is left out of any comparison of texts", async () => {
    const where = { column: "city", ignore_case: true };
    expect(await ids("sales.csv", { ...where, op: "=", value: "rOME" })).toEqual(["1", "3"]);
    expect(await ids("sales.csv", { ...where, op: "in", value: ["rome", "PARIS"] })).toEqual(["1", "3", "4"]);
    expect(await ids("sales.csv", { ...where, op: "!=", value: "ROME" })).toEqual(["2", "4", "5"]);
  });

  test("true is what a program writes for it", async () => {
    expect(await ids("flags.csv", { column: "v", op: "=", value: true })).toEqual(["x"]);
    expect(await ids("flags.csv", { column: "v", op: "!=", value: true })).toEqual(["y"]);
  });

  test("to be equal to nothing is to be empty", async () => {
    expect(await ids("sales.csv", { column: "city", op: "=", value: null })).toEqual(["6"]);
    expect(await ids("sales.csv", { column: "city", op: "=", value: "" })).toEqual(["6"]);
    expect(await ids("sales.csv", { column: "city", op: "!=", value: "" })).toHaveLength(5);
    expect(await ids("sales.csv", { column: "city", op: "in", value: ["Paris", null] })).toEqual(["4", "6"]);
    expect(await ids("sales.csv", { column: "city", op: "in", value: [] })).toEqual([]);
  });

  test("an error names the part that is wrong", async () => {
    const wrong = async (where: unknown): Promise<string> =>
      String(await failure("filter_rows", { table: "sales.csv", where }));
    expect(await wrong({ column: "price", op: "gt", value: 1 })).toMatch(/where\.op.*"between"/);
    expect(await wrong({ city: "Rome" })).toContain("where.city");
    expect(await wrong({ and: [] })).toContain("where.and");
    expect(await wrong({})).toContain('{"not":…}');
    expect(await wrong({ column: "city", op: "is_null", not: { column: "id", op: "is_null" } })).toContain(
      '{"not":…}',
    );
  });
});

describe("names that are nearly right", () => {
  test("of many columns the closest ones are named first", async () => {
    const error = await failure("read_rows", { table: "wide.csv", columns: ["Col 150"] });
    expect(error).toMatchObject({ code: "unknown_column" });
    expect(String(error)).toMatch(/It has "col_150".* and 150 more/);
  });

  test("so are tables", async () => {
    for (const table of ["Sales.csv", "sales", "sale.csv"]) {
      const error = await failure("read_rows", { table });
      expect(error).toMatchObject({ code: "table_not_found" });
      expect(String(error)).toContain('such as "sales.csv"');
    }
  });
});

describe("results that are large", () => {
  test("groups by long values are cut, counted and can be paged to", async () => {
    const seen = new Set<unknown>();
    let offset: number | undefined = 0;
    while (offset !== undefined) {
      const page = await call("aggregate", { table: "long.csv", group_by: ["t"], limit: 300, offset });
      expect(JSON.stringify(page).length).toBeLessThan(70_000);
      expect(page.notes.join()).toContain("were cut");
      expect(page.left_out).toBe(300 - offset - page.rows.length);
      for (const [value] of page.rows) seen.add(value);
      offset = page.next_offset as number | undefined;
    }
    expect(seen.size).toBe(300);
  });

  test("a slice past the end says how many records there are", async () => {
    const slice = await call("read_rows", { table: "sales.csv", start: 600 });
    expect([slice.rows, slice.notes]).toEqual([[], ["There are 6 records."]]);
  });
});

test("numbers that a double cannot tell apart are sorted by their digits", async () => {
  const sorted = await call("sort_rows", { table: "big.csv", by: [{ column: "id" }] });
  expect(sorted.rows.map(([id]) => id)).toEqual([
    "95",
    "9007199254740992",
    "9007199254740993",
    "9007199254740994",
  ]);
});

test("a percentile of numbers that a double cannot hold is said to be rounded", async () => {
  const measures = [{ op: "percentile", column: "id", percent: 50, as: "median" }];
  const { notes } = await call("aggregate", { table: "big.csv", measures });
  expect(notes).toEqual(["median is rounded to 16 digits."]);
});

test("a table may be replaced by what is exported from it", async () => {
  const own = bench({ "t.csv": "a,b\n1,x\n2,y\n" }, { access: "write" });
  const where = { column: "a", op: ">", value: 1 };
  expect(await own.failure("export_rows", { table: "t.csv", path: "t.csv", where })).toMatchObject({
    code: "file_exists",
  });
  expect(
    await own.call("export_rows", { table: "t.csv", path: "t.csv", where, overwrite: true }),
  ).toMatchObject({
    rows: 1,
  });
  expect((await own.call("read_rows", { table: "t.csv" })).rows).toEqual([["2", "y"]]);
});

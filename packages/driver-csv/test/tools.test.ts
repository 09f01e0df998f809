import { describe, expect, test } from "vitest";
import { bench, sales } from "./support.ts";

const files = {
  "sales.csv": sales,
  "customers.csv": "name;since\nAnn;2001\nBob;2005\nZoe;2010\n",
  "notes.txt": "no table",
};

describe("list_tables", () => {
  test("lists what include names, below folders too, and counts what it leaves out", async () => {
    const { call, port } = bench(files);
    await port.makeDirectory("logs");
    await port.write("logs/a.tsv", Buffer.from("a\tb\n"), { mode: "create" });
    const all = await call("list_tables");
    expect(all.rows.map(([name]) => name)).toEqual(["sales.csv", "customers.csv", "logs/a.tsv"]);
    const one = await call("list_tables", { limit: 1 });
    expect([one.rows.length, one.left_out]).toEqual([1, 2]);
    expect((await call("list_tables", { pattern: "logs/**" })).rows.map(([name]) => name)).toEqual([
      "logs/a.tsv",
    ]);
  });
});

describe("describe_table", () => {
  test("says types, nulls, distinct values, range and samples of each column", async () => {
    const { call } = bench(files);
    const result = await call("describe_table", { table: "sales.csv" });
    expect(result.columns).toEqual([
      "column",
      "type",
      "null_share",
      "distinct_about",
      "min",
      "max",
      "samples",
    ]);
    expect(result.rows).toEqual([
      ["id", "integer", 0, 6, 1, 6, ["1", "2", "3"]],
      ["city", "text", 0.1667, 3, "Oslo", "Rome", ["Rome", "Oslo", "Paris"]],
      ["customer", "text", 0, 4, "Ann", "Eve", ["Ann", "Bob", "Cid"]],
      ["quantity", "text", 0.1667, 5, "1", "x", ["2", "1", "5"]],
      ["price", "number", 0.1667, 5, 0.1, 99.99, ["0.10", "0.20", "10.5"]],
      ["day", "date", 0, 6, "2024-01-01", "2024-03-02", ["2024-01-01", "2024-01-02", "2024-02-01"]],
    ]);
    expect(result).toMatchObject({
      record_count: 6,
      record_count_is: "exact",
      dialect: { delimiter: ",", header: true },
    });
  });

  test("of a large table it takes samples and says so", async () => {
    const lines = Array.from({ length: 200_000 }, (_, i) => `${i},name ${i % 10},0${i % 5}`);
    const { call } = bench({ "big.csv": `id,name,code\n${lines.join("\n")}\n` }, { describeBytes: 1000 });
    const result = await call("describe_table", { table: "big.csv", scan: "sample" });
    expect(result.record_count_is).toBe("an estimate");
    expect(Number(result.record_count)).toBeGreaterThan(150_000);
    expect(Number(result.record_count)).toBeLessThan(250_000);
    expect(result.rows.map(([name, type]) => [name, type])).toEqual([
      ["id", "integer"],
      ["name", "text"],
      ["code", "text"],
    ]);
    const full = await call("describe_table", { table: "big.csv", scan: "full" });
    expect(full).toMatchObject({ record_count: 200_000, record_count_is: "exact" });
    const distinct = Number(full.rows[0]?.[3]);
    expect(Math.abs(distinct - 200_000) / 200_000).toBeLessThan(0.03);
  });

  test("names the columns that it leaves out", async () => {
    const names = Array.from({ length: 150 }, (_, i) => `c${i}`);
    const { call } = bench({ "wide.csv": `${names.join(",")}\n${names.map((_, i) => i).join(",")}\n` });
    const result = await call("describe_table", { table: "wide.csv" });
    expect([result.rows.length, result.left_out]).toEqual([100, 50]);
    const one = await call("describe_table", { table: "wide.csv", columns: ["c149"] });
    expect(one.rows.map(([name, , , , min]) => [name, min])).toEqual([["c149", 149]]);
  });
});

describe("read_rows", () => {
  const { call } = bench({
    "n.csv": `i,sq\n${Array.from({ length: 5000 }, (_, i) => `${i},${i * i}`).join("\n")}\n`,
  });

  test("head, slice and tail", async () => {
    expect((await call("read_rows", { table: "n.csv", limit: 2 })).rows).toEqual([
      ["0", "0"],
      ["1", "1"],
    ]);
    const slice = await call("read_rows", { table: "n.csv", start: 4321, limit: 2, columns: ["sq", "i"] });
    expect(slice.rows).toEqual([
      [String(4321 ** 2), "4321"],
      [String(4322 ** 2), "4322"],
    ]);
    expect(slice.next_start).toBe(4323);
    const tail = await call("read_rows", { table: "n.csv", start: -2 });
    expect(tail.rows.map(([i]) => i)).toEqual(["4998", "4999"]);
    expect([tail.left_out, tail.start]).toEqual([0, 4998]);
  });

  test("a slice again, from the places that are known now", async () => {
    for (const start of [4999, 2048, 1023, 1024, 0]) {
      expect((await call("read_rows", { table: "n.csv", start, limit: 1 })).rows[0]?.[0]).toBe(String(start));
    }
    expect((await call("read_rows", { table: "n.csv", start: 5000 })).rows).toEqual([]);
  });

  test("a sample is the same for the same seed, and in the file's order", async () => {
    const one = await call("read_rows", { table: "n.csv", sample: true, limit: 5, seed: 7 });
    const two = await call("read_rows", { table: "n.csv", sample: true, limit: 5, seed: 7 });
    const other = await call("read_rows", { table: "n.csv", sample: true, limit: 5, seed: 8 });
    expect(two.rows).toEqual(one.rows);
    expect(other.rows).not.toEqual(one.rows);
    expect(one.rows.every(([record, i, sq]) => record === i && Number(sq) === Number(i) ** 2)).toBe(true);
    expect(one.left_out).toBe(4995);
  });

  test("short records have nulls, long ones keep what is too much", async () => {
    const ragged = bench({ "r.csv": "a,b\n1\n1,2,3\n4,5\n6,7\n" });
    const result = await ragged.call("read_rows", { table: "r.csv" });
    expect(result.rows).toEqual([
      ["1", null],
      ["1", "2", "3"],
      ["4", "5"],
      ["6", "7"],
    ]);
    expect(result.notes.join()).toContain("1 of these records have more fields");
  });

  test("long values are cut and counted", async () => {
    const long = bench({ "l.csv": `a,b\n1,${"x".repeat(5000)}\n2,y\n3,z\n` }, { maxValueLength: 10 });
    const result = await long.call("read_rows", { table: "l.csv" });
    expect(result.rows[0]).toEqual(["1", `${"x".repeat(10)}…`]);
    expect(result.notes).toHaveLength(1);
  });
});

describe("filter_rows", () => {
  const { call } = bench(files);
  const ids = async (where: unknown): Promise<unknown[]> =>
    (await call("filter_rows", { table: "sales.csv", where, columns: ["id"] })).rows.map(([id]) => id);

  test("compares numbers as numbers and text as text", async () => {
    expect(await ids({ column: "price", op: ">", value: 1 })).toEqual(["3", "4"]);
    expect(await ids({ column: "price", op: ">=", value: "1" })).toEqual(["3", "4", "5"]);
    expect(await ids({ column: "day", op: "between", value: ["2024-02-01", "2024-02-29"] })).toEqual([
      "3",
      "4",
    ]);
    expect(await ids({ column: "city", op: "=", value: "Rome" })).toEqual(["1", "3"]);
    expect(await ids({ column: "id", op: "in", value: [1, "4", 77] })).toEqual(["1", "4"]);
  });

  test("empty values match is_null and nothing else", async () => {
    expect(await ids({ column: "city", op: "is_null" })).toEqual(["6"]);
    expect(await ids({ column: "city", op: "!=", value: "Rome" })).toEqual(["2", "4", "5"]);
    expect(await ids({ column: "quantity", op: "<", value: 100 })).toEqual(["1", "2", "4", "6"]);
  });

  test("and, or, not, parts of texts", async () => {
    expect(
      await ids({
        and: [{ column: "customer", op: "=", value: "Ann" }, { not: { column: "city", op: "is_null" } }],
      }),
    ).toEqual(["1", "4"]);
    expect(
      await ids({
        or: [
          { column: "city", op: "starts_with", value: "Pa" },
          { column: "customer", op: "contains", value: "VE", ignore_case: true },
        ],
      }),
    ).toEqual(["4", "5"]);
  });

  test("pages with a cursor and counts what is left out", async () => {
    const where = { column: "id", op: ">", value: 1 };
    const first = await call("filter_rows", { table: "sales.csv", where, columns: ["id"], limit: 2 });
    expect([first.rows, first.left_out]).toEqual([[["2"], ["3"]], 3]);
    const second = await call("filter_rows", {
      table: "sales.csv",
      where,
      columns: ["id"],
      limit: 2,
      cursor: first.cursor,
    });
    expect([second.rows, second.left_out]).toEqual([[["4"], ["5"]], 1]);
    const last = await call("filter_rows", {
      table: "sales.csv",
      where,
      columns: ["id"],
      cursor: second.cursor,
    });
    expect([last.rows, last.left_out, last.cursor]).toEqual([[["6"]], 0, undefined]);
  });

  test("a cursor that nobody gave is refused", async () => {
    const { failure } = bench(files);
    const where = { column: "id", op: ">", value: 1 };
    expect(await failure("filter_rows", { table: "sales.csv", where, cursor: "x" })).toMatchObject({
      code: "invalid_arguments",
    });
  });

  test("an unknown column is an error that names the columns", async () => {
    const { failure } = bench(files);
    const error = await failure("filter_rows", {
      table: "sales.csv",
      where: { column: "town", op: "=", value: "x" },
    });
    expect(error).toMatchObject({ code: "unknown_column" });
    expect(String(error)).toContain('"city"');
  });
});

describe("aggregate", () => {
  const { call, failure } = bench(files);

  test("sums are exact, and what is no number is said", async () => {
    const result = await call("aggregate", {
      table: "sales.csv",
      measures: [
        { op: "count" },
        { op: "count", column: "price" },
        { op: "sum", column: "price" },
        { op: "min", column: "price" },
        { op: "max", column: "price" },
        { op: "avg", column: "price", as: "mean" },
        { op: "sum", column: "quantity" },
        { op: "distinct", column: "customer" },
        { op: "percentile", column: "price", percent: 50 },
        { op: "min", column: "day" },
      ],
    });
    expect(result.columns[5]).toBe("mean");
    expect(result.rows).toEqual([[6, 5, 111.79, 0.1, 99.99, 22.358, 15, 4, 1, "2024-01-01"]]);
    expect(result.notes).toEqual(["1 values of quantity are no numbers and were left out."]);
  });

  test("groups, the largest first, with a limit and what it leaves out", async () => {
    const result = await call("aggregate", { table: "sales.csv", group_by: ["customer"], limit: 1 });
    expect(result).toMatchObject({ columns: ["customer", "count"], rows: [["Ann", 3]], left_out: 3 });
  });

  test("groups by two columns, in an order", async () => {
    const result = await call("aggregate", {
      table: "sales.csv",
      group_by: ["city", "customer"],
      measures: [{ op: "sum", column: "price", as: "total" }],
      where: { column: "price", op: "is_not_null" },
      order_by: "total",
    });
    expect(result.rows).toEqual([
      ["Paris", "Ann", 99.99],
      ["Rome", "Cid", 10.5],
      ["Oslo", "Eve", 1],
      ["Oslo", "Bob", 0.2],
      ["Rome", "Ann", 0.1],
    ]);
  });

  test("numbers that a double cannot hold come as digits", async () => {
    const big = bench({ "b.csv": "n\n9007199254740993\n9007199254740992\n-1\n" });
    const result = await big.call("aggregate", {
      table: "b.csv",
      measures: [
        { op: "sum", column: "n" },
        { op: "max", column: "n" },
      ],
    });
    expect(result.rows).toEqual([["18014398509481984", "9007199254740993"]]);
  });

  test("0.1 added ten million times over is no rounding error away", async () => {
    const tenths = bench({ "t.csv": `n\n${"0.1\n0.2\n".repeat(5000)}` });
    const result = await tenths.call("aggregate", { table: "t.csv", measures: [{ op: "sum", column: "n" }] });
    expect(result.rows).toEqual([[1500]]);
  });

  test("approximations are marked", async () => {
    const many = bench({ "m.csv": `n\n${Array.from({ length: 50_000 }, (_, i) => i + 1).join("\n")}\n` });
    const result = await many.call("aggregate", {
      table: "m.csv",
      measures: [
        { op: "approx_distinct", column: "n" },
        { op: "approx_percentile", column: "n", percent: 50 },
      ],
    });
    const [distinct, median] = result.rows[0] as [number, number];
    expect(Math.abs(distinct / 50_000 - 1)).toBeLessThan(0.03);
    expect(Math.abs(median / 25_000 - 1)).toBeLessThan(0.011);
    expect(result.notes).toHaveLength(2);
  });

  test("past the memory cap there is an error that says what to do", async () => {
    const many = bench(
      { "m.csv": `n\n${Array.from({ length: 50_000 }, (_, i) => `value ${i}`).join("\n")}\n` },
      { maxMemoryBytes: 100_000, engine: false },
    );
    for (const args of [{ group_by: ["n"] }, { measures: [{ op: "distinct", column: "n" }] }]) {
      const error = await many.failure("aggregate", { table: "m.csv", ...args });
      expect(error).toMatchObject({ code: "memory_cap" });
      expect(String(error)).toContain("SQL engine");
    }
  });

  test("a measure without what it needs is refused", async () => {
    expect(await failure("aggregate", { table: "sales.csv", measures: [{ op: "sum" }] })).toMatchObject({
      code: "invalid_arguments",
    });
    expect(await failure("aggregate", { table: "sales.csv", order_by: "nothing" })).toMatchObject({
      code: "invalid_arguments",
    });
  });
});

describe("sort_rows", () => {
  const { call } = bench(files);

  test("orders numbers as numbers, empty ones last, and counts the rest", async () => {
    const result = await call("sort_rows", {
      table: "sales.csv",
      by: [{ column: "price", descending: true }],
      columns: ["id"],
      limit: 3,
    });
    expect([result.rows, result.left_out]).toEqual([[["4"], ["3"], ["5"]], 3]);
    const all = await call("sort_rows", { table: "sales.csv", by: [{ column: "price" }], columns: ["id"] });
    expect(all.rows.at(-1)).toEqual(["6"]);
  });

  test("by several columns, and as text where that is asked for", async () => {
    const result = await call("sort_rows", {
      table: "sales.csv",
      by: [{ column: "customer" }, { column: "id", descending: true, as: "text" }],
      columns: ["customer", "id"],
    });
    expect(result.rows.slice(0, 3)).toEqual([
      ["Ann", "6"],
      ["Ann", "4"],
      ["Ann", "1"],
    ]);
  });
});

describe("join_tables", () => {
  const { call, failure } = bench(files, {});
  const on = [{ left: "customer", right: "name" }];

  test("inner and left", async () => {
    const inner = await call("join_tables", {
      left: "sales.csv",
      right: "customers.csv",
      on,
      left_columns: ["id"],
    });
    expect(inner.columns).toEqual(["id", "name", "since"]);
    expect(inner.rows).toEqual([
      ["1", "Ann", "2001"],
      ["2", "Bob", "2005"],
      ["4", "Ann", "2001"],
      ["6", "Ann", "2001"],
    ]);
    const left = await call("join_tables", {
      left: "sales.csv",
      right: "customers.csv",
      on,
      kind: "left",
      left_columns: ["id"],
      right_columns: ["since"],
      limit: 3,
    });
    expect([left.rows, left.left_out]).toEqual([
      [
        ["1", "2001"],
        ["2", "2005"],
        ["3", null],
      ],
      3,
    ]);
  });

  test("conditions on either side, and names that both have", async () => {
    const result = await call("join_tables", {
      left: "sales.csv",
      right: "sales.csv",
      on: [{ left: "id", right: "quantity" }],
      left_columns: ["id"],
      right_columns: ["id"],
      left_where: { column: "id", op: "<", value: 6 },
      right_where: { column: "city", op: "is_not_null" },
    });
    expect([result.columns, result.rows]).toEqual([
      ["id", "right.id"],
      [
        ["1", "2"],
        ["2", "1"],
        ["5", "4"],
      ],
    ]);
  });

  test("a right table that is too large is an error", async () => {
    const big = bench(
      { "l.csv": "a,b\n1,2\n", "r.csv": `a,b\n${"1,2\n".repeat(50_000)}` },
      { maxMemoryBytes: 10_000, engine: false },
    );
    expect(
      await big.failure("join_tables", { left: "l.csv", right: "r.csv", on: [{ left: "a", right: "a" }] }),
    ).toMatchObject({ code: "memory_cap" });
    expect(await failure("join_tables", { left: "sales.csv", right: "gone.csv", on })).toMatchObject({
      code: "table_not_found",
    });
  });
});

describe("export_rows", () => {
  test("is not listed unless the operator allows it", async () => {
    const tools = await bench(files).driver.listTools();
    expect(tools.map(({ name }) => name)).not.toContain("export_rows");
    expect(await bench(files).failure("export_rows", { table: "sales.csv", path: "x.csv" })).toMatchObject({
      code: "tool_not_found",
    });
  });

  test("writes what fits a condition, and what it wrote is read again as it was", async () => {
    const odd = { "o.csv": 'id,text\n1," a,b "\n2,"say ""x"""\n3,=1+1\n4,"two\nlines"\n5,\n' };
    const { call, failure } = bench(odd, { access: "write" });
    const before = await call("read_rows", { table: "o.csv" });
    expect(await call("export_rows", { table: "o.csv", path: "copy.csv" })).toMatchObject({
      path: "copy.csv",
      rows: 5,
    });
    expect((await call("read_rows", { table: "copy.csv" })).rows).toEqual(before.rows);
    expect(await failure("export_rows", { table: "o.csv", path: "copy.csv" })).toMatchObject({
      code: "file_exists",
    });
    const where = { column: "id", op: ">", value: 3 };
    await call("export_rows", { table: "o.csv", path: "copy.csv", where, columns: ["id"], overwrite: true });
    expect((await call("read_rows", { table: "copy.csv" })).rows).toEqual([["4"], ["5"]]);
  });

  test("writes only where tables are", async () => {
    const { failure } = bench(files, { access: "write" });
    expect(await failure("export_rows", { table: "sales.csv", path: "run.sh" })).toMatchObject({
      code: "invalid_path",
    });
    expect(await failure("export_rows", { table: "sales.csv", path: "../x.csv" })).toMatchObject({
      code: "invalid_path",
    });
  });
});

describe("several files as one table", () => {
  const parts = {
    "log-1.csv": "day,n\n2024-01-01,1\n2024-01-02,2\n",
    "log-2.csv": "n;day;extra\n3;2024-01-03;x\n4;2024-01-04;y\n",
    "other.csv": "a,b\n1,2\n",
  };
  const { call, failure } = bench(parts);

  test("columns are matched by name, each file in its own dialect", async () => {
    const result = await call("read_rows", { table: "log-*.csv" });
    expect(result.columns).toEqual(["day", "n", "extra"]);
    expect(result.rows).toEqual([
      ["2024-01-01", "1", null],
      ["2024-01-02", "2", null],
      ["2024-01-03", "3", "x"],
      ["2024-01-04", "4", "y"],
    ]);
    expect(
      (await call("aggregate", { table: "log-*.csv", measures: [{ op: "sum", column: "n" }] })).rows,
    ).toEqual([[10]]);
    expect((await call("read_rows", { table: "log-*.csv", start: 3 })).rows[0]?.[1]).toBe("4");
    const filtered = await call("filter_rows", {
      table: "log-*.csv",
      where: { column: "n", op: ">", value: 1 },
      limit: 1,
      columns: ["n"],
    });
    expect(filtered.left_out).toBe(2);
    const next = await call("filter_rows", {
      table: "log-*.csv",
      where: { column: "n", op: ">", value: 1 },
      columns: ["n"],
      cursor: filtered.cursor,
    });
    expect(next.rows).toEqual([["3"], ["4"]]);
  });

  test("a glob that nothing fits is an error", async () => {
    expect(await failure("read_rows", { table: "none-*.csv" })).toMatchObject({ code: "table_not_found" });
  });
});

describe("named tables", () => {
  test("have a dialect of their own and may be all there is", async () => {
    const { call, failure } = bench(
      { "export.txt": "x~y\n1~2\n", "hidden.csv": "a,b\n1,2\n" },
      { include: [], tables: { numbers: { path: "export.txt", delimiter: "~" } } },
    );
    expect((await call("list_tables")).rows.map(([name]) => name)).toEqual(["numbers"]);
    expect((await call("read_rows", { table: "numbers" })).rows).toEqual([["1", "2"]]);
    expect(await failure("read_rows", { table: "hidden.csv" })).toMatchObject({ code: "table_not_found" });
  });
});

import { describe, expect, test } from "vitest";
import { bench } from "./support.ts";

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

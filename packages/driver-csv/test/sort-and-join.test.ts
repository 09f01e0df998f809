import { describe, expect, test } from "vitest";
import { bench, files } from "./support.ts";

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

import { expect, test } from "vitest";
import { bench, files } from "./support.ts";

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

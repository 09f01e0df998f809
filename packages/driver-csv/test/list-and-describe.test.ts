import { describe, expect, test } from "vitest";
import { bench, files } from "./support.ts";

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

import { afterAll, describe, expect, test, vi } from "vitest";
import { bench, type Result } from "./support.ts";

vi.setConfig({ testTimeout: 60_000 });

/** The engine would make numbers of them. */
const NO_NUMBERS = ["x", "nan", "1_000", "1.234"];
const lines = Array.from({ length: 8000 }, (_, i) => {
  const price = i % 11 === 0 ? "" : `${(i * 7919) % 1000},${String(i % 100).padStart(2, "0")}`;
  const name = i % 13 === 0 ? "" : `name ${i % 3000}`;
  return `${i};${name};${["Rome", "Oslo", "Zürich"][i % 3]};${price};${i % 500 === 1 ? NO_NUMBERS[((i - 1) / 500) % 4] : 9007199254740000 + i}`;
});
const files = {
  "t.csv": `id;name;city;price;big\n${lines.join("\n")}\n`,
  "names.csv": `name,group\n${Array.from({ length: 3000 }, (_, i) => `name ${i},${i % 7}`).join("\n")}\n`,
};
const roomy = bench(files, { maxResultLength: 1_000_000 });
const tight = bench(files, { maxMemoryBytes: 20_000, maxResultLength: 1_000_000 });
const without = bench(files, { maxMemoryBytes: 20_000, engine: false });
afterAll(() => Promise.all([roomy, tight, without].map(({ driver }) => driver.close())));

/** The result of a tool with room for it, and with the engine's help. */
async function both(
  tool: string,
  args: Record<string, unknown>,
): Promise<{ scanner: Result; engine: Result }> {
  expect(await without.failure(tool, args)).toMatchObject({ code: "memory_cap" });
  const [scanner, engine] = await Promise.all([roomy.call(tool, args), tight.call(tool, args)]);
  expect(engine.notes.join()).toContain("SQL engine");
  return { scanner, engine };
}

/** The engine knows of one kind of nothing. */
const sorted = (rows: Result["rows"]): string[] =>
  rows.map((row) => JSON.stringify(row.map((cell) => (cell === "" ? null : cell)))).sort();

describe("what does not fit the memory is calculated by the engine, with the same result", () => {
  const measures = [
    { op: "count", as: "n" },
    { op: "count", column: "price" },
    { op: "sum", column: "price", as: "total" },
    { op: "min", column: "price", as: "least" },
    { op: "max", column: "big" },
    { op: "sum", column: "big" },
    { op: "max", column: "name" },
    { op: "distinct", column: "city" },
    { op: "percentile", column: "price", percent: 50, as: "median" },
  ];

  test("groups, by each measure", async () => {
    const args = { table: "t.csv", group_by: ["name"], measures, limit: 1000 };
    for (const order of ["name", "total", "least"]) {
      const { scanner, engine } = await both("aggregate", {
        ...args,
        order_by: order,
        ascending: true,
        limit: 20,
      });
      expect([engine.columns, engine.left_out, engine.records]).toEqual([
        scanner.columns,
        scanner.left_out,
        scanner.records,
      ]);
      const place = scanner.columns.indexOf(order);
      expect(engine.rows.map((row) => row[place])).toEqual(scanner.rows.map((row) => row[place]));
    }
    const where = { column: "id", op: "<", value: 700 };
    const { scanner, engine } = await both("aggregate", { ...args, where });
    const rounded = (rows: Result["rows"]): Result["rows"] =>
      rows.map((row) =>
        row.map((cell) =>
          typeof cell === "number" && !Number.isInteger(cell) ? Number(cell.toPrecision(13)) : cell,
        ),
      );
    expect(sorted(rounded(engine.rows))).toEqual(sorted(rounded(scanner.rows)));
    expect(engine.notes).toEqual(expect.arrayContaining(scanner.notes as string[]));
  });

  test("conditions of every kind", async () => {
    const column = "name";
    const conditions = [
      { column, op: "contains", value: "E 1", ignore_case: true },
      { column, op: "ends_with", value: "7" },
      { column, op: "in", value: ["name 5", "name 7"] },
      { column: "price", op: "between", value: [100, "200.5"] },
      { column: "price", op: "!=", value: 7.07 },
      { column: "price", op: "<", value: "100,5" },
      { column: "big", op: ">", value: "9007199254740993" },
      { column: "big", op: "in", value: ["9007199254740993", "9007199254740995"] },
      { column: "city", op: "=", value: "ROME", ignore_case: true },
      { column: "city", op: "in", value: ["ROME", "oslo"], ignore_case: true },
      { column, op: "=", value: "" },
      { column, op: "in", value: ["name 5", null] },
      { not: { column: "price", op: ">", value: 500 } },
      {
        or: [
          { column: "city", op: "=", value: "Zürich" },
          { column: "city", op: ">=", value: "P" },
        ],
      },
      { and: [{ column: "price", op: "is_null" }, { not: { column, op: "is_null" } }] },
    ];
    for (const where of conditions) {
      const args = { table: "t.csv", where, measures: [{ op: "distinct", column: "id" }, { op: "count" }] };
      const [scanner, engine] = await Promise.all([
        roomy.call("aggregate", args),
        tight.call("aggregate", args),
      ]);
      expect({ where, rows: engine.rows }).toEqual({ where, rows: scanner.rows });
    }
  });

  test("joins", async () => {
    const args = {
      left: "t.csv",
      right: "names.csv",
      on: [{ left: "name", right: "name" }],
      left_columns: ["id", "name"],
      left_where: { column: "id", op: "<", value: 60 },
      right_where: { column: "group", op: "!=", value: 3 },
      limit: 100,
    };
    for (const kind of ["inner", "left"]) {
      const { scanner, engine } = await both("join_tables", { ...args, kind });
      expect([engine.columns, engine.left_out]).toEqual([scanner.columns, scanner.left_out]);
      expect(sorted(engine.rows)).toEqual(sorted(scanner.rows));
    }
  });
});

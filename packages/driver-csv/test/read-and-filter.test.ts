import { describe, expect, test } from "vitest";
import { bench, files } from "./support.ts";

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

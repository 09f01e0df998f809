import { gzipSync, zstdCompressSync } from "node:zlib";
import { expect, test } from "vitest";
import { bench, sales } from "./support.ts";

const files = {
  "a.csv.gz": gzipSync(sales),
  "b.csv.zst": zstdCompressSync(sales),
  // Members one after the other, as log rotation leaves them.
  "c.csv.gz": Buffer.concat([gzipSync("id,city\n1,Rome\n"), gzipSync("2,Oslo\n")]),
  "d.csv.gz": gzipSync(sales).subarray(0, 60),
  "e.csv": Buffer.from(`\ufeff${sales}`, "utf16le"),
};

test("compressed and wide files are described, sliced and summed up like others", async () => {
  const { call } = bench(files, { workers: 2, workersFromBytes: 0 });
  for (const table of ["a.csv.gz", "b.csv.zst", "e.csv"]) {
    const sum = await call("aggregate", { table, measures: [{ op: "sum", column: "price" }] });
    expect(sum.rows).toEqual([[111.79]]);
    const slice = await call("read_rows", { table, start: -2, columns: ["id"] });
    expect(slice.rows).toEqual([["5"], ["6"]]);
    expect(await call("describe_table", { table, scan: "full" })).toMatchObject({ record_count: 6 });
  }
});

test("compressed data in several members is one table", async () => {
  const { call } = bench(files);
  expect((await call("read_rows", { table: "c.csv.gz" })).rows).toEqual([
    ["1", "Rome"],
    ["2", "Oslo"],
  ]);
});

test("damaged compression is an error", async () => {
  const { failure } = bench(files);
  expect(await failure("read_rows", { table: "d.csv.gz" })).toMatchObject({ code: "unreadable_file" });
});

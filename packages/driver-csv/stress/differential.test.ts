import { expect, test } from "vitest";
import { compareAggregates } from "../test/differential/aggregates.ts";
import { compare } from "../test/differential/compare.ts";

test("10,000 generated files are read as they were written, and whoever reads them in another way is explained", async () => {
  expect((await compare(1000, 10_000)).unexplained).toEqual([]);
});

test("aggregates of 500 generated tables are those of DuckDB", async () => {
  expect(await compareAggregates(1000, 500)).toEqual([]);
});

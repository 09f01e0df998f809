import { expect, test } from "vitest";
import { compareAggregates } from "./differential/aggregates.ts";
import { compare } from "./differential/compare.ts";

test("500 generated files are read as they were written, and whoever reads them in another way is explained", async () => {
  const { unexplained, explained } = await compare(1, 500);
  expect(unexplained).toEqual([]);
  expect(explained.papaparse + explained["csv-parse"] + explained.duckdb).toBeGreaterThan(0);
}, 60_000);

test("aggregates of 40 generated tables are those of DuckDB", async () => {
  expect(await compareAggregates(1, 40)).toEqual([]);
}, 60_000);

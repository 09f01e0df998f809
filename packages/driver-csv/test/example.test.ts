import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { answer, tables, total } from "./example.ts";
import { sales } from "./support.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mcs-csv-"));
  await mkdir(join(folder, "legacy"));
  await writeFile(join(folder, "sales.csv"), sales);
  await writeFile(join(folder, "sales-1.csv"), "id,price\n1,2\n");
  await writeFile(join(folder, "sales-2.csv"), "price,id\n4,3\n");
  await writeFile(join(folder, "legacy/RATES.DAT"), "EUR1.00\nCHF0.95\n");
});
afterAll(() => rm(folder, { recursive: true }));

test("a model's call over a folder is answered", async () => {
  const call = {
    tool: "aggregate",
    arguments: { table: "sales.csv", measures: [{ op: "sum", column: "price" }] },
  };
  expect(await answer(folder, JSON.stringify(call))).toContain("111.79");
});

test("a program reads rows", async () => {
  expect(await total(folder)).toBeCloseTo(111.79);
});

test("tables under names of their own: several files, and fixed widths", async () => {
  await using driver = tables(folder);
  const read = (table: string): Promise<unknown> => driver.executeTool("read_rows", { table });
  expect(await read("sales")).toMatchObject({
    columns: ["id", "price"],
    rows: [
      ["1", "2"],
      ["3", "4"],
    ],
  });
  expect(await read("rates")).toMatchObject({
    columns: ["currency", "rate"],
    rows: [
      ["EUR", "1.00"],
      ["CHF", "0.95"],
    ],
  });
});

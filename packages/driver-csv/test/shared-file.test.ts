import { mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalFsAdapter } from "@mcs/adapter-localfs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CsvToolDriver } from "../src/index.ts";

/*
 * Threads read a file of this machine by the descriptor that the driver opened, and get the bytes of any other file
 * in messages. What comes out is the same.
 */

const ROWS = 400_000;
const measures = [{ op: "count" }, { op: "sum", column: "price" }, { op: "max", column: "price" }];
const question = { table: "long.csv", group_by: ["kind"], measures };
let root = "";
let path = "";

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "mcs-csv-shared-"));
  path = join(root, "long.csv");
  const lines = Array.from(
    { length: ROWS },
    (_, row) =>
      `${row},${row % 9 === 0 ? `"kind ""${row % 3}""\nof two lines"` : `kind ${row % 5}`},${row % 1000}.25\n`,
  );
  await writeFile(path, `id,kind,price\n${lines.join("")}`);
});
afterAll(() => rm(root, { recursive: true }));

test("an open file of this machine says by which descriptor threads can read it", async () => {
  const port = new LocalFsAdapter({ root });
  const file = await port.open("long.csv");
  expect(file.descriptor).toBeGreaterThan(2);
  await file.close();
});

test("the answer is the one that a single thread gives", async () => {
  await using shared = new CsvToolDriver({ root, workers: 3, workersFromBytes: 0 });
  await using alone = new CsvToolDriver({ root, workers: 0 });
  const answer = await shared.executeTool("aggregate", question);
  expect(answer).toEqual(await alone.executeTool("aggregate", question));
  expect(answer).toMatchObject({ columns: ["kind", "count", "sum(price)", "max(price)"] });
});

describe("while threads read by themselves", () => {
  test("progress is told", async () => {
    const told: number[] = [];
    await using driver = new CsvToolDriver({
      root,
      workersFromBytes: 0,
      onProgress: ({ bytes }) => told.push(bytes),
    });
    await driver.executeTool("aggregate", question);
    const { length } = await readFile(path);
    expect(told.length).toBeGreaterThan(0);
    expect(Math.max(...told)).toBeLessThanOrEqual(length);
    expect(Math.max(...told)).toBeGreaterThan(length / 4);
  });

  test("an abort ends the call, and the next one runs", async () => {
    const controller = new AbortController();
    await using driver = new CsvToolDriver({
      root,
      workersFromBytes: 0,
      onProgress: () => controller.abort(),
    });
    const aborted = driver.executeTool("aggregate", question, { signal: controller.signal });
    await expect(aborted).rejects.toMatchObject({ code: "aborted" });
    expect(await driver.executeTool("aggregate", { table: "long.csv" })).toMatchObject({ rows: [[ROWS]] });
  });

  test("a file that becomes shorter is said to have changed", async () => {
    const shrinking = join(root, "shrinking.csv");
    await writeFile(shrinking, await readFile(path));
    await using driver = new CsvToolDriver({
      root,
      workersFromBytes: 0,
      onProgress: () => void truncate(shrinking, 100),
    });
    const asked = driver.executeTool("aggregate", { ...question, table: "shrinking.csv" });
    await expect(asked).rejects.toMatchObject({ code: "file_changed" });
  });
});

import { appendFile, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { LocalFsAdapter } from "@mcs/adapter-localfs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CsvToolDriver, openTable } from "../src/index.ts";
import type { Result } from "./support.ts";

let root = "";
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "mcs-csv-"));
});
afterAll(() => rm(root, { recursive: true }));

/** Lines of which each says its own number twice, so that a torn one is noticed. */
function lines(from: number, count: number): string {
  return Array.from({ length: count }, (_, i) => `${from + i},"no ${from + i}"\n`).join("");
}

test("200 queries while a file grows each see one moment of it, or say that it changed", async () => {
  const path = join(root, "growing.csv");
  await writeFile(path, `id,text\n${lines(0, 5000)}`);
  await using driver = new CsvToolDriver({ root, workersFromBytes: 100_000 });
  let written = 5000;
  let isOver = false;
  const writer = (async () => {
    while (!isOver) {
      // Every other time a record is written in two halves, as programs with a buffer do.
      const text = lines(written, 50);
      const cut = written % 100 === 0 ? text.length : text.length - 5;
      await appendFile(path, text.slice(0, cut));
      await appendFile(path, text.slice(cut));
      written += 50;
    }
  })();
  const measures = [
    { op: "count" },
    { op: "sum", column: "id" },
    { op: "max", column: "id" },
    { op: "distinct", column: "text" },
  ];
  const ask = async (turn: number): Promise<"moment" | "changed"> => {
    // They begin one after the other, so that they meet the file in many states, and run side by side.
    for (let i = 0; i < turn; i++) await setImmediate();
    try {
      const { rows } = (await driver.executeTool("aggregate", { table: "growing.csv", measures })) as Result;
      const [count, sum, max, texts] = (rows[0] ?? []).map(Number);
      expect([sum, max, texts]).toEqual([((count ?? 0) * ((count ?? 0) - 1)) / 2, (count ?? 0) - 1, count]);
      return "moment";
    } catch (error) {
      // A moment between the two halves of a record is one at which the file has an open quote.
      expect(error).toMatchObject({ code: expect.stringMatching(/^(?:file_changed|unterminated_quote)$/) });
      return "changed";
    }
  };
  const answers = await Promise.all(Array.from({ length: 200 }, (_, turn) => ask(turn)));
  isOver = true;
  await writer;
  expect(answers).toHaveLength(200);
  expect(answers).toContain("moment");
  expect(await ask(0)).toBe("moment");
}, 60_000);

test("a file that is written anew while it is read is an error", async () => {
  const path = join(root, "new.csv");
  await writeFile(path, `id,text\n${lines(0, 50_000)}`);
  await using port = new LocalFsAdapter({ root });
  const table = await openTable(port, "new.csv");
  const read = async (): Promise<void> => {
    let seen = 0;
    for await (const _ of table.rows()) {
      if (++seen === 10) {
        await truncate(path, 0);
        await writeFile(path, `id,text\n${lines(7, 60_000)}`);
      }
    }
  };
  await expect(read()).rejects.toMatchObject({ code: "file_changed" });
  await expect(read()).rejects.toMatchObject({ code: "file_changed" });
});

test("what is known of a file is forgotten when it is another one", async () => {
  await using driver = new CsvToolDriver({ root });
  const ask = async (): Promise<unknown> =>
    ((await driver.executeTool("read_rows", { table: "other.csv" })) as Result).rows;
  await writeFile(join(root, "other.csv"), "a,b\n1,2\n");
  expect(await ask()).toEqual([["1", "2"]]);
  await writeFile(join(root, "other.csv"), "a;b;c\n1;2;3\n");
  expect(await ask()).toEqual([["1", "2", "3"]]);
});

import { appendFile, mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { LocalFsAdapter } from "@mcs/adapter-localfs";
import { MemoryAdapter } from "@mcs/adapter-memory";
import type { FilesystemPort, OpenFile } from "@mcs/core/ports";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
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
      expect(error).toMatchObject({ code: "file_changed" });
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

describe("a file that ends within quotes", () => {
  const half = 'id,text\n1,one\n2,"two\nlin';

  /** Files in memory; `onLook` is called when somebody looks whether one has changed. */
  function watched(files: MemoryAdapter, onLook: (look: number) => void): FilesystemPort {
    let looks = 0;
    return new Proxy(files, {
      get: (target, key) => {
        if (key !== "open") return bound(target, key);
        return async (path: string): Promise<OpenFile> =>
          new Proxy(await target.open(path), {
            get: (file, name) => {
              if (name === "current") onLook(++looks);
              return bound(file, name);
            },
          });
      },
    });
  }

  function bound(target: object, key: string | symbol): unknown {
    const value: unknown = Reflect.get(target, key);
    return typeof value === "function" ? value.bind(target) : value;
  }

  test("has changed where the other half comes a moment later", async () => {
    const files = new MemoryAdapter({ files: { "t.csv": half } });
    const port = watched(files, (look) => {
      if (look === 4) void files.write("t.csv", Buffer.from('es"\n'), { mode: "append" });
    });
    await using driver = new CsvToolDriver({ port, workers: 0 });
    const count = (): Promise<unknown> => driver.executeTool("aggregate", { table: "t.csv" });
    await expect(count()).rejects.toMatchObject({ code: "file_changed" });
    expect(await count()).toMatchObject({ rows: [[2]] });
  });

  test("is not waited for by whoever gives up", async () => {
    const stop = new AbortController();
    let looks = 0;
    const port = watched(new MemoryAdapter({ files: { "t.csv": half } }), (look) => {
      looks = look;
      stop.abort();
    });
    await using driver = new CsvToolDriver({ port, workers: 0 });
    const counting = driver.executeTool("aggregate", { table: "t.csv" }, { signal: stop.signal });
    await expect(counting).rejects.toMatchObject({ code: "aborted" });
    expect(looks).toBe(1);
  });
});

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

import { expect, test } from "vitest";
import type { Progress } from "../src/index.ts";
import { bench } from "./support.ts";

const long = `id,name\n${Array.from({ length: 100_000 }, (_, i) => `${i},name ${i}`).join("\n")}\n`;
const count = { table: "long.csv", measures: [{ op: "sum", column: "id" }] };

for (const workers of [0, 2]) {
  const where = workers === 0 ? "in the caller's thread" : "in threads";
  const options = { workers, workersFromBytes: 1000 };

  test(`a call that takes too long ends with an error, ${where}`, async () => {
    const { failure, driver } = bench({ "long.csv": long }, { ...options, timeoutMs: 1 });
    expect(await failure("aggregate", count)).toMatchObject({ code: "timeout" });
    await driver.close();
  });

  test(`a call ends when it is aborted, and the next one runs, ${where}`, async () => {
    const controller = new AbortController();
    const { driver } = bench({ "long.csv": long }, { ...options, onProgress: () => controller.abort() });
    const aborted = driver.executeTool("aggregate", count, { signal: controller.signal });
    await expect(aborted).rejects.toMatchObject({ code: "aborted" });
    await expect(driver.executeTool("aggregate", count)).resolves.toMatchObject({
      rows: [[(100_000 * 99_999) / 2]],
    });
    await driver.close();
  });

  test(`progress says how far a scan has come, ${where}`, async () => {
    const seen: Progress[] = [];
    const { call, driver } = bench({ "long.csv": long }, { ...options, onProgress: (at) => seen.push(at) });
    await call("aggregate", count);
    await driver.close();
    expect(seen[0]).toMatchObject({ table: "long.csv", totalBytes: long.length });
    expect(seen.every(({ rows, bytes }) => rows > 0 && rows <= 100_000 && bytes <= long.length)).toBe(true);
  });

  test(`an error in the progress callback ends the call, ${where}`, async () => {
    const onProgress = (): never => {
      throw new Error("enough");
    };
    const { failure, driver } = bench({ "long.csv": long }, { ...options, onProgress });
    expect(String(await failure("aggregate", count))).toContain("enough");
    await driver.close();
  });

  test(`what would take too much memory is an error that names a way on, ${where}`, async () => {
    const { failure, driver } = bench(
      { "long.csv": long },
      { ...options, maxMemoryBytes: 100_000, engine: false },
    );
    const distinct = { table: "long.csv", measures: [{ op: "distinct", column: "name" }] };
    const error = await failure("aggregate", distinct);
    expect(error).toMatchObject({ code: "memory_cap" });
    expect(String((error as { remedy?: unknown }).remedy)).toContain("SQL engine");
    await driver.close();
  });
}

test("a result has no more characters than it may, and says where to go on", async () => {
  const { call } = bench({ "long.csv": long }, { maxResultLength: 1000 });
  const result = await call("read_rows", { table: "long.csv", limit: 1000 });
  expect(result.rows.length).toBeLessThan(120);
  expect(result.next_start).toBe(result.rows.length);
});

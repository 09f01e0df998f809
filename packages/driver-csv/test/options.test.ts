import { MemoryAdapter } from "@mcs/adapter-memory";
import { ConfigurationError } from "@mcs/core";
import { expect, test } from "vitest";
import { CsvDriver, CsvToolDriver } from "../src/index.ts";

test.each([
  [{ maxRow: 5 }, "maxRow", "maxRows"],
  [{ engine: { memoryBytes: 5 } }, "engine.memoryBytes", "engine.maxMemoryBytes"],
  [{ dialect: { delimeter: ";" } }, "dialect.delimeter", "dialect.delimiter"],
  [{ tables: { a: { path: "a", quotes: "x" } } }, "tables.a.quotes", "tables.a.quote"],
])("an option that does not exist is named, and the closest one: %j", (options, name, closest) => {
  for (const Driver of [CsvDriver, CsvToolDriver]) {
    const make = () =>
      new Driver({ port: new MemoryAdapter({ files: { "a.csv": "x\n1\n" } }), ...options } as never);
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(`The option ${name} of CsvDriver does not exist. The closest one is ${closest}.`);
  }
});

test("without options it says so, and which there are", () => {
  for (const Driver of [CsvDriver, CsvToolDriver]) {
    expect(() => new Driver(undefined as never)).toThrow(/CsvDriver needs an object of options/);
  }
});

test("after close() every call fails with the same error, and closing twice does no harm", async () => {
  for (const driver of [
    new CsvDriver({ port: new MemoryAdapter({ files: { "a.csv": "x\n1\n" } }) }),
    new CsvToolDriver({ port: new MemoryAdapter({ files: { "a.csv": "x\n1\n" } }) }),
  ]) {
    await driver.executeTool("read_rows", { table: "a.csv" });
    await Promise.all([driver.close(), driver.close()]);
    await expect(driver.executeTool("read_rows", { table: "a.csv" })).rejects.toMatchObject({
      name: "ClosedError",
      code: "closed",
    });
  }
});

test("an access that is none is refused", () => {
  expect(() => new CsvDriver({ root: ".", access: "all" as never })).toThrow(/access is "all"/);
});

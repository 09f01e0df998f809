import { inspect } from "node:util";
import { secret } from "@mcs/core";
import { expect, test } from "vitest";
import { ClickHouseAdapter, type ClickHouseAdapterOptions } from "../src/index.ts";

const url = "http://127.0.0.1:8123";

test.each([
  ["no url", { url: "" }, "url"],
  ["a url with credentials", { url: "https://a:b@host" }, "url"],
  ["a url with settings", { url: "https://host/?readonly=0" }, "url"],
  ["a url of another scheme", { url: "clickhouse://host" }, "url"],
  ["a password as a plain text", { password: "hunter2" }, "password"],
  ["no database", { database: "" }, "database"],
  ["a limit of nothing", { maxRows: 0 }, "maxRows"],
])("%s is refused by the constructor", (_, options, name) => {
  const make = () => new ClickHouseAdapter({ url, ...options } as ClickHouseAdapterOptions);
  expect(make).toThrow(expect.objectContaining({ code: "invalid_configuration" }));
  expect(make).toThrow(`option ${name} `);
});

test("an option that does not exist is named, and the closest one", () => {
  const make = () => new ClickHouseAdapter({ url, maxRow: 1 } as never);
  expect(make).toThrow("The option maxRow of ClickHouseAdapter does not exist. The closest one is maxRows.");
});

test("an adapter does not show its credentials", () => {
  const adapter = new ClickHouseAdapter({ url, password: secret("hunter2") });
  expect(JSON.stringify(adapter) + inspect(adapter, { depth: 9 })).not.toContain("hunter2");
});

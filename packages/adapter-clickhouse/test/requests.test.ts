import { secret } from "@mcs/core";
import { expect, test, vi } from "vitest";
import { ClickHouseAdapter, type ClickHouseAdapterOptions } from "../src/index.ts";
import { compact, startFakeServer } from "./support/fake-server.ts";

const ONE = compact({ a: "UInt8" }, "[[1]]");

function adapterFor(url: string, options: Partial<ClickHouseAdapterOptions> = {}): ClickHouseAdapter {
  return new ClickHouseAdapter({ url, user: "model", password: secret("hunter2"), ...options });
}

test("every query is read-only and has limits, whatever it says", async () => {
  await using server = await startFakeServer(() => ONE);
  await using adapter = adapterFor(server.url, { maxMemoryBytes: 1000 });
  await adapter.query("DROP TABLE a", { timeoutMs: 1500, maxRows: 5, maxBytes: 200 });
  const settings = Object.fromEntries(server.requests[1]?.settings ?? []);
  expect(settings).toMatchObject({
    readonly: "1",
    max_execution_time: "2",
    max_result_rows: "5",
    max_result_bytes: "200",
    max_memory_usage: "1000",
    result_overflow_mode: "throw",
    cancel_http_readonly_queries_on_client_close: "1",
  });
  expect([...(server.requests[1]?.settings.keys() ?? [])].at(-1)).toBe("readonly");
});

test("a call cannot have more than the adapter's options allow", async () => {
  await using server = await startFakeServer(() => ONE);
  await using adapter = adapterFor(server.url, { timeoutMs: 1000, maxRows: 10, maxBytes: 500 });
  await adapter.query("SELECT 1", { timeoutMs: 9e6, maxRows: 1e6, maxBytes: 1e9 });
  expect(Object.fromEntries(server.requests[1]?.settings ?? [])).toMatchObject({
    max_execution_time: "1",
    max_result_rows: "10",
    max_result_bytes: "500",
  });
});

test("the password goes into the header, and a variable is read at the first call", async () => {
  await using server = await startFakeServer(() => ONE);
  await using adapter = adapterFor(server.url, { password: { env: "MCS_TEST_PASSWORD" } });
  await expect(adapter.query("SELECT 1")).rejects.toMatchObject({ code: "missing_credential" });
  expect(server.requests).toHaveLength(0);
  vi.stubEnv("MCS_TEST_PASSWORD", "hunter2");
  await adapter.query("SELECT 1");
  vi.unstubAllEnvs();
  const basic = `Basic ${Buffer.from("model:hunter2").toString("base64")}`;
  expect(server.requests.map(({ authorization }) => authorization)).toEqual([basic, basic]);
  expect(server.requests.map(({ settings }) => String(settings)).join()).not.toContain("hunter2");
});

test("what the server echoes of the password is not told", async () => {
  await using server = await startFakeServer((_, response) => {
    response.writeHead(500);
    return "Code: 47. DB::Exception: Unknown hunter2 and bW9kZWw6aHVudGVyMg==. (UNKNOWN_IDENTIFIER)";
  });
  await using adapter = adapterFor(server.url);
  const error = await adapter.query("SELECT 1").catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    code: "engine_failed",
    message: expect.stringContaining("Unknown [secret] and [secret]"),
  });
});

test.each(["1", "2"])(
  "a profile with readonly %s is refused, because it takes no limits",
  async (profile) => {
    await using server = await startFakeServer(() => ONE, profile);
    await using adapter = adapterFor(server.url);
    await expect(adapter.query("SELECT 1")).rejects.toMatchObject({ code: "engine_refused" });
    expect(server.requests).toHaveLength(1);
  },
);

test("a result larger than maxBytes is an error, even if the server does not heed the limit", async () => {
  await using server = await startFakeServer(() => compact({ a: "String" }, `[["${"x".repeat(10_000)}"]]`));
  await using adapter = adapterFor(server.url);
  await expect(adapter.query("SELECT 1", { maxBytes: 5000 })).rejects.toMatchObject({
    code: "limit_exceeded",
  });
});

test.each([
  [
    "an error behind the beginning of a result",
    `{"meta":[],"data":[\nCode: 241. DB::Exception: Memory limit`,
    "limit_exceeded",
  ],
  ["a page of somebody else", "<html>It works!</html>", "engine_unreachable"],
  ["half of a result", ONE.slice(0, -10), "engine_unreachable"],
])("%s is no result", async (_, body, code) => {
  await using server = await startFakeServer(() => body);
  await using adapter = adapterFor(server.url);
  await expect(adapter.query("SELECT 1")).rejects.toMatchObject({ code });
});

test.each(["abort", "timeout"])("after an %s the server is asked to end the query", async (how) => {
  await using server = await startFakeServer((sql) => (sql.startsWith("KILL") ? "" : undefined));
  const adapter = adapterFor(server.url);
  const stop = new AbortController();
  const query = adapter.query("SELECT 1", how === "abort" ? { signal: stop.signal } : { timeoutMs: 300 });
  const failed = expect(query).rejects.toMatchObject({ code: how === "abort" ? "aborted" : "timeout" });
  await expect.poll(() => server.requests.length).toBe(2);
  stop.abort();
  await failed;
  await adapter.close();
  const id = server.requests[1]?.settings.get("query_id");
  expect(server.requests.at(-1)?.sql).toContain(`KILL QUERY WHERE query_id = '${id}'`);
});

test("after close nothing is sent", async () => {
  await using server = await startFakeServer(() => ONE);
  const adapter = adapterFor(server.url);
  await adapter.close();
  await expect(adapter.query("SELECT 1")).rejects.toMatchObject({ code: "closed" });
  expect(server.requests).toHaveLength(0);
});

test("numbers keep their digits, and lists are JSON", async () => {
  const types = {
    a: "UInt64",
    b: "Nullable(Int64)",
    c: "Decimal(38, 2)",
    d: "LowCardinality(Nullable(Float64))",
    e: "Array(UInt64)",
    f: "Map(String, UInt8)",
    g: "Bool",
    h: "Float64",
  };
  const row =
    '[9007199254740993,"12",123456789012345678.25,"nan",[1,18446744073709551615],{"k":1},true,0.30000000000000004]';
  await using server = await startFakeServer(() => compact(types, `[${row}]`));
  await using adapter = adapterFor(server.url);
  const { columns, rows } = await adapter.query("SELECT 1");
  expect(columns.map(({ type }) => type)).toEqual(Object.values(types));
  expect(rows).toEqual([
    [
      "9007199254740993",
      12,
      "123456789012345678.25",
      "nan",
      '[1,"18446744073709551615"]',
      '{"k":1}',
      true,
      0.30000000000000004,
    ],
  ]);
});

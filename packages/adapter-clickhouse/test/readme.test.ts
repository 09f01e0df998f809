import { expect, test, vi } from "vitest";
import { answer } from "./example.ts";
import { compact, startFakeServer } from "./support/fake-server.ts";

test("the example of the README runs", async () => {
  await using server = await startFakeServer((sql) =>
    sql.includes("system.tables")
      ? compact({ name: "String", r: "UInt64", b: "UInt64", s: "String" }, '[["sales","3","120",""]]')
      : undefined,
  );
  vi.stubEnv("CLICKHOUSE_PASSWORD", "hunter2");
  const call = JSON.stringify({ tool: "list_tables", arguments: {} });
  expect(await answer(server.url, call)).toContain('["sales",120,null,3]');
  expect(server.requests.map(({ settings }) => settings.get("database"))).toEqual(["shop", "shop"]);
  vi.unstubAllEnvs();
});

import { buildConnector, Pool, ProxyAgent } from "undici";
import { expect, test, vi } from "vitest";
import { loadUndici } from "../src/undici.ts";

test("the parts are the ones that the whole package exports", async () => {
  const parts = await loadUndici(false);
  expect(parts.Pool).toBe(Pool);
  expect(parts.buildConnector).toBe(buildConnector);
  expect("ProxyAgent" in parts).toBe(false);
});

test("a proxy brings the whole package", async () => {
  expect((await loadUndici(true)).ProxyAgent).toBe(ProxyAgent);
});

test.each([
  ["moved", () => Promise.reject(new Error("not found"))],
  ["something else", () => ({ default: undefined })],
])("a part that is %s is replaced by the whole package", async (_, part) => {
  vi.doMock("undici/lib/dispatcher/pool.js", part);
  try {
    const undici = await loadUndici(false);
    expect([undici.Pool, undici.ProxyAgent]).toEqual([Pool, ProxyAgent]);
  } finally {
    vi.doUnmock("undici/lib/dispatcher/pool.js");
  }
});

import { ConfigurationError } from "@mcs/core";
import { expect, test } from "vitest";
import { HttpAdapter, type HttpAdapterOptions } from "../src/index.ts";

test.each([
  ["maxResponseByte", { maxResponseByte: 5 }],
  ["timeouts.total", { timeouts: { total: 5 } }],
  ["timeouts.totalMs", { timeouts: { totalMs: 0 } }],
  ["connections", { connections: 1.5 }],
  ["retry.attempts", { retry: { attempts: -1 } }],
  ["maxRequestBytes", { maxRequestBytes: "10" }],
  ["proxy.url", { proxy: { url: "socks://h" } }],
  ["proxy.url", { proxy: { url: "http://user:hunter2@h" } }],
  ["proxy", { proxy: { url: "http://h" }, socketPath: "/s" }],
  ["tls.certs", { tls: { certs: "c" } }],
  ["proxy.uri", { proxy: { uri: "http://h" } }],
  ["tls", { tls: { cert: "c" } }],
  ["tls.key", { tls: { cert: "c", key: 5 } }],
  ["network.allow", { network: { allow: ["a/b"] } }],
  ["network.schemes", { network: { schemes: ["ftp"] } }],
  ["userAgent", { userAgent: "a\r\nb" }],
])("an option that cannot be used is named: %s", (name, options) => {
  const make = (): HttpAdapter => new HttpAdapter(options as HttpAdapterOptions);
  expect(make).toThrow(ConfigurationError);
  expect(make).toThrow(new RegExp(`option ${name.replace(".", "\\.")} `));
  expect(make).not.toThrow(/hunter2/);
});

test("an option that is undefined is the default", () => {
  new HttpAdapter({
    connections: undefined,
    timeouts: { totalMs: undefined },
  } as unknown as HttpAdapterOptions);
});

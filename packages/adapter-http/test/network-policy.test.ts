import dns from "node:dns";
import { createServer } from "node:http";
import { isIP } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { NetworkRefusedError } from "../src/index.ts";
import { NetworkPolicy } from "../src/network-policy.ts";
import { TargetReader } from "../src/target.ts";
import { adapterWith, failure, serveHttp, type TestServer, text } from "./support.ts";

let server: TestServer;
beforeEach(async () => {
  server = await serveHttp((request, response) => response.end(request.headers.host));
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Makes every name resolve to the given addresses, one list for each lookup, the last one for ever. */
function resolveTo(...answers: readonly (readonly string[])[]): { lookups: number } {
  const state = { lookups: 0 };
  vi.spyOn(dns, "lookup").mockImplementation(((_: string, __: object, callback: Answer) => {
    const addresses = answers[Math.min(state.lookups++, answers.length - 1)] ?? [];
    const found = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    process.nextTick(() => callback(null, found));
  }) as unknown as typeof dns.lookup);
  return state;
}
type Answer = (error: null, found: readonly { address: string; family: number }[]) => void;

describe("an untrusted request does not reach the server on loopback, however it is spelt", () => {
  test.each([
    "127.0.0.1",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "127.0.0.1.",
    "127.8.8.8",
    "0.0.0.0",
    "0",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:7f00:0001]",
    "[::127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "[2002:7f00:1::]",
    "localhost",
    "localhost.",
    "LOCALHOST",
    "any.localhost",
    "１２７.0.0.1",
  ])("%s", async (host) => {
    const request = { method: "GET", url: `http://${host}:${server.port}/path?secret=1` };
    const error = await failure(adapterWith().request(request));
    expect(error).toBeInstanceOf(NetworkRefusedError);
    expect(error.code).toBe("network_refused");
    expect(error.message).not.toContain("secret");
    expect(server.connections()).toBe(0);
  });
});

test("a name that resolves to a private address is refused", async () => {
  resolveTo(["127.0.0.1"]);
  const error = await failure(
    adapterWith().request({ method: "GET", url: `http://public.example:${server.port}/` }),
  );
  expect(error).toBeInstanceOf(NetworkRefusedError);
  expect(error.message).toContain("127.0.0.1 is not a public address");
  expect(server.connections()).toBe(0);
});

test("a name that changes its mind between two lookups gains nothing: what was checked is what is connected to", async () => {
  const state = resolveTo(["127.0.0.2"], ["127.0.0.1"]);
  // Loopback's second address stands in for a public one; nobody listens there.
  const adapter = adapterWith({
    network: { allow: ["127.0.0.2"] },
    timeouts: { connectMs: 50 },
    retry: false,
  });
  const request = { method: "GET", url: `http://rebinding.example:${server.port}/`, timeoutMs: 200 };
  const first = await failure(adapter.request(request));
  expect(first).not.toBeInstanceOf(NetworkRefusedError);
  expect(state.lookups).toBe(1);
  const second = await failure(adapter.request(request));
  expect(second).toBeInstanceOf(NetworkRefusedError);
  expect(server.connections()).toBe(0);
});

test("of several addresses only the permitted ones are connected to", async () => {
  resolveTo(["10.0.0.1", "127.0.0.1"]);
  const adapter = adapterWith({ network: { allow: ["127.0.0.1"] } });
  const response = await adapter.request({ method: "GET", url: `http://mixed.example:${server.port}/` });
  expect(text(response)).toBe(`mixed.example:${server.port}`);
});

test("a connection of a trusted request never serves an untrusted one", async () => {
  const adapter = adapterWith();
  const request = { method: "GET", url: `${server.origin}/` };
  await adapter.request({ ...request, trusted: true });
  expect(await failure(adapter.request(request))).toBeInstanceOf(NetworkRefusedError);
  await adapter.request({ ...request, trusted: true });
  const names = { method: "GET", url: `http://localhost:${server.port}/` };
  await adapter.request({ ...names, trusted: true });
  expect(await failure(adapter.request(names))).toBeInstanceOf(NetworkRefusedError);
});

describe("cloud metadata services are refused", () => {
  test.each([
    ["http://169.254.169.254/latest/meta-data/"],
    ["http://[fd00:ec2::254]/"],
    ["http://[::ffff:169.254.169.254]/"],
    ["http://[64:ff9b::a9fe:a9fe]/"],
    ["http://0xa9fea9fe/"],
    ["http://metadata.google.internal/"],
    ["http://METADATA.google.internal./"],
    ["http://100.100.100.200/"],
  ])("%s, also when trusted and private networks are open", async (url) => {
    const adapter = adapterWith({ network: { allowPrivate: true, allow: ["169.254.0.0/16", "::/0"] } });
    const error = await failure(adapter.request({ method: "GET", url, trusted: true, timeoutMs: 2_000 }));
    expect(error).toBeInstanceOf(NetworkRefusedError);
    expect(error.message).toContain("metadata");
  });

  test("behind any name that resolves to one", async () => {
    resolveTo(["169.254.169.254"]);
    const adapter = adapterWith({ network: { allow: ["innocent.example"] } });
    const error = await failure(
      adapter.request({ method: "GET", url: "http://innocent.example/", trusted: true }),
    );
    expect(error).toBeInstanceOf(NetworkRefusedError);
  });

  test.each([
    ["169.254.169.254", "http://169.254.169.254/", undefined],
    ["169.254.169.254:80", "http://169.254.169.254/", undefined],
    ["169.254.169.254:81", "http://169.254.169.254/", "metadata"],
    ["metadata.google.internal", "http://metadata.google.internal/", undefined],
    ["fd00:ec2::254", "http://[fd00:ec2::254]/", undefined],
    ["innocent.example", "http://innocent.example/", "metadata"],
  ])("unless they are named: allow %s for %s", (allow, url, refusal) => {
    const policy = new NetworkPolicy({ allowPrivate: false, allow: [allow], deny: [], schemes: ["http"] });
    const { origin } = new TargetReader().read(url);
    const address = isIP(origin.name) === 0 ? "169.254.169.254" : origin.name;
    for (const trusted of [true, false]) {
      const refused =
        policy.refusalOfOrigin(origin, trusted) ?? policy.refusalOfAddress(address, origin, trusted);
      if (refusal === undefined) expect(refused).toBeUndefined();
      else expect(refused?.message).toContain(refusal);
    }
  });
});

test("a public address is open to everybody", () => {
  const policy = new NetworkPolicy({ allowPrivate: false, allow: [], deny: [], schemes: ["http", "https"] });
  for (const url of ["http://1.1.1.1/", "https://[2606:4700::1111]/", "https://example.com/"]) {
    expect(policy.refusalOfOrigin(new TargetReader().read(url).origin, false)).toBeUndefined();
  }
  const { origin } = new TargetReader().read("https://example.com/");
  expect(policy.refusalOfAddress("93.184.215.14", origin, false)).toBeUndefined();
});

describe("allow opens, deny closes", () => {
  test.each([
    ["an address", () => ["127.0.0.1"]],
    ["an address with its port", (port: number) => [`127.0.0.1:${port}`]],
    ["a range", () => ["127.0.0.0/8"]],
  ])("allow: %s", async (_, allow) => {
    const adapter = adapterWith({ network: { allow: allow(server.port) } });
    const response = await adapter.request({ method: "GET", url: `${server.origin}/` });
    expect(response.status).toBe(200);
  });

  test("allow: a host opens whatever it resolves to, and no other name of the same address", async () => {
    resolveTo(["127.0.0.1"]);
    const adapter = adapterWith({ network: { allow: [`inside.example:${server.port}`] } });
    const url = (host: string): string => `http://${host}:${server.port}/`;
    expect((await adapter.request({ method: "GET", url: url("Inside.Example.") })).status).toBe(200);
    const error = await failure(adapter.request({ method: "GET", url: url("other.example") }));
    expect(error).toBeInstanceOf(NetworkRefusedError);
  });

  test("allow: another port is another destination", async () => {
    const adapter = adapterWith({ network: { allow: ["127.0.0.1:1"] } });
    const error = await failure(adapter.request({ method: "GET", url: `${server.origin}/` }));
    expect(error).toBeInstanceOf(NetworkRefusedError);
  });

  test("allowPrivate opens all private networks", async () => {
    const adapter = adapterWith({ network: { allowPrivate: true } });
    expect((await adapter.request({ method: "GET", url: `${server.origin}/` })).status).toBe(200);
  });

  test.each([["127.0.0.1"], ["127.0.0.0/8"], ["localhost"]])(
    "deny %s wins over trust and allow",
    async (entry) => {
      const host = entry === "localhost" ? "localhost" : "127.0.0.1";
      const adapter = adapterWith({ network: { allowPrivate: true, allow: [host], deny: [entry] } });
      const request = { method: "GET", url: `http://${host}:${server.port}/`, trusted: true };
      expect(await failure(adapter.request(request))).toBeInstanceOf(NetworkRefusedError);
      expect(server.connections()).toBe(0);
    },
  );

  test.each([["10.0.0.0/33"], ["http://host/"], ["user@host"], ["a b"], [""], ["host:port"]])(
    "the entry %j is refused when the adapter is made",
    (entry) => {
      expect(() => adapterWith({ network: { allow: [entry] } })).toThrow(/network\.allow/);
    },
  );
});

test("schemes other than http and https are refused, and https alone can be asked for", async () => {
  for (const url of ["ftp://example.com/", "file:///etc/passwd", "unix://socket/"]) {
    const error = await failure(adapterWith().request({ method: "GET", url, trusted: true }));
    expect(error).toBeInstanceOf(NetworkRefusedError);
  }
  const strict = adapterWith({ network: { schemes: ["https"] } });
  const error = await failure(strict.request({ method: "GET", url: `${server.origin}/`, trusted: true }));
  expect(error).toBeInstanceOf(NetworkRefusedError);
});

test("socketPath leads every trusted request to the socket, and no other", async () => {
  const socketPath = join(tmpdir(), `mcs-http-${process.pid}-${Date.now()}.sock`);
  const local = createServer((request, response) => response.end(`socket ${request.url}`));
  await new Promise<void>((resolve) => local.listen(socketPath, resolve));
  try {
    const adapter = adapterWith({ socketPath });
    const request = { method: "GET", url: "http://docker/v1.43/version" };
    expect(text(await adapter.request({ ...request, trusted: true }))).toBe("socket /v1.43/version");
    expect(await failure(adapter.request(request))).toBeInstanceOf(NetworkRefusedError);
    await adapter.close();
  } finally {
    await new Promise((resolve) => local.close(resolve));
  }
});

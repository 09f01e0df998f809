import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { expect, test, vi } from "vitest";
import { adapterWith, serveHttp, serveRaw, text } from "./support.ts";

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(request, "end");
  return Buffer.concat(chunks).toString();
}

test("a request arrives as it was written and the response comes back whole", async () => {
  const server = await serveHttp(async (request, response) => {
    const seen = {
      method: request.method,
      url: request.url,
      body: await bodyOf(request),
      id: request.headers["x-id"],
    };
    response.writeHead(201, { "Content-Type": "application/json", "X-Two": ["a", "b"] });
    response.end(JSON.stringify(seen));
  });
  const response = await adapterWith().request({
    method: "POST",
    url: `${server.origin}/a%20b/c?q=%C3%A4&r[]=1&s='x'`,
    headers: { "x-id": "7", "content-type": "text/plain" },
    body: "grüße",
    trusted: true,
  });
  expect(response.status).toBe(201);
  expect(response.truncated).toBe(false);
  expect(response.headers["content-type"]).toBe("application/json");
  expect(response.headers["x-two"]).toEqual(["a", "b"]);
  expect(JSON.parse(text(response))).toEqual({
    method: "POST",
    url: "/a%20b/c?q=%C3%A4&r[]=1&s='x'",
    body: "grüße",
    id: "7",
  });
});

test("bytes are sent as bytes, also from the middle of a larger buffer", async () => {
  const server = await serveHttp(async (request, response) => response.end(await bodyOf(request)));
  const bytes = new TextEncoder().encode("__payload__").subarray(2, 9);
  const response = await adapterWith().request({
    method: "PUT",
    url: `${server.origin}/`,
    body: bytes,
    trusted: true,
  });
  expect(text(response)).toBe("payload");
});

test("a body in many pieces is put together in order", async () => {
  const server = await serveHttp(async (_, response) => {
    for (let i = 0; i < 200; i++) {
      if (!response.write(`${i},`.repeat(500))) await once(response, "drain");
    }
    response.end();
  });
  const response = await adapterWith().request({ method: "GET", url: `${server.origin}/`, trusted: true });
  expect(text(response)).toBe(Array.from({ length: 200 }, (_, i) => `${i},`.repeat(500)).join(""));
});

test("repeated header values are sent as separate lines", async () => {
  const server = await serveHttp((request, response) => response.end(JSON.stringify(request.rawHeaders)));
  const response = await adapterWith({ acceptEncoding: false, userAgent: false }).request({
    method: "GET",
    url: `${server.origin}/`,
    headers: { "X-Tag": ["one", "two"] },
    trusted: true,
  });
  const raw = JSON.parse(text(response)) as string[];
  expect(raw.slice(-4)).toEqual(["X-Tag", "one", "X-Tag", "two"]);
  expect(raw.map((name) => name.toLowerCase())).not.toContain("user-agent");
  expect(raw.map((name) => name.toLowerCase())).not.toContain("accept-encoding");
});

test("user-agent and accept-encoding are the request's own where it has them", async () => {
  const server = await serveHttp(({ headers }, response) =>
    response.end(`${headers["user-agent"]}|${headers["accept-encoding"]}`),
  );
  const adapter = adapterWith({ userAgent: "me/1" });
  const get = { method: "GET", url: `${server.origin}/`, trusted: true };
  expect(text(await adapter.request(get))).toBe("me/1|gzip, deflate, br, zstd");
  const own = { ...get, headers: { "User-Agent": "other", "ACCEPT-encoding": "identity" } };
  expect(text(await adapter.request(own))).toBe("other|identity");
});

test("a redirect is a response like any other, and cookies are not kept", async () => {
  const seen: IncomingMessage[] = [];
  const server = await serveHttp((request, response) => {
    seen.push(request);
    response.writeHead(302, { location: "/elsewhere", "set-cookie": "session=1" }).end();
  });
  const adapter = adapterWith();
  const request = { method: "GET", url: `${server.origin}/`, trusted: true };
  expect((await adapter.request(request)).status).toBe(302);
  expect((await adapter.request(request)).headers.location).toBe("/elsewhere");
  expect(seen.map(({ url, headers }) => [url, headers.cookie])).toEqual([
    ["/", undefined],
    ["/", undefined],
  ]);
});

test.each([
  ["HEAD", "HTTP/1.1 200 OK\r\ncontent-length: 999999999\r\ncontent-encoding: gzip\r\n\r\n", 200],
  ["GET", "HTTP/1.1 204 No Content\r\ncontent-encoding: gzip\r\n\r\n", 204],
  ["GET", "HTTP/1.1 304 Not Modified\r\ncontent-length: 999999999\r\n\r\n", 304],
  ["HEAD", "HTTP/1.1 200 OK\r\ncontent-encoding: unknown\r\n\r\n", 200],
  ["GET", "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 0\r\n\r\n", 200],
])("%s with %j has an empty body", async (method, head, status) => {
  const server = await serveRaw((socket) => socket.write(head));
  const response = await adapterWith().request({ method, url: `${server.origin}/`, trusted: true });
  expect(response.status).toBe(status);
  expect(response.body.length).toBe(0);
});

test("informational responses are passed over", async () => {
  const server = await serveRaw((socket) =>
    socket.write(
      "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n" +
        "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok",
    ),
  );
  const response = await adapterWith().request({ method: "GET", url: `${server.origin}/`, trusted: true });
  expect([response.status, text(response), response.headers.link]).toEqual([200, "ok", undefined]);
});

test("connections are kept and used again", async () => {
  const server = await serveHttp((_, response) => response.end("x"));
  const adapter = adapterWith();
  for (let i = 0; i < 20; i++)
    await adapter.request({ method: "GET", url: `${server.origin}/${i}`, trusted: true });
  // One rests for a turn of the event loop after each response, so a second one may be opened meanwhile.
  expect(server.connections()).toBeLessThanOrEqual(2);
});

test("no more connections are opened than allowed, and the rest waits its turn", async () => {
  const server = await serveHttp((_, response) => setImmediate(() => response.end("x")));
  const adapter = adapterWith({ connections: 2 });
  const requests = Array.from({ length: 20 }, () =>
    adapter.request({ method: "GET", url: `${server.origin}/`, trusted: true }),
  );
  expect((await Promise.all(requests)).map(text).join("")).toBe("x".repeat(20));
  expect(server.connections()).toBe(2);
});

test("proxies named by the environment are not used", async () => {
  const proxy = await serveHttp((_, response) => response.end("proxied"));
  const server = await serveHttp((_, response) => response.end("direct"));
  for (const name of ["HTTP_PROXY", "http_proxy", "ALL_PROXY"]) vi.stubEnv(name, proxy.origin);
  try {
    const response = await adapterWith().request({ method: "GET", url: `${server.origin}/`, trusted: true });
    expect(text(response)).toBe("direct");
  } finally {
    vi.unstubAllEnvs();
  }
});

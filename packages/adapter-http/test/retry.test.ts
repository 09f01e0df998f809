import { expect, test } from "vitest";
import { NetworkError } from "../src/index.ts";
import { adapterWith, failure, serveHttp, serveRaw, text } from "./support.ts";

const QUICK = { retry: { baseDelayMs: 1 } };

/** Answers the first requests with the given statuses, then with 200. */
async function serveStatuses(statuses: readonly number[], headers: Record<string, string> = {}) {
  let requests = 0;
  const server = await serveHttp((_, response) => {
    const status = statuses[requests++] ?? 200;
    response.writeHead(status, status === 200 ? {} : headers).end(`attempt ${requests}`);
  });
  return { origin: server.origin, requests: () => requests };
}

test.each([429, 502, 503, 504])("%i and then 200 is 200", async (status) => {
  const server = await serveStatuses([status]);
  const response = await adapterWith(QUICK).request({
    method: "GET",
    url: `${server.origin}/`,
    trusted: true,
  });
  expect([response.status, text(response)]).toEqual([200, "attempt 2"]);
});

test("after the last attempt the response is returned as it is", async () => {
  const server = await serveStatuses([503, 503, 503, 503]);
  const response = await adapterWith(QUICK).request({
    method: "GET",
    url: `${server.origin}/`,
    trusted: true,
  });
  expect([response.status, text(response), server.requests()]).toEqual([503, "attempt 3", 3]);
});

test.each([400, 404, 500, 501])("%i is final", async (status) => {
  const server = await serveStatuses([status]);
  const response = await adapterWith(QUICK).request({
    method: "GET",
    url: `${server.origin}/`,
    trusted: true,
  });
  expect([response.status, server.requests()]).toEqual([status, 1]);
});

test.each(["HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "QUERY"])("%s is tried again", async (method) => {
  const server = await serveStatuses([503]);
  await adapterWith(QUICK).request({ method, url: `${server.origin}/`, trusted: true });
  expect(server.requests()).toBe(2);
});

test.each(["POST", "PATCH"])("%s is never tried again on its own", async (method) => {
  const server = await serveStatuses([503]);
  const response = await adapterWith(QUICK).request({
    method,
    url: `${server.origin}/`,
    body: "x",
    trusted: true,
  });
  expect([response.status, server.requests()]).toEqual([503, 1]);
});

test("a request decides for itself whether it may be repeated", async () => {
  const post = await serveStatuses([503]);
  const adapter = adapterWith(QUICK);
  await adapter.request({
    method: "POST",
    url: `${post.origin}/`,
    body: "x",
    idempotent: true,
    trusted: true,
  });
  expect(post.requests()).toBe(2);
  const get = await serveStatuses([503]);
  await adapter.request({ method: "GET", url: `${get.origin}/`, idempotent: false, trusted: true });
  expect(get.requests()).toBe(1);
});

test("a lost connection is tried again, with the same body", async () => {
  let connections = 0;
  const server = await serveRaw((socket) => {
    if (++connections === 1) socket.resetAndDestroy();
    else socket.end("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
  });
  const put = { method: "PUT", url: `${server.origin}/`, body: "again", trusted: true };
  expect(text(await adapterWith(QUICK).request(put))).toBe("ok");
  expect(connections).toBe(2);
});

test("a lost connection is an error for POST, which may have arrived", async () => {
  let connections = 0;
  const server = await serveRaw((socket) => {
    connections++;
    socket.resetAndDestroy();
  });
  const error = await failure(
    adapterWith(QUICK).request({ method: "POST", url: `${server.origin}/`, body: "x", trusted: true }),
  );
  expect(error).toBeInstanceOf(NetworkError);
  expect(connections).toBe(1);
});

test("retry: false is one attempt", async () => {
  const server = await serveStatuses([503]);
  const response = await adapterWith({ retry: false }).request({
    method: "GET",
    url: `${server.origin}/`,
    trusted: true,
  });
  expect([response.status, server.requests()]).toEqual([503, 1]);
});

test("retry-after is waited for", async () => {
  const server = await serveStatuses([503], { "retry-after": "1" });
  const adapter = adapterWith({ retry: { maxRetryAfterMs: 2_000 } });
  const begin = performance.now();
  const response = await adapter.request({ method: "GET", url: `${server.origin}/`, trusted: true });
  expect(response.status).toBe(200);
  expect(performance.now() - begin).toBeGreaterThanOrEqual(990);
});

test.each([
  ["seconds", "3600"],
  ["a date", new Date(Date.now() + 3_600_000).toUTCString()],
])("a retry-after beyond the cap, in %s, ends the attempts", async (_, retryAfter) => {
  const server = await serveStatuses([429], { "retry-after": retryAfter });
  const response = await adapterWith(QUICK).request({
    method: "GET",
    url: `${server.origin}/`,
    trusted: true,
  });
  expect([response.status, server.requests()]).toEqual([429, 1]);
});

test("no attempt begins that could not end within the total time", async () => {
  const server = await serveStatuses([503], { "retry-after": "2" });
  const request = { method: "GET", url: `${server.origin}/`, timeoutMs: 500, trusted: true };
  const response = await adapterWith().request(request);
  expect([response.status, server.requests()]).toEqual([503, 1]);
});

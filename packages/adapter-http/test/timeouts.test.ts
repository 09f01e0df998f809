import { getEventListeners } from "node:events";
import { gzipSync } from "node:zlib";
import { AbortedError, TimeoutError } from "@mcs/core";
import { expect, test } from "vitest";
import { adapterWith, failure, serveHttp, serveRaw, text } from "./support.ts";

/** Bytes at intervals, for as long as somebody listens. */
function drip(piece: string) {
  return (socket: { write(text: string): boolean; destroyed: boolean }): void => {
    const timer = setInterval(() => (socket.destroyed ? clearInterval(timer) : socket.write(piece)), 10);
  };
}

/** A beginning, and then the same piece again and again. */
function begin(start: string, piece: string) {
  return (socket: Parameters<ReturnType<typeof drip>>[0]): void => {
    socket.write(start);
    drip(piece)(socket);
  };
}

test.each([
  ["silence", () => {}, "waiting for the response headers"],
  ["headers that drip", begin("HTTP/1.1 200 OK\r\nx: y", "y"), "waiting for the response headers"],
  ["early hints without end", drip("HTTP/1.1 103 Early Hints\r\n\r\n"), "waiting for the response headers"],
  [
    "a body that drips",
    begin("HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n", "x"),
    "receiving the body",
  ],
])("the total time covers %s", async (_, talk, during) => {
  const server = await serveRaw(talk);
  const request = { method: "GET", url: `${server.origin}/a?secret=1`, timeoutMs: 200, trusted: true };
  const error = await failure(adapterWith().request(request));
  expect(error).toBeInstanceOf(TimeoutError);
  expect(error.message).toBe(`GET ${server.origin}/a took longer than 200 ms (${during}).`);
});

test("the adapter's own total time holds where the request has none", async () => {
  const server = await serveRaw(() => {});
  const adapter = adapterWith({ timeouts: { totalMs: 100 } });
  const error = await failure(adapter.request({ method: "GET", url: `${server.origin}/`, trusted: true }));
  expect(error.message).toContain("100 ms");
});

test("silence before the headers and inside of the body have limits of their own", async () => {
  const server = await serveHttp((request, response) => {
    if (request.url === "/body") response.write("begun");
  });
  const adapter = adapterWith({ timeouts: { headersMs: 100, bodyIdleMs: 150 } });
  const headers = await failure(adapter.request({ method: "GET", url: `${server.origin}/`, trusted: true }));
  expect(headers.message).toContain("nothing came for 100 ms (waiting for the response headers)");
  const body = await failure(adapter.request({ method: "GET", url: `${server.origin}/body`, trusted: true }));
  expect(body.message).toContain("nothing came for 150 ms (receiving the body)");
});

test("a body that keeps coming may take longer than the idle time", async () => {
  const server = await serveHttp((_, response) => {
    let left = 10;
    const timer = setInterval(() => {
      response.write("x");
      if (--left === 0) {
        clearInterval(timer);
        response.end();
      }
    }, 40);
  });
  const adapter = adapterWith({ timeouts: { bodyIdleMs: 200 } });
  const response = await adapter.request({ method: "GET", url: `${server.origin}/`, trusted: true });
  expect(text(response)).toBe("x".repeat(10));
});

test.each([{}, { "content-encoding": "gzip" }])(
  "a stream that goes on is cut when the time is over, where the caller wants what came: %j",
  async (headers: Record<string, string>) => {
    let closed: Promise<unknown> = Promise.resolve();
    const server = await serveHttp((_, response) => {
      closed = new Promise((resolve) => response.once("close", resolve));
      response.writeHead(200, headers);
      if (headers["content-encoding"] === undefined) response.write("begun");
      else response.write(gzipSync("begun").subarray(0, -8));
    });
    const request = {
      method: "GET",
      url: `${server.origin}/`,
      trusted: true,
      onTimeout: "truncate",
    } as const;
    for (const patience of [{ totalMs: 150 }, { bodyIdleMs: 150 }]) {
      const response = await adapterWith({ timeouts: patience }).request(request);
      expect([text(response), response.truncated]).toEqual(["begun", true]);
      await closed;
    }
  },
);

test("without a response there is nothing to cut", async () => {
  const server = await serveHttp(() => {});
  const request = {
    method: "GET",
    url: `${server.origin}/`,
    trusted: true,
    timeoutMs: 60,
    onTimeout: "truncate",
  } as const;
  expect(await failure(adapterWith().request(request))).toBeInstanceOf(TimeoutError);
});

test("a request that waits for a connection runs out of time too, and the connection stays usable", async () => {
  let release = (): void => {};
  const server = await serveHttp((request, response) => {
    if (request.url === "/slow") release = () => response.end("slow");
    else response.end("fast");
  });
  const adapter = adapterWith({ connections: 1 });
  const slow = adapter.request({ method: "GET", url: `${server.origin}/slow`, trusted: true });
  const waiting = adapter.request({ method: "GET", url: `${server.origin}/`, timeoutMs: 60, trusted: true });
  expect((await failure(waiting)).message).toContain("waiting for a connection");
  release();
  expect(text(await slow)).toBe("slow");
  const after = await adapter.request({ method: "GET", url: `${server.origin}/`, trusted: true });
  expect(text(after)).toBe("fast");
  expect(server.connections()).toBe(1);
});

test("a TLS handshake that never ends is no connection", async () => {
  const server = await serveRaw(() => {});
  const adapter = adapterWith({ timeouts: { connectMs: 100 } });
  const url = `https://127.0.0.1:${server.port}/`;
  const error = await failure(adapter.request({ method: "GET", url, trusted: true }));
  expect(error).toBeInstanceOf(TimeoutError);
  expect(error.message).toContain("no connection");
});

test("an aborted signal sends nothing", async () => {
  const server = await serveHttp((_, response) => response.end());
  const request = { method: "GET", url: `${server.origin}/`, signal: AbortSignal.abort(), trusted: true };
  expect(await failure(adapterWith().request(request))).toBeInstanceOf(AbortedError);
  expect(server.connections()).toBe(0);
});

test.each(["/headers", "/body"])("an abort ends the call and its connection: %s", async (path) => {
  const controller = new AbortController();
  let closed: Promise<unknown> = Promise.resolve();
  const server = await serveHttp((request, response) => {
    closed = new Promise((resolve) => response.once("close", resolve));
    if (request.url === "/body") response.write("begun");
    setImmediate(() => controller.abort());
  });
  const request = { method: "GET", url: `${server.origin}${path}`, signal: controller.signal, trusted: true };
  expect(await failure(adapterWith().request(request))).toBeInstanceOf(AbortedError);
  await closed;
});

test("a signal keeps no listener of a call that is over", async () => {
  const { signal } = new AbortController();
  const server = await serveHttp((request, response) =>
    request.url === "/fail" ? request.socket.destroy() : response.end("x"),
  );
  const adapter = adapterWith({ retry: false });
  await adapter.request({ method: "GET", url: `${server.origin}/`, signal, trusted: true });
  await failure(adapter.request({ method: "GET", url: `${server.origin}/fail`, signal, trusted: true }));
  await failure(adapter.request({ method: "GET", url: "http://127.0.0.1/", signal }));
  expect(getEventListeners(signal, "abort")).toEqual([]);
});

test("an abort ends the wait between two attempts", async () => {
  const controller = new AbortController();
  let requests = 0;
  const server = await serveHttp((_, response) => {
    requests++;
    response.writeHead(503, { "retry-after": "5" }).end();
    response.once("close", () => setTimeout(() => controller.abort(), 20));
  });
  const request = { method: "GET", url: `${server.origin}/`, signal: controller.signal, trusted: true };
  expect(await failure(adapterWith().request(request))).toBeInstanceOf(AbortedError);
  expect(requests).toBe(1);
});

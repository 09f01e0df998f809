import zlib from "node:zlib";
import { LimitError } from "@mcs/core";
import { expect, test } from "vitest";
import { NetworkError } from "../src/index.ts";
import { adapterWith, failure, serveHttp, serveRaw, text } from "./support.ts";

const ENCODERS = {
  gzip: (bytes: Buffer): Buffer => zlib.gzipSync(bytes),
  deflate: (bytes: Buffer): Buffer => zlib.deflateSync(bytes),
  "raw deflate": (bytes: Buffer): Buffer => zlib.deflateRawSync(bytes),
  br: (bytes: Buffer): Buffer =>
    zlib.brotliCompressSync(bytes, { params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 3 } }),
  zstd: (bytes: Buffer): Buffer => zlib.zstdCompressSync(bytes),
};

function headerOf(encoding: string): string {
  return encoding === "raw deflate" ? "deflate" : encoding;
}

test.each(Object.entries(ENCODERS))(
  "a body in %s comes back decoded, small or large",
  async (encoding, encode) => {
    const large = Buffer.from(Array.from({ length: 200_000 }, (_, i) => `line ${i}\n`).join(""));
    const server = await serveHttp((request, response) => {
      response.setHeader("content-encoding", headerOf(encoding));
      response.end(encode(request.url === "/small" ? Buffer.from("{}") : large));
    });
    const adapter = adapterWith();
    const small = await adapter.request({ method: "GET", url: `${server.origin}/small`, trusted: true });
    expect(text(small)).toBe("{}");
    const response = await adapter.request({ method: "GET", url: `${server.origin}/`, trusted: true });
    expect(Buffer.compare(response.body, large)).toBe(0);
  },
);

test.each([5, 500_000])(
  "codings applied one after the other are undone in reverse: %i bytes",
  async (length) => {
    const body = Buffer.alloc(length, "twice");
    const server = await serveHttp((_, response) => {
      response.setHeader("content-encoding", "deflate, identity, br");
      response.end(ENCODERS.br(ENCODERS.deflate(body)));
    });
    const response = await adapterWith().request({ method: "GET", url: `${server.origin}/`, trusted: true });
    expect(Buffer.compare(response.body, body)).toBe(0);
  },
);

test.each(Object.entries(ENCODERS))(
  "a bomb in %s is stopped at the limit, not unfolded",
  async (encoding, encode) => {
    const bomb = encode(Buffer.alloc(256 * 1024 * 1024));
    const server = await serveHttp((_, response) => {
      response.setHeader("content-encoding", headerOf(encoding));
      response.end(bomb);
    });
    const adapter = adapterWith();
    const get = { method: "GET", url: `${server.origin}/`, maxBytes: 100_000, trusted: true } as const;
    await adapter.request({ ...get, method: "HEAD" });
    const before = process.memoryUsage().rss;
    const error = await failure(adapter.request(get));
    expect(error).toBeInstanceOf(LimitError);
    expect(error.message).toContain("100000 bytes");
    const cut = await adapter.request({ ...get, onOverflow: "truncate" });
    expect([cut.truncated, cut.body.length]).toEqual([true, 100_000]);
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * 1024 * 1024);
  },
);

test("a coding inside a coding cannot hide a bomb", async () => {
  const bomb = ENCODERS.gzip(ENCODERS.gzip(Buffer.alloc(64 * 1024 * 1024)));
  const server = await serveHttp((_, response) => {
    response.setHeader("content-encoding", "gzip, gzip");
    response.end(bomb);
  });
  const error = await failure(
    adapterWith().request({ method: "GET", url: `${server.origin}/`, trusted: true }),
  );
  expect(error).toBeInstanceOf(LimitError);
});

test.each([
  ["snappy", "hello"],
  ["gzip, gzip, gzip, gzip", "hello"],
  ["gzip", "this is not gzip"],
  ["zstd", "nor is it zstd"],
])("content-encoding %s with a body that it does not describe is an error", async (encoding, body) => {
  const server = await serveHttp((_, response) => {
    response.setHeader("content-encoding", encoding);
    response.end(body);
  });
  const error = await failure(
    adapterWith().request({ method: "GET", url: `${server.origin}/`, trusted: true }),
  );
  expect(error).toBeInstanceOf(NetworkError);
  expect((error as NetworkError).reason).toBe("undecodable");
});

test.each(Object.entries(ENCODERS))(
  "a body in %s that ends too early is an error",
  async (encoding, encode) => {
    const small = Buffer.from(Array.from({ length: 500 }, (_, i) => `${i * 7919}`).join());
    const large = Buffer.from(Array.from({ length: 50_000 }, (_, i) => `${i * 7919}`).join());
    const server = await serveHttp((request, response) => {
      const bytes = encode(request.url === "/small" ? small : large);
      response.setHeader("content-encoding", headerOf(encoding));
      response.end(bytes.subarray(0, bytes.length / 2));
    });
    for (const path of ["/small", "/large"]) {
      const request = { method: "GET", url: `${server.origin}${path}`, trusted: true };
      const error = await failure(adapterWith().request(request));
      expect((error as NetworkError).reason).toBe("undecodable");
    }
  },
);

test("a body over the limit is refused at once when its length is announced", async () => {
  // Nothing of the body is ever sent, so whoever waited for it would run into the time-out.
  const server = await serveRaw((socket) =>
    socket.write("HTTP/1.1 200 OK\r\ncontent-length: 20000000\r\n\r\n"),
  );
  const error = await failure(
    adapterWith({ timeouts: { totalMs: 5_000 } }).request({
      method: "GET",
      url: `${server.origin}/`,
      trusted: true,
    }),
  );
  expect(error).toBeInstanceOf(LimitError);
});

test.each(["reject", "truncate"] as const)("an endless body meets its limit: %s", async (onOverflow) => {
  const server = await serveRaw((socket) => {
    socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
    const chunk = `10000\r\n${"x".repeat(65_536)}\r\n`;
    const more = (): void => {
      while (!socket.destroyed && socket.write(chunk));
    };
    socket.on("drain", more);
    more();
  });
  const outcome = adapterWith().request({
    method: "GET",
    url: `${server.origin}/`,
    maxBytes: 1_000_000,
    onOverflow,
    trusted: true,
  });
  if (onOverflow === "reject") {
    expect(await failure(outcome)).toBeInstanceOf(LimitError);
  } else {
    const { body, truncated, status } = await outcome;
    expect([status, truncated, body.length]).toEqual([200, true, 1_000_000]);
  }
});

test("a body of exactly the limit is whole", async () => {
  const server = await serveHttp((_, response) => response.end("12345"));
  const get = { method: "GET", url: `${server.origin}/`, trusted: true, onOverflow: "truncate" } as const;
  const adapter = adapterWith();
  const whole = await adapter.request({ ...get, maxBytes: 5 });
  expect([text(whole), whole.truncated]).toEqual(["12345", false]);
  const cut = await adapter.request({ ...get, maxBytes: 4 });
  expect([text(cut), cut.truncated]).toEqual(["1234", true]);
});

test("response headers have a limit", async () => {
  const server = await serveRaw((socket) => {
    socket.write("HTTP/1.1 200 OK\r\n");
    for (let i = 0; i < 200; i++) socket.write(`x-${i}: ${"y".repeat(1_000)}\r\n`);
  });
  const error = await failure(
    adapterWith().request({ method: "GET", url: `${server.origin}/`, trusted: true }),
  );
  expect(error).toBeInstanceOf(LimitError);
  expect(error.message).toContain("headers");
});

test("a request body has a limit, and nothing of a larger one is sent", async () => {
  const server = await serveHttp((_, response) => response.end());
  const adapter = adapterWith({ maxRequestBytes: 10 });
  const post = { method: "POST", url: `${server.origin}/`, trusted: true };
  expect(await failure(adapter.request({ ...post, body: "ääääää" }))).toBeInstanceOf(LimitError);
  expect(server.connections()).toBe(0);
  expect((await adapter.request({ ...post, body: "0123456789" })).status).toBe(200);
});

const HALF = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nonly this";
test.each([
  ["ends before its announced length", HALF, "end"],
  ["is reset before its announced length", HALF, "reset"],
  ["ends inside of a chunk", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n64\r\nonly", "end"],
  ["ends before the last chunk", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nonly\r\n", "end"],
  [
    "is reset where only the end of the connection marks its end",
    "HTTP/1.1 200 OK\r\n\r\nonly this",
    "reset",
  ],
  ["is reset after connection: close", "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nonly this", "reset"],
  ["is no HTTP", "SSH-2.0-OpenSSH_9.2\r\n", "end"],
  ["ends inside of the headers", "HTTP/1.1 200 OK\r\ncontent-le", "end"],
] as const)("a response that %s is an error, not a shorter response", async (_, bytes, way) => {
  const server = await serveRaw((socket) => {
    socket.write(bytes, () =>
      // The reset goes out after the client has had the time to read what was written.
      setTimeout(() => (way === "reset" ? socket.resetAndDestroy() : socket.end()), 30),
    );
  });
  const error = await failure(
    adapterWith({ retry: false }).request({ method: "GET", url: `${server.origin}/`, trusted: true }),
  );
  expect(error).toBeInstanceOf(NetworkError);
});

test("a response without a length that ends in good order is whole", async () => {
  const server = await serveRaw((socket) => socket.end("HTTP/1.1 200 OK\r\n\r\nall of it"));
  expect(text(await adapterWith().request({ method: "GET", url: `${server.origin}/`, trusted: true }))).toBe(
    "all of it",
  );
});

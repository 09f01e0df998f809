import { type AddressInfo, createServer } from "node:net";
import { expect, test } from "vitest";
import { InvalidRequestError } from "../src/index.ts";
import { adapterWith, failure, serveHttp } from "./support.ts";

test.each([
  ["CR LF in a value", { "x-a": "hunter2\r\nx-evil: 1" }, "x-a"],
  ["LF in a value", { "x-a": "hunter2\nx-evil: 1" }, "x-a"],
  ["NUL in a value", { "x-a": "hunter2\0" }, "x-a"],
  ["a line break in a repeated value", { "x-a": ["fine", "hunter2\r"] }, "x-a"],
  ["a character beyond latin1", { "x-a": "hunter2 ☃" }, "x-a"],
  ["a value that is no string", { "x-a": { toString: () => "hunter2" } as unknown as string }, "x-a"],
  ["CR LF in a name", { "x-a\r\nx-evil": "hunter2" }, "x-a\\r\\nx-evil"],
  ["a colon in a name", { "x-a:": "hunter2" }, "x-a:"],
  ["an empty name", { "": "hunter2" }, '""'],
  ["a second length", { "Content-Length": "5" }, "Content-Length"],
  ["a second framing", { "transfer-encoding": "chunked" }, "transfer-encoding"],
  ["another host", { HOST: "elsewhere.example" }, "HOST"],
  ["a connection option", { connection: "x-a" }, "connection"],
])("%s is refused by the header's name, and nothing is sent", async (_, headers, named) => {
  const server = await serveHttp((_request, response) => response.end());
  const request = { method: "GET", url: `${server.origin}/`, headers, trusted: true };
  const error = await failure(adapterWith().request(request));
  expect(error).toBeInstanceOf(InvalidRequestError);
  expect(error.message).toContain(named);
  expect(error.message).not.toContain("hunter2");
  expect(server.connections()).toBe(0);
});

test.each(["CONNECT", "GET / HTTP/1.1\r\nx:", "a b", ""])("method %j is refused", async (method) => {
  const server = await serveHttp((_, response) => response.end());
  const error = await failure(adapterWith().request({ method, url: `${server.origin}/`, trusted: true }));
  expect(error.code).toBe("invalid_request");
  expect(server.connections()).toBe(0);
});

test.each(["get", "fooBar", "M-SEARCH"])(
  "method %j is sent as it is, since methods are case-sensitive",
  async (method) => {
    const lines: string[] = [];
    const server = createServer((socket) => {
      socket
        .on("error", () => undefined)
        .once("data", (data) => {
          lines.push(data.toString("latin1").split("\r\n", 1)[0] ?? "");
          socket.end("HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n");
        });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    try {
      const url = `http://127.0.0.1:${port}/a`;
      expect((await adapterWith().request({ method, url, trusted: true })).status).toBe(204);
      expect(lines).toEqual([`${method} /a HTTP/1.1`]);
    } finally {
      server.close();
    }
  },
);

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

test.each(["CONNECT", "GET / HTTP/1.1\r\nx:", "get", ""])("method %j is refused", async (method) => {
  const server = await serveHttp((_, response) => response.end());
  const error = await failure(adapterWith().request({ method, url: `${server.origin}/`, trusted: true }));
  expect(error.code).toBe("invalid_request");
  expect(server.connections()).toBe(0);
});

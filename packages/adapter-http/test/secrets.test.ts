import { inspect } from "node:util";
import { secret } from "@mcs/core";
import { expect, test } from "vitest";
import { HttpAdapter, NetworkError } from "../src/index.ts";
import { adapterWith, failure, serveRaw } from "./support.ts";

const OPTIONS = {
  proxy: { url: "http://127.0.0.1:1", authorization: secret("Basic hunter2") },
  tls: { cert: "hunter2-cert", key: "hunter2-key" },
  retry: false,
} as const;

function everythingShown(value: unknown): string {
  const options = { depth: null, showHidden: true, getters: true } as const;
  return `${inspect(value, options)}\n${String(value)}\n${JSON.stringify(value)}`;
}

test("an adapter shows nothing that it was given", async () => {
  const adapter = new HttpAdapter(OPTIONS);
  expect(everythingShown(adapter)).not.toContain("hunter2");
  await failure(adapter.request({ method: "GET", url: "http://127.0.0.1:1/", trusted: true }));
  expect(everythingShown(adapter)).not.toContain("hunter2");
  expect(JSON.stringify(adapter)).toBe('{"adapter":"http"}');
});

test.each([
  ["a connection that is refused", undefined],
  ["a response that is no HTTP and echoes the request", "echo"],
  ["a connection that is lost", "reset"],
  ["a time-out", "silence"],
  ["a body over the limit", "HTTP/1.1 200 OK\r\ncontent-length: 999999999\r\n\r\n"],
  ["a coding that is unknown", "HTTP/1.1 200 OK\r\ncontent-encoding: x\r\ncontent-length: 1\r\n\r\n1"],
])("%s leaves nothing of headers, query and body in the error", async (_, answer) => {
  const server = await serveRaw((socket) => {
    if (answer === "echo") socket.end("authorization: hunter2\r\n\r\nhunter2");
    else if (answer === "reset") socket.resetAndDestroy();
    else if (answer !== "silence") socket.write(answer ?? "");
  });
  const origin = answer === undefined ? "http://127.0.0.1:1" : server.origin;
  const error = await failure(
    adapterWith({ retry: false }).request({
      method: "POST",
      url: `${origin}/path?key=hunter2`,
      headers: { authorization: "hunter2" },
      body: "hunter2",
      timeoutMs: 300,
      trusted: true,
    }),
  );
  expect(everythingShown(error)).not.toContain("hunter2");
  expect(error.message).toContain(`POST ${origin}/path`);
});

test("a network error says which host and what happened, and keeps its cause", async () => {
  const error = await failure(
    adapterWith().request({ method: "GET", url: "http://127.0.0.1:1/a?b", trusted: true }),
  );
  expect(error).toBeInstanceOf(NetworkError);
  const { code, reason, host, message, cause } = error as NetworkError;
  expect({ code, reason, host }).toEqual({ code: "network", reason: "ECONNREFUSED", host: "127.0.0.1:1" });
  expect(message).toBe("GET http://127.0.0.1:1/a: connect failed with ECONNREFUSED (127.0.0.1:1).");
  expect(cause).toBeInstanceOf(Error);
});

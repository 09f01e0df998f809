import { strict as assert } from "node:assert";
import { once } from "node:events";
import { connect } from "node:net";
import { startCaptureServer } from "@mcs/testkit";
import { test } from "vitest";

/** Sends bytes as they are, and gives back all that comes until the connection ends. */
async function exchange(url: string, request: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.end(request);
  let answer = "";
  for await (const chunk of socket.setEncoding("latin1")) answer += chunk;
  return answer;
}

test("a request is recorded as it arrived: target, order, case and repetition of headers, bytes", async () => {
  await using server = await startCaptureServer();
  await exchange(
    server.url,
    "POST /a%2Fb?q=%20&q=+ HTTP/1.1\r\nHost: x\r\nX-B: 1\r\nx-a: 2\r\nX-B: 3\r\nContent-Length: 3\r\n" +
      "Connection: close\r\n\r\nab!",
  );
  const [request] = server.requests;
  assert.equal(request?.method, "POST");
  assert.equal(request?.target, "/a%2Fb?q=%20&q=+");
  assert.deepEqual(request?.headers, [
    ["Host", "x"],
    ["X-B", "1"],
    ["x-a", "2"],
    ["X-B", "3"],
    ["Content-Length", "3"],
    ["Connection", "close"],
  ]);
  assert.deepEqual(request?.headerValues("x-b"), ["1", "3"]);
  assert.equal(request?.header("X-A"), "2");
  assert.equal(request?.header("x-none"), undefined);
  assert.equal(request?.text(), "ab!");
});

test("bytes of a body arrive unchanged", async () => {
  await using server = await startCaptureServer();
  const body = Uint8Array.from({ length: 256 }, (_, index) => index);
  await fetch(server.url, { method: "PUT", body });
  assert.deepEqual(Uint8Array.from(server.requests[0]?.body ?? []), body);
});

test("one reply answers all requests", async () => {
  await using server = await startCaptureServer({
    status: 201,
    json: { id: 7 },
    headers: { "x-n": ["1", "2"] },
  });
  for (let i = 0; i < 2; i++) {
    const response = await fetch(`${server.url}/pets`);
    assert.equal(response.status, 201);
    assert.equal(response.headers.get("content-type"), "application/json");
    assert.equal(response.headers.get("x-n"), "1, 2");
    assert.deepEqual(await response.json(), { id: 7 });
  }
});

test("a list of replies is used in order, and its last one repeats, until a reset", async () => {
  await using server = await startCaptureServer([{ status: 503 }, { body: "at last" }]);
  const statuses: number[] = [];
  for (let i = 0; i < 3; i++) statuses.push((await fetch(server.url)).status);
  assert.deepEqual(statuses, [503, 200, 200]);
  server.reset();
  assert.equal(server.requests.length, 0);
  assert.equal((await fetch(server.url)).status, 503);
});

test("a function answers by the request, and its own failure is told", async () => {
  await using server = await startCaptureServer(async ({ target }) => {
    if (target === "/broken") throw new Error("no idea");
    return { body: `you asked for ${target}` };
  });
  assert.equal(await (await fetch(`${server.url}/tea`)).text(), "you asked for /tea");
  const broken = await fetch(`${server.url}/broken`);
  assert.equal(broken.status, 500);
  assert.match(await broken.text(), /no idea/);
});

test("chunks are streamed, also from an endless source, until the client has enough", async () => {
  let sent = 0;
  function* endless(): Generator<Uint8Array> {
    for (;;) {
      sent++;
      yield new Uint8Array(65_536);
    }
  }
  await using server = await startCaptureServer({ body: endless() });
  const response = await fetch(server.url);
  const reader = response.body?.getReader();
  await reader?.read();
  await reader?.cancel();
  assert.ok(sent > 0);
});

test("a reset breaks the connection before the answer, or in the middle of it", async () => {
  await using server = await startCaptureServer([
    { reset: "before-headers" },
    { reset: "after-body", body: "the beginning" },
  ]);
  await assert.rejects(fetch(server.url));
  const response = await fetch(server.url);
  assert.equal(response.status, 200);
  await assert.rejects(response.text());
  assert.equal(server.requests.length, 2);
});

test("raw bytes go out instead of a response", async () => {
  await using server = await startCaptureServer({ raw: "this is no HTTP\r\n\r\n" });
  assert.equal(await exchange(server.url, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"), "this is no HTTP\r\n\r\n");
});

test("a reply can be delayed, and closing does not wait for it", async () => {
  const server = await startCaptureServer({ delayMs: 60_000 });
  const pending = fetch(server.url).then(
    () => "answered",
    () => "broken off",
  );
  while (server.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
  await server.close();
  assert.equal(await pending, "broken off");
});

test("connections are counted", async () => {
  await using server = await startCaptureServer();
  const { hostname, port } = new URL(server.url);
  for (let i = 0; i < 2; i++) {
    const socket = connect(Number(port), hostname);
    await once(socket, "connect");
    socket.destroy();
  }
  while (server.connections < 2) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(server.connections, 2);
});

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ClosedError } from "@mcs/core";
import { expect, test } from "vitest";
import { HttpAdapter } from "../src/index.ts";
import { adapterWith, failure, serveHttp, text } from "./support.ts";

const INDEX = fileURLToPath(new URL("../src/index.ts", import.meta.url));

/** Runs a module in a process of its own. */
async function run(code: string): Promise<string> {
  const args = ["--conditions=@mcs/source", "--input-type=module", "--eval", code];
  return (await promisify(execFile)(process.execPath, args, { timeout: 10_000 })).stdout;
}

test("close lets the calls under way finish and refuses later ones", async () => {
  let release = (): void => {};
  const arrived = Promise.withResolvers<void>();
  const server = await serveHttp((_, response) => {
    release = () => response.end("done");
    arrived.resolve();
  });
  const adapter = new HttpAdapter();
  const underWay = adapter.request({ method: "GET", url: `${server.origin}/`, trusted: true });
  await arrived.promise;
  const closed = adapter.close();
  const late = await failure(adapter.request({ method: "GET", url: `${server.origin}/`, trusted: true }));
  expect(late).toBeInstanceOf(ClosedError);
  expect(late.code).toBe("closed");
  release();
  expect(text(await underWay)).toBe("done");
  await closed;
  await adapter.close();
});

test("close lets a call that is between two attempts finish", async () => {
  let requests = 0;
  const first = Promise.withResolvers<void>();
  const server = await serveHttp((_, response) => {
    response.writeHead(++requests === 1 ? 503 : 200).end();
    response.once("close", first.resolve);
  });
  const adapter = new HttpAdapter({ retry: { baseDelayMs: 100 } });
  const underWay = adapter.request({ method: "GET", url: `${server.origin}/`, trusted: true });
  await first.promise;
  await adapter.close();
  expect((await underWay).status).toBe(200);
});

test("an adapter that was never used closes, and stays closed", async () => {
  const adapter = new HttpAdapter();
  await adapter.close();
  const late = await failure(adapter.request({ method: "GET", url: "http://example.com/" }));
  expect(late).toBeInstanceOf(ClosedError);
});

test("close closes the connections", async () => {
  const server = await serveHttp((request, response) => {
    request.socket.once("close", gone.resolve);
    response.end();
  });
  const gone = Promise.withResolvers<void>();
  {
    await using adapter = new HttpAdapter({ keepAliveMs: 60_000 });
    await adapter.request({ method: "GET", url: `${server.origin}/`, trusted: true });
  }
  await gone.promise;
});

test("connections are kept to no more origins than allowed; the one that was not used for longest goes", async () => {
  const servers = await Promise.all(
    Array.from({ length: 3 }, () => serveHttp((_, response) => response.end("x"))),
  );
  const adapter = adapterWith({ maxOrigins: 2, connections: 1 });
  for (const index of [0, 1, 0, 2, 0, 1]) {
    await adapter.request({ method: "GET", url: `${servers[index]?.origin}/`, trusted: true });
  }
  expect(servers.map((server) => server.connections())).toEqual([1, 2, 1]);
});

test("an origin that gives way to another still finishes its calls", async () => {
  const arrived = Promise.withResolvers<void>();
  let release = (): void => {};
  const slow = await serveHttp((_, response) => {
    release = () => response.end("slow");
    arrived.resolve();
  });
  const quick = await serveHttp((_, response) => response.end("quick"));
  const adapter = adapterWith({ maxOrigins: 1 });
  const underWay = adapter.request({ method: "GET", url: `${slow.origin}/`, trusted: true });
  await arrived.promise;
  await adapter.request({ method: "GET", url: `${quick.origin}/`, trusted: true });
  release();
  expect(text(await underWay)).toBe("slow");
});

test("a process that made a call and never closes its adapter ends at once", async () => {
  const server = await serveHttp((_, response) => response.end("x"));
  const output = await run(`
    import { HttpAdapter } from ${JSON.stringify(INDEX)};
    const adapter = new HttpAdapter({ keepAliveMs: 60_000 });
    await adapter.request({ method: "GET", url: "${server.origin}/", trusted: true });
    const done = performance.now();
    process.on("exit", () => console.log(performance.now() - done));
  `);
  expect(Number(output)).toBeLessThan(1_000);
});

test("a process waits for a call that is between two attempts", async () => {
  let requests = 0;
  const server = await serveHttp((_, response) => response.writeHead(++requests === 1 ? 503 : 200).end());
  const output = await run(`
    import { HttpAdapter } from ${JSON.stringify(INDEX)};
    const adapter = new HttpAdapter({ keepAliveMs: 1 });
    adapter.request({ method: "GET", url: "${server.origin}/", trusted: true }).then(({ status }) => console.log(status));
  `);
  expect(output.trim()).toBe("200");
});

test("construction loads neither undici nor anything that it needs", async () => {
  const output = await run(`
    import { createRequire } from "node:module";
    import { HttpAdapter } from ${JSON.stringify(INDEX)};
    new HttpAdapter({ proxy: { url: "http://127.0.0.1:1" } });
    console.log(Object.keys(createRequire(import.meta.url).cache).filter((path) => path.includes("undici")).length);
  `);
  expect(output.trim()).toBe("0");
});

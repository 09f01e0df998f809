import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { RestDriver } from "@mcs/driver-rest-openapi";
import { afterAll, beforeAll, expect, test } from "vitest";

const CALLS = 20_000;
const AT_ONCE = 200;

const server = createServer((request, response) => {
  // Answers overtake each other: every third one waits for a turn of the event loop.
  const id = Number(request.url?.split("/").at(-1));
  const answer = () => response.setHeader("content-type", "application/json").end(JSON.stringify({ id }));
  if (id % 3 === 0) setImmediate(answer);
  else answer();
});
let driver: RestDriver;

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const serverUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  driver = new RestDriver({ document: DOCUMENT, serverUrl });
});

afterAll(async () => {
  await driver.close();
  server.close();
});

const DOCUMENT = {
  openapi: "3.1.0",
  info: { title: "Echo", version: "1.0.0" },
  paths: {
    "/echo/{id}": {
      get: {
        operationId: "echo",
        summary: "Answers with the number in the path.",
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "integer" } }],
        responses: { "200": { description: "The number." } },
      },
    },
  },
};

/** Runs `call` for each number below `count`, many at once. */
async function forEach(count: number, call: (id: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < count) await call(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

test(`each of ${CALLS} calls, ${AT_ONCE} at once, gets its own answer`, async () => {
  let right = 0;
  await forEach(CALLS, async (id) => {
    const answer = await driver.executeTool("echo", { id });
    if ((answer as { id: number }).id === id) right++;
  });
  expect(right).toBe(CALLS);
});

test("calls that are aborted in between end as aborted, and harm no other", async () => {
  const outcomes = { aborted: 0, right: 0, wrong: 0 };
  await forEach(CALLS, async (id) => {
    const controller = new AbortController();
    const call = driver.executeTool("echo", { id }, { signal: controller.signal });
    if (id % 2 === 0) controller.abort();
    try {
      const right = ((await call) as { id: number }).id === id;
      outcomes[right ? "right" : "wrong"]++;
    } catch (error) {
      outcomes[(error as { code?: string }).code === "aborted" ? "aborted" : "wrong"]++;
    }
  });
  expect(outcomes).toEqual({ aborted: CALLS / 2, right: CALLS / 2, wrong: 0 });
});

test("memory does not grow with the number of calls", async () => {
  const heapAfter = async (calls: number): Promise<number> => {
    await forEach(calls, async (id) => void (await driver.executeTool("echo", { id })));
    globalThis.gc?.();
    return process.memoryUsage().heapUsed;
  };
  expect(globalThis.gc).toBeDefined();
  const before = await heapAfter(CALLS);
  const after = await heapAfter(2 * CALLS);
  // A hundred bytes kept for each call would be four megabytes.
  expect(after - before).toBeLessThan(3 * 2 ** 20);
});

test("a model that is answered again and again costs no memory", async () => {
  const text = '{"tool": "echo", "arguments": {"id": 7}}';
  const heapAfter = async (turns: number): Promise<number> => {
    await forEach(turns, async () => {
      const response = await driver.processLlmResponse(text);
      expect(response.toolCallResult).toEqual({ id: 7 });
    });
    globalThis.gc?.();
    return process.memoryUsage().heapUsed;
  };
  const before = await heapAfter(5_000);
  expect((await heapAfter(10_000)) - before).toBeLessThan(3 * 2 ** 20);
});

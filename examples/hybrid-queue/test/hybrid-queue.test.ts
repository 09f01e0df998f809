import { strict as assert } from "node:assert";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { type CallOptions, type MCSToolDriver, TimeoutError, type ToolArguments } from "@mcs/core";
import { test, vi } from "vitest";
import { consume, type Done, type Job } from "../src/consumer.ts";
import { stockDriver } from "../src/stock.ts";

// Programs that are started take a while on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

test("the consumer reserves, the chat counts what it left, and both speak to one driver", async () => {
  const main = join(import.meta.dirname, "../src/main.ts");
  const { stdout } = await promisify(execFile)(process.execPath, ["--conditions=@mcs/source", main]);
  assert.match(stdout, /id: 1,\s+outcome: 'done',\s+detail: \{ item: 'tea', reserved: 3, left: 2 \}/);
  assert.match(stdout, /id: 2, outcome: 'dead', detail: 'sold_out'/);
  assert.match(stdout, /id: 3, outcome: 'dead', detail: 'invalid_arguments'/);
  assert.match(stdout, /There are 2 packets of tea\./);
});

test("a failure that may pass is tried again, and no other", async () => {
  const inner = stockDriver(new Map([["tea", 1]]));
  let tries = 0;
  const flaky: MCSToolDriver = {
    meta: inner.toolDriver.meta,
    listTools: () => inner.listTools(),
    executeTool: (tool: string, args: ToolArguments, options?: CallOptions) =>
      ++tries < 3 ? Promise.reject(new TimeoutError("Too slow.")) : inner.executeTool(tool, args, options),
  };
  async function* jobs(): AsyncGenerator<Job> {
    yield { id: 1, tool: "count_item", arguments: { item: "tea" } };
    yield { id: 2, tool: "count_item", arguments: { item: "coffee" } };
  }
  const done: Done[] = [];
  await consume(jobs(), flaky, (job) => done.push(job));
  assert.deepEqual(done, [
    { id: 1, outcome: "done", detail: { item: "tea", count: 1 } },
    { id: 2, outcome: "dead", detail: "unknown_item" },
  ]);
  assert.equal(tries, 4);
});

test("a reservation that may have been made is not made once more", async () => {
  const stock = new Map([["tea", 5]]);
  const inner = stockDriver(stock);
  const late: MCSToolDriver = {
    meta: inner.toolDriver.meta,
    listTools: () => inner.listTools(),
    executeTool: async (tool, args, options) => {
      await inner.executeTool(tool, args, options);
      throw new TimeoutError("It was done, and nobody heard of it.");
    },
  };
  async function* jobs(): AsyncGenerator<Job> {
    yield { id: 1, tool: "reserve_item", arguments: { item: "tea", count: 2 } };
  }
  const done: Done[] = [];
  await consume(jobs(), late, (job) => done.push(job));
  assert.deepEqual(done, [{ id: 1, outcome: "dead", detail: "timeout" }]);
  assert.equal(stock.get("tea"), 3);
});

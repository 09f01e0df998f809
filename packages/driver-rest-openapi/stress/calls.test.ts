import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { McsError } from "@mcs/core";
import { expect, test } from "vitest";
import { RestDriver } from "../src/index.ts";
import { openApi } from "../test/support.ts";
import { startFaultyServer } from "./faulty-server.ts";

const CALLS = 100_000;
const AT_ONCE = 64;
/** Bytes by which the heap may be larger at the end than when a tenth was done. */
const GROWTH = 12 * 2 ** 20;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;
const heap = (): number => {
  collectGarbage();
  return process.memoryUsage().heapUsed;
};

const token = { type: "object", required: ["token"], properties: { token: { type: "string" } } };
const document = openApi({
  "/orders": {
    post: {
      operationId: "order",
      requestBody: { required: true, content: { "application/json": { schema: token } } },
    },
  },
  "/orders/{id}": { get: { operationId: "look", parameters: [{ name: "id", in: "path", schema: {} }] } },
});

test(`${CALLS} calls, one fault in a hundred: nothing is lost, nothing is done twice, nothing piles up`, async () => {
  const unhandled: unknown[] = [];
  const remember = (reason: unknown): void => void unhandled.push(reason);
  process.on("unhandledRejection", remember);
  await using server = await startFaultyServer(document);
  await using driver = new RestDriver({ url: `${server.url}/openapi.json` });
  const outcomes = new Map<string, number>();
  const untyped: unknown[] = [];
  const lost: string[] = [];
  let next = 0;
  let early = 0;

  const caller = async (): Promise<void> => {
    while (next < CALLS) {
      const number = next++;
      if (number === CALLS / 10) early = heap();
      const id = `t${number}`;
      const isOrder = number % 2 === 0;
      const call = isOrder
        ? driver.executeTool("order", { token: id })
        : driver.executeTool("look", { id: number });
      const outcome = await call.then(
        () => "done",
        (error: unknown) => {
          if (!McsError.is(error)) untyped.push(error);
          return McsError.is(error) ? error.code : "untyped";
        },
      );
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      if (isOrder && outcome === "done" && server.arrivals.get(id) !== 1) lost.push(id);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, caller));
  const doubled = [...server.arrivals].filter(([, times]) => times > 1).map(([id]) => id);
  const known = server.arrivals.size;
  (server.arrivals as Map<string, number>).clear();
  const late = heap();
  process.off("unhandledRejection", remember);

  console.table({
    ...Object.fromEntries(outcomes),
    ...Object.fromEntries(server.faults),
    "orders done": known,
  });
  console.log(`heap: ${(early / 2 ** 20).toFixed(1)} MB early, ${(late / 2 ** 20).toFixed(1)} MB late`);
  expect([...server.faults.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(CALLS / 200);
  expect({ lost, doubled, untyped, unhandled }).toEqual({
    lost: [],
    doubled: [],
    untyped: [],
    unhandled: [],
  });
  expect([...outcomes.values()].reduce((sum, count) => sum + count, 0)).toBe(CALLS);
  expect(late - early).toBeLessThan(GROWTH);
});

/**
 * One call through `RestDriver.executeTool`, from arguments to a parsed result, beside the same request made
 * with a bare undici `Pool`, and with global fetch for comparison. `node --conditions=@mcs/source` runs it
 * alone; `pnpm bench` runs it with the others.
 */
import { RestDriver } from "@mcs/driver-rest-openapi";
import { Pool } from "undici";
import { type Contender, contest } from "./src/contest.ts";
import { atLeast, atMost, type Figure, shown } from "./src/figure.ts";
import { startItemServer } from "./src/item-server.ts";
import { report } from "./src/report.ts";

const CONNECTIONS = 64;
const ONE = { concurrency: 1, calls: 400, rounds: 24 };
const MANY = { concurrency: 64, calls: 2_000, rounds: 16 };
const LARGE = { concurrency: 1, calls: 100, rounds: 24 };
const headers = { accept: "application/json" };

await using server = await startItemServer();
await using driver = new RestDriver({ url: `${server.url}/openapi.json` });
await driver.listTools();
const pool = new Pool(server.url, { connections: CONNECTIONS });

const item = {
  driver: () => driver.executeTool("getItem", { id: 1, view: "full" }),
  pool: bare("/items/1?view=full"),
  fetch: async () => (await fetch(`${server.url}/items/1?view=full`, { headers })).json(),
};
const list = { driver: () => driver.executeTool("listItems", {}), pool: bare("/items") };

report(await measure());
await pool.close();

async function measure(): Promise<readonly Figure[]> {
  const one = await contest(item, ONE);
  const many = await contest(item, MANY);
  const large = await contest(list, LARGE);
  const micros = { unit: "µs" };
  const perSecond = { unit: "/s" };
  return [
    atMost(1.05, { name: "p50 of a call", ...micros, ours: one.driver.p50, peer: one.pool.p50 }),
    atMost(1.1, { name: "CPU of a call", ...micros, ours: one.driver.cpu, peer: one.pool.cpu }),
    atLeast(1, {
      name: "calls, 64 at once",
      ...perSecond,
      ours: many.driver.throughput,
      peer: many.pool.throughput,
    }),
    atMost(1.1, { name: "CPU, 64 at once", ...micros, ours: many.driver.cpu, peer: many.pool.cpu }),
    atMost(1.05, { name: "p50, 100 KB of JSON", ...micros, ours: large.driver.p50, peer: large.pool.p50 }),
    shown({ name: "p50 of global fetch over the pool", ...micros, ours: one.fetch.p50, peer: one.pool.p50 }),
    shown({ name: "p50 over global fetch", ...micros, ours: one.driver.p50, peer: one.fetch.p50 }),
    shown({
      name: "calls over global fetch, 64 at once",
      ...perSecond,
      ours: many.driver.throughput,
      peer: many.fetch.throughput,
    }),
  ];
}

function bare(path: string): Contender {
  return async () => (await pool.request({ path, method: "GET", headers })).body.json();
}

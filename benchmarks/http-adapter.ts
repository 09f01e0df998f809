/**
 * The HTTP adapter beside a bare undici `Pool` with `request()` and `body.json()`, on the same number of
 * connections. `node --conditions=@mcs/source` runs it alone; `pnpm bench` runs it with the others.
 */
import { HttpAdapter } from "@mcs/adapter-http";
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
const decoder = new TextDecoder();
const { signal } = new AbortController();

await using server = await startItemServer();
await using adapter = new HttpAdapter({ connections: CONNECTIONS });
const pool = new Pool(server.url, { connections: CONNECTIONS });

report(await measure());
await pool.close();

async function measure(): Promise<readonly Figure[]> {
  const item = { ours: throughAdapter("/items/1"), pool: throughPool("/items/1") };
  const one = await contest({ ...item, signal: throughAdapter("/items/1", signal) }, ONE);
  const many = await contest(item, MANY);
  const large = await contest({ ours: throughAdapter("/items"), pool: throughPool("/items") }, LARGE);
  const [micros, perSecond] = [{ unit: "µs" }, { unit: "/s" }];
  return [
    atMost(1.05, { name: "p50 of a request", ...micros, ours: one.ours.p50, peer: one.pool.p50 }),
    atMost(1.1, { name: "CPU of a request", ...micros, ours: one.ours.cpu, peer: one.pool.cpu }),
    atLeast(1, {
      name: "requests, 64 at once",
      ...perSecond,
      ours: many.ours.throughput,
      peer: many.pool.throughput,
    }),
    atMost(1.1, { name: "CPU, 64 at once", ...micros, ours: many.ours.cpu, peer: many.pool.cpu }),
    atMost(1.05, { name: "p50, 100 KB of JSON", ...micros, ours: large.ours.p50, peer: large.pool.p50 }),
    atMost(1.1, { name: "CPU, 100 KB of JSON", ...micros, ours: large.ours.cpu, peer: large.pool.cpu }),
    shown({ name: "p50 with a signal", ...micros, ours: one.signal.p50, peer: one.pool.p50 }),
    shown({ name: "CPU with a signal", ...micros, ours: one.signal.cpu, peer: one.pool.cpu }),
  ];
}

function throughAdapter(path: string, signal?: AbortSignal): Contender {
  const url = `${server.url}${path}`;
  const request = { method: "GET", url, headers, trusted: true, ...(signal === undefined ? {} : { signal }) };
  return async () => JSON.parse(decoder.decode((await adapter.request(request)).body));
}

function throughPool(path: string): Contender {
  return async () => (await pool.request({ path, method: "GET", headers })).body.json();
}

import { MemoryAdapter } from "@mcs/adapter-memory";
import { afterAll, expect, test } from "vitest";
import type { CountState } from "../src/reduce/count.ts";
import type { GroupState } from "../src/reduce/group.ts";
import type { Plan } from "../src/reduce/plan.ts";
import type { ProfileState } from "../src/reduce/profile.ts";
import { WorkerPool } from "../src/scan/worker-pool.ts";
import { openSource } from "../src/table/open-table.ts";
import { reduceTable } from "../src/table/reduce-table.ts";
import { TableFile } from "../src/table/table-file.ts";
import { inspect } from "../src/table/table-info.ts";
import { generatedFile } from "./differential/generated-files.ts";

const pool = new WorkerPool(2);
afterAll(() => pool.close());

async function both(content: string, plan: Plan, fields: number[]): Promise<[unknown, unknown]> {
  const source = await openSource(new MemoryAdapter({ files: { "t.csv": content } }), "t.csv");
  const file = new TableFile(source, await inspect(source));
  const run = (parallel: boolean): Promise<unknown> =>
    reduceTable(file, plan, Int32Array.from(fields), { pool: parallel ? pool : undefined, parallelFrom: 0 });
  return [await run(false), await run(true)];
}

const count: Plan = { kind: "count" };

test("two threads count what one counts", async () => {
  const lines = Array.from({ length: 30_000 }, (_, i) => `${i},"name ${i}",${i % 7}`);
  const [one, two] = (await both(`id,name,n\n${lines.join("\n")}\n`, count, [])) as [CountState, CountState];
  expect(two.rows).toBe(30_000);
  expect(one.rows).toBe(30_000);
});

test("a wrong guess at the middle is noticed and done again", async () => {
  // Within the quotes stands what looks like the table itself, so that every guess is wrong.
  const inner = Array.from({ length: 40_000 }, (_, i) => `${i},x,1`).join("\n");
  const content = `id,note,n\n1,"a",1\n2,"${inner}",2\n3,"b",3\n`;
  const [one, two] = (await both(content, count, [])) as [CountState, CountState];
  expect([one.rows, two.rows]).toEqual([3, 3]);
});

test("groups of two threads are merged", async () => {
  const lines = Array.from({ length: 20_000 }, (_, i) => `${i % 11},${i}.25`);
  const plan: Plan = {
    kind: "group",
    keys: [0],
    measures: [{ op: "sum", slot: 1, order: "number" }],
    maxMemoryBytes: 1 << 24,
  };
  const [one, two] = (await both(`k,v\n${lines.join("\n")}\n`, plan, [0, 1])) as [GroupState, GroupState];
  expect(new Set(two.keys.map(String))).toEqual(new Set(one.keys.map(String)));
  expect(two.rows).toBe(20_000);
});

test("ranges of generated files, cut anywhere, have the records that the whole has", async () => {
  for (let seed = 1; seed <= 120; seed++) {
    const { text, features } = generatedFile(seed);
    const plan: Plan = { kind: "profile", orders: ["text"] };
    const [one, two] = (await both(text, plan, [0])) as [ProfileState, ProfileState];
    expect({ seed, features, ...two }).toEqual({ seed, features, ...one });
  }
});

/**
 * A hundred services with ten thousand tools behind one orchestrator, from the documents of the shared corpus, and what
 * decorators cost. The peer of each figure is the limit that was set for it, so the ratio says how much of it is used.
 */
import { defineTool, defineToolDriver, type MCSToolDriver, secret } from "@mcs/core";
import { withAudit, withConsent, withHooks, withLimits, withRedaction } from "@mcs/core/decorators";
import { BasicOrchestrator, search } from "@mcs/orchestrator";
import { encode } from "gpt-tokenizer";
import { hasCorpus, hundredDrivers } from "../packages/orchestrator/corpus/catalogue.ts";
import { questions } from "../packages/orchestrator/corpus/questions.ts";
import { atMost, type Figure, median } from "./src/figure.ts";
import { report } from "./src/report.ts";

const ROUNDS = 41;
const CALLS = 2_000;

/** As little as a tool can do, so that what is measured lies around it. */
function bare(): MCSToolDriver {
  const result = Object.freeze({ id: 1, name: "Rex", tags: ["dog", "brown"], status: "available" });
  return defineToolDriver({
    id: "0d1e6f52-3f3e-4a0e-9d38-3a4b8a7f2c11",
    name: "Bare",
    version: "1.0.0",
    bindings: [{ capability: "bare", adapter: "memory", specFormat: "Custom" }],
    tools: [
      defineTool({
        name: "get_pet",
        description: "Finds a pet.",
        annotations: { readOnly: true },
        parameters: [{ name: "id", description: "", required: true, schema: { type: "integer" } }],
        execute: () => result,
      }),
    ],
  });
}

/** Microseconds of processor time that a call through `outer` takes more than one of `inner`, both in turn. */
async function overhead(outer: () => Promise<unknown>, inner: () => Promise<unknown>): Promise<number> {
  const differences: number[] = [];
  for (let round = -10; round < ROUNDS; round++) {
    const times = [0, 0];
    // Whoever comes first in a round is not always the same one.
    for (const side of round % 2 === 0 ? [0, 1] : [1, 0]) {
      const call = side === 0 ? outer : inner;
      globalThis.gc?.();
      const begin = process.cpuUsage();
      for (let count = 0; count < CALLS; count++) await call();
      const { user, system } = process.cpuUsage(begin);
      times[side] = (user + system) / CALLS;
    }
    if (round >= 0) differences.push((times[0] ?? 0) - (times[1] ?? 0));
  }
  return median(differences);
}

function within(name: string, unit: string, ours: number, peer: number): Figure {
  return atMost(1, { name, unit, ours: Math.round(ours * 1000) / 1000, peer });
}

async function decorators(): Promise<Figure> {
  const driver = bare();
  const stack = withRedaction(
    withAudit(
      withHooks(
        withConsent(withLimits(driver, { maxResultBytes: 100_000, concurrency: 8 }), {
          policy: [{ annotations: { readOnly: true }, decision: "allow" }],
        }),
        { after: () => undefined },
      ),
      { write: () => {} },
    ),
    { secrets: [secret("a canary in the mine")] },
  );
  const cost = await overhead(
    () => stack.executeTool("get_pet", { id: 1 }),
    () => driver.executeTool("get_pet", { id: 1 }),
  );
  return within("a call through five decorators", "µs", cost, 10);
}

async function catalogue(): Promise<readonly Figure[]> {
  const driver = bare();
  const orchestrator = new BasicOrchestrator({ ...hundredDrivers(), bare: driver });
  const tools = await orchestrator.listTools();
  const listings: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const begin = performance.now();
    await orchestrator.listTools();
    listings.push(performance.now() - begin);
  }
  const found = new BasicOrchestrator(hundredDrivers(), { layers: [search()] });
  const ask = (query: string) => found.executeTool("search_tools", { query });
  await ask("warm up");
  const searches: number[] = [];
  for (let round = 0; round < 10; round++) {
    for (const { question } of questions) {
      const begin = performance.now();
      await ask(question);
      searches.push(performance.now() - begin);
    }
  }
  const dispatch = await overhead(
    () => orchestrator.executeTool("bare__get_pet", { id: 1 }),
    () => driver.executeTool("get_pet", { id: 1 }),
  );
  const prompt = encode(await found.getDriverSystemMessage("gpt-5")).length;
  return [
    within(`listing ${tools.length} tools of 101 drivers`, "ms", median(listings), 50),
    within("search, p50", "ms", median(searches), 1),
    within("dispatch of a call", "µs", dispatch, 5),
    within("prompt with search", "tokens", prompt, 2000),
  ];
}

if (!hasCorpus()) console.error("The shared corpus is not there: only the decorators are measured.");
const cost = await decorators();
report([...(hasCorpus() ? await catalogue() : []), cost]);

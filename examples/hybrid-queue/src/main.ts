/** One driver at the same time in two places: a chat asks it, and a queue of orders is worked off with it. */
import { chat, type Model } from "./chat.ts";
import { consume, type Done, type Job } from "./consumer.ts";
import { stockDriver } from "./stock.ts";

const driver = stockDriver(new Map([["tea", 5]]));

async function* orders(): AsyncGenerator<Job> {
  yield { id: 1, tool: "reserve_item", arguments: { item: "tea", count: 3 } };
  yield { id: 2, tool: "reserve_item", arguments: { item: "tea", count: 3 } };
  yield { id: 3, tool: "reserve_item", arguments: { item: "tea", count: "all" } };
}

/** A scripted model: it asks once, and says what it was told. */
const model: Model = async (messages) => {
  const last = String(messages.at(-1)?.content ?? "");
  if (messages.length === 2) return '{"tool": "count_item", "arguments": {"item": "tea"}}';
  return `There are ${/"count": ?(\d+)/.exec(last)?.[1]} packets of tea.`;
};

const done: Done[] = [];
await consume(orders(), driver, (job) => done.push(job));
console.log(done);
console.log(await chat(driver, model, "How much tea is left?"));

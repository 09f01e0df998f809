import { strict as assert } from "node:assert";
import type { Tool } from "@mcs/core";
import { encode } from "gpt-tokenizer";
import { beforeAll, describe, test } from "vitest";
import { BasicOrchestrator, search } from "../src/index.ts";
import { hundredDrivers } from "./catalogue.ts";
import { drawnFirst } from "./drawn-first.ts";
import { drawnHeldOut } from "./drawn-held-out.ts";
import { drawnSecond } from "./drawn-second.ts";
import { earlierHeldOut } from "./earlier-held-out.ts";
import { everyday } from "./everyday.ts";
import { everydayHeldOut } from "./everyday-held-out.ts";
import { everydayLater } from "./everyday-later.ts";
import { everydayMore } from "./everyday-more.ts";
import { laterQuestions } from "./later-questions.ts";
import { moreQuestions } from "./more-questions.ts";
import { type Question, questions } from "./questions.ts";

/** The longest part of the inline prompt that is counted in tokens; the rest is taken to be like it. */
const SAMPLE = 4_000_000;

describe("a hundred services with ten thousand tools", () => {
  const drivers = hundredDrivers();
  const whole = new BasicOrchestrator(drivers);
  const found = new BasicOrchestrator(drivers, { layers: [search()] });
  let byName: ReadonlyMap<string, Tool>;
  beforeAll(async () => {
    byName = new Map((await whole.listTools()).map((tool) => [tool.name, tool]));
  });

  test("all of them are listed, under names that every provider takes, and none is missing", async () => {
    assert.equal(whole.labels.length, 100);
    assert.ok(byName.size >= 10_000, `${byName.size} tools`);
    assert.equal(byName.size, (await whole.listTools()).length);
    for (const name of byName.keys()) assert.match(name, /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/);
    assert.deepEqual(whole.warnings(), []);
  });

  test("with search a prompt is below 2,000 tokens; with every tool in it, it is above a million", async () => {
    const short = encode(await found.getDriverSystemMessage("gpt-5")).length;
    const text = await whole.getDriverSystemMessage("gpt-5");
    const part = text.slice(0, SAMPLE);
    const long = Math.round(encode(part).length * (text.length / part.length));
    console.log(`prompt tokens: ${short} with search, ${long} inline`);
    assert.ok(short < 2000, `${short} tokens`);
    assert.ok(long > 1_000_000, `${long} tokens`);
  });

  /** Questions whose tool is not among the first five. */
  async function missed(asked: readonly Question[]): Promise<string[]> {
    const misses: string[] = [];
    for (const { question, answers } of asked) {
      const { tools } = (await found.executeTool("search_tools", { query: question })) as { tools: string[] };
      assert.ok(tools.length <= 5);
      const origins = tools.map((text) => byName.get(text.slice(0, text.indexOf("(")))?.origin);
      const keys = origins.flatMap((origin) => {
        const request = `${origin?.method} ${origin?.path}`;
        return [request, `${origin?.driver} ${request}`];
      });
      if (!keys.some((key) => answers.includes(key))) misses.push(question);
    }
    return misses;
  }

  test("for 95 of a hundred plain questions the right tool is among the first five", async () => {
    const misses = await missed(questions);
    assert.equal(questions.length, 100);
    assert.ok(misses.length <= 5, misses.join("\n"));
  });

  test("so it is for nine in ten of those that the search was improved with, and of those that it never was", async () => {
    const improvedWith = [
      ...[moreQuestions, laterQuestions, earlierHeldOut, drawnFirst, drawnSecond],
      ...[everyday, everydayLater, everydayMore],
    ].flat();
    const untouched = [...drawnHeldOut, ...everydayHeldOut];
    for (const asked of [improvedWith, untouched]) {
      const misses = await missed(asked);
      const kind = asked === untouched ? "that nothing was tuned to" : "that the search was improved with";
      console.log(`found: ${asked.length - misses.length} of ${asked.length} ${kind}`);
      assert.ok(misses.length <= 0.1 * asked.length, misses.join("\n"));
    }
  });
});

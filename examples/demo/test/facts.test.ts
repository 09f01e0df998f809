import type { CallOutcome, DriverResponse } from "@mcs/core";
import { expect, test } from "vitest";
import type { Exchange } from "../src/api.ts";
import { gatherFacts, type Recording, type Recordings } from "../src/facts.ts";

const ok = (name: string): CallOutcome => ({ ok: true, name, arguments: {}, result: null });
const failed = (name: string): CallOutcome => ({ ok: false, name, detail: "no", code: "execution_failed" });
const granted: Exchange = { method: "GET", url: "/", sent: "", authorised: true, status: 200, answered: "" };

function recording(task: string, calls: readonly CallOutcome[]): Recording {
  const turns = calls.map((call) => ({
    answer: {},
    response: { calls: [call] } as unknown as DriverResponse,
  }));
  const exchanges = calls.filter((call) => call.ok).map(() => granted);
  return { mode: "text", task, answer: "done", turns, exchanges };
}

const GOOD_CALLS = [ok("a"), failed("b"), ok("b"), ok("c")];
const good: Recordings = {
  conversations: [recording("one", GOOD_CALLS), recording("two", GOOD_CALLS)],
  seenByModel: ["one", "one", "one", "one", "two", "two", "two", "two"],
  apiKey: "the-key",
  scripted: true,
};
const broken = (recordings: Recordings): string[] =>
  gatherFacts(recordings)
    .checks.filter(({ holds }) => !holds)
    .map(({ claim }) => claim);

test("a run as it should be breaks no claim", () => {
  expect(broken(good)).toEqual([]);
  expect(gatherFacts(good)).toMatchObject({ executed: 6, failed: 2, retried: 2, modelRequests: 8 });
});

test.each<[string, Partial<Recordings>, string]>([
  ["the key in one request", { seenByModel: good.seenByModel.with(3, "one the-key") }, "API key is in none"],
  ["a request that was not recorded", { seenByModel: good.seenByModel.slice(1) }, "API key is in none"],
  [
    "requests of another conversation",
    { seenByModel: good.seenByModel.map(() => "x") },
    "API key is in none",
  ],
  [
    "two tools only",
    {
      conversations: [
        recording("one", [ok("a"), failed("b"), ok("b"), ok("a")]),
        ...good.conversations.slice(1),
      ],
    },
    "at least three tools",
  ],
  [
    "no failure",
    {
      conversations: [recording("one", [ok("a"), ok("b"), ok("b"), ok("c")]), ...good.conversations.slice(1)],
    },
    "a call failed",
  ],
  [
    "a failure that nobody retried",
    {
      conversations: [
        recording("one", [ok("a"), ok("b"), ok("c"), failed("b")]),
        ...good.conversations.slice(1),
      ],
    },
    "a call failed",
  ],
  [
    "an executed call without a request",
    { conversations: good.conversations.map((each) => ({ ...each, exchanges: each.exchanges.slice(1) })) },
    "one HTTP request",
  ],
  [
    "a request without the key",
    {
      conversations: good.conversations.map((each) => ({
        ...each,
        exchanges: each.exchanges.map((exchange) => ({ ...exchange, authorised: false })),
      })),
    },
    "with the API key",
  ],
])("%s breaks its claim and no other", (_, change, claim) => {
  const claims = broken({ ...good, ...change });
  expect(claims).toHaveLength(1);
  expect(claims[0]).toContain(claim);
});

test("of a real model no failure is demanded", () => {
  const calls = [ok("a"), ok("b"), ok("c"), ok("c")];
  const conversations = [recording("one", calls), recording("two", calls)];
  expect(broken({ ...good, conversations, scripted: false })).toEqual([]);
});

import { hybrid, secret } from "@mcs/core";
import {
  withAudit,
  withCache,
  withConsent,
  withHooks,
  withLimits,
  withRedaction,
} from "@mcs/core/decorators";
import { memoryToolDriver, testDriver } from "@mcs/testkit";
import { describe, test } from "vitest";
import { activeTarget, BasicOrchestrator, priority, search } from "../src/index.ts";
import { recorded } from "./support.ts";

const notes = () => memoryToolDriver({ notes: [{ title: "tea", text: "Green." }] });
const tea = { id: 1, title: "tea", text: "Green.", tags: [] };

function sample(prefix: string) {
  return {
    valid: { tool: `${prefix}get_note`, arguments: { id: 1 }, result: tea },
    failing: { tool: `${prefix}get_note`, arguments: { id: 404 } },
    slow: { tool: `${prefix}wait`, arguments: { milliseconds: 60_000 } },
  };
}

const subjects = {
  "an orchestrator": {
    driver: () => new BasicOrchestrator({ notes: notes(), other: recorded("Other", ["look"]).driver }),
    sample: sample("notes__"),
  },
  "one in one in one": {
    driver: () =>
      new BasicOrchestrator({ a: new BasicOrchestrator({ b: new BasicOrchestrator({ notes: notes() }) }) }),
    sample: sample("a__b__notes__"),
  },
  "one with limits and bare names": {
    driver: () =>
      new BasicOrchestrator([notes()], { collisions: priority(), concurrency: { overall: 4, perDriver: 2 } }),
    sample: sample(""),
  },
  "one with an active target": {
    driver: () => new BasicOrchestrator({ test: notes(), live: notes() }, { collisions: activeTarget() }),
    sample: sample(""),
  },
  "one with search, its sample pinned": {
    driver: () =>
      new BasicOrchestrator(
        { notes: notes() },
        { layers: [search({ pinned: ["notes__get_note", "notes__wait"] })] },
      ),
    sample: sample("notes__"),
  },
  "a session": {
    driver: () => new BasicOrchestrator({ notes: notes() }).session(),
    sample: sample("notes__"),
  },
  "a hybrid around decorators around one": {
    driver: () => {
      const limited = withLimits(new BasicOrchestrator({ notes: notes() }), {
        timeoutMs: 30_000,
        maxResultBytes: 100_000,
        concurrency: 8,
      });
      const asked = withConsent(withCache(withHooks(limited, {})), { handler: async () => true });
      return hybrid(withRedaction(withAudit(asked, { write: () => {} }), { secrets: [secret("canary")] }));
    },
    sample: sample("notes__"),
  },
  "a hybrid around one": {
    driver: () => hybrid(new BasicOrchestrator({ notes: notes() })),
    sample: sample("notes__"),
  },
};

for (const [title, subject] of Object.entries(subjects)) {
  describe(`${title} keeps the contract`, () => testDriver({ test, describe, ...subject }));
}

import { memoryToolDriver, testDriver } from "@mcs/testkit";
import { describe, test } from "vitest";
import { withTelemetry } from "../src/index.ts";

testDriver({
  test,
  describe,
  driver: () =>
    withTelemetry(memoryToolDriver({ notes: [{ title: "tea", text: "Green." }] }), { content: 100 }),
  sample: {
    valid: {
      tool: "get_note",
      arguments: { id: 1 },
      result: { id: 1, title: "tea", text: "Green.", tags: [] },
    },
    failing: { tool: "get_note", arguments: { id: 404 } },
    slow: { tool: "wait", arguments: { milliseconds: 60_000 } },
  },
});

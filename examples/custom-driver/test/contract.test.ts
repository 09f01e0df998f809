import { testDriver } from "@mcs/testkit";
import { describe, test } from "vitest";
import { notesDriver } from "../src/notes.ts";

testDriver({
  test,
  describe,
  driver: () => notesDriver(new Map([["tea", "Green, two minutes."]])),
  sample: {
    valid: {
      tool: "read_note",
      arguments: { title: "tea" },
      result: { title: "tea", text: "Green, two minutes." },
    },
    failing: { tool: "read_note", arguments: { title: "coffee" } },
  },
});

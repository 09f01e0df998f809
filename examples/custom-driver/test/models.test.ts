import { strict as assert } from "node:assert";
import { test } from "vitest";
import { showWhileStreaming } from "../src/models.ts";
import { notesDriver } from "../src/notes.ts";

const CALL = '{"tool": "read_note", "arguments": {"title": "tea"}}';
const driver = notesDriver(new Map([["tea", "Green."]]));

test("text is shown while it arrives, and a call is not", async () => {
  async function* chunks() {
    for (const chunk of `One moment.\n${CALL}`.match(/.{1,5}|\n/g) ?? []) yield chunk;
  }
  let shown = "";
  const calls = await showWhileStreaming(driver, chunks(), (text) => {
    shown += text;
  });
  assert.equal(shown.trim(), "One moment.");
  assert.deepEqual(
    calls.map(({ name }) => name),
    ["read_note"],
  );
});

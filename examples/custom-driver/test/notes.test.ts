import { strict as assert } from "node:assert";
import { test } from "vitest";
import { notesDriver } from "../src/notes.ts";

test("a model writes a note and reads it again", async () => {
  const driver = notesDriver();
  const written = await driver.processLlmResponse(
    '{"tool": "write_note", "arguments": {"title": "tea", "text": "Green."}}',
  );
  assert.deepEqual(written.toolCallResult, { title: "tea", text: "Green." });
  const read = await driver.processLlmResponse('{"tool": "read_note", "arguments": {"title": "tea"}}');
  assert.deepEqual(read.toolCallResult, { title: "tea", text: "Green." });
});

test("the suite runs without a test runner", async (context) => {
  const lines: string[] = [];
  const { log } = console;
  console.log = (line: string) => lines.push(line);
  context.onTestFinished(() => {
    console.log = log;
  });
  await import("../src/check.ts");
  const [, passed, all] = /^(\d+) of (\d+) cases passed/.exec(lines[0] ?? "") ?? [];
  assert.ok(Number(passed) > 40, lines[0]);
  assert.equal(passed, all);
});

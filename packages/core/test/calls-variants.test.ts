import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type CallableTool, extractToolCalls, type ToolCall, toolCallStream } from "@mcs/core";
import { test } from "vitest";

interface Case {
  readonly text: string;
  readonly calls?: readonly ToolCall[];
}

/** A file whose first line names the tools, and each other one a text and the calls in it. */
function casesIn(file: string): { tools: readonly CallableTool[]; cases: readonly Case[] } {
  const lines = readFileSync(join(import.meta.dirname, "support", file), "utf8")
    .trim()
    .split("\n");
  const [first, ...rest] = lines.map((line) => JSON.parse(line));
  return { tools: first.tools, cases: rest };
}

function callsOf(text: string, tools: readonly CallableTool[]): { whole: unknown; streamed: unknown } {
  const stream = toolCallStream(tools);
  for (const char of text) stream.push(char);
  return { whole: extractToolCalls(text, tools).calls, streamed: stream.end().calls };
}

for (const file of ["variants.jsonl", "spellings.jsonl"]) {
  test(`${file}: each family's format as servers and models spell it is read, whole and by the character`, () => {
    const { tools, cases } = casesIn(file);
    for (const { text, calls } of cases) {
      const { whole, streamed } = callsOf(text, tools);
      assert.deepEqual(whole, calls, text);
      assert.deepEqual(streamed, calls, text);
    }
  });
}

test("answers about tools, formats, data and code call nothing", () => {
  const { tools, cases } = casesIn("answers.jsonl");
  for (const { text } of cases) {
    const { whole, streamed } = callsOf(text, tools);
    assert.deepEqual(whole, [], text);
    assert.deepEqual(streamed, [], text);
  }
});

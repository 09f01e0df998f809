import { strict as assert } from "node:assert";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type CallableTool, type Extraction, extractToolCalls, toolCallStream } from "@mcs/core";
import { test } from "vitest";

interface Case {
  readonly id: string;
  readonly family: string;
  readonly kind: "call" | "no_call" | "malformed" | "streaming";
  readonly tools: readonly CallableTool[];
  readonly input: string | { readonly events?: readonly object[] };
  readonly chunks?: readonly string[];
  readonly expected: readonly unknown[];
}

const file = join(import.meta.dirname, "../../../../shared/toolcalls/corpus.dev.jsonl");
const present = existsSync(file);
if (!present) console.warn("the corpus of tool calls is absent: skipped");
const cases: readonly Case[] = present
  ? readFileSync(file, "utf8")
      .trim()
      .split("\n")
      .map((line): Case => JSON.parse(line))
  : [];

/** Names and arguments as JSON has them, which is how the corpus states them. */
function seen({ calls }: Extraction): unknown {
  return JSON.parse(JSON.stringify(calls.map(({ name, arguments: args }) => ({ name, arguments: args }))));
}

function whole({ input, tools }: Case): unknown {
  return seen(extractToolCalls(input, tools));
}

function streamed({ input, chunks, tools }: Case): unknown {
  const stream = toolCallStream(tools);
  const pieces = typeof input === "string" ? (chunks ?? [...input]) : (input.events ?? [input]);
  for (const piece of pieces) stream.push(piece);
  return seen(stream.end());
}

/** The share of cases that are read right, and a message that names the others. */
function score(some: readonly Case[], read: (item: Case) => unknown): { share: number; wrong: string } {
  const wrong = some.filter((item) => !isDeepStrictEqual(read(item), item.expected));
  return {
    share: 1 - wrong.length / some.length,
    wrong: `${wrong.length} of ${some.length}: ${wrong.map(({ id, family }) => `${id} (${family})`).join(", ")}`,
  };
}

const isNative = ({ family, input }: Case): boolean =>
  typeof input !== "string" || family.startsWith("native");
const text = cases.filter((item) => !isNative(item));

const TARGETS: ReadonlyArray<readonly [what: string, cases: readonly Case[], least: number]> = [
  ["calls", text.filter(({ kind }) => kind === "call"), 0.98],
  ["malformed calls", text.filter(({ kind }) => kind === "malformed"), 0.95],
  ["streamed calls", text.filter(({ kind }) => kind === "streaming"), 0.98],
  ["parallel calls", text.filter(({ expected }) => expected.length > 1), 0.98],
  ["answers without a call", text.filter(({ kind }) => kind === "no_call"), 1],
  ["native payloads", cases.filter(isNative), 1],
];

for (const [what, some, least] of TARGETS) {
  test.skipIf(!present)(`${what} are read right, whole and in pieces`, () => {
    assert.ok(some.length > 0);
    for (const read of [whole, streamed]) {
      const { share, wrong } = score(some, read);
      assert.ok(share >= least, wrong);
    }
  });
}

test.skipIf(!present)("no text of a call is shown while it streams in", () => {
  for (const { id, input, tools, kind } of text) {
    if (kind === "no_call" || typeof input !== "string") continue;
    const stream = toolCallStream(tools);
    let shown = "";
    for (const char of input) shown += stream.push(char);
    shown += stream.end().rest;
    const leaks = [
      "tool_call",
      "TOOL_CALLS",
      '"arguments"',
      '"parameters"',
      "<function=",
      "<invoke",
      "arg_key",
    ];
    assert.deepEqual(
      leaks.filter((leak) => shown.includes(leak)),
      [],
      `${id}: ${shown}`,
    );
  }
});

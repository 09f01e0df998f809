import { strict as assert } from "node:assert";
import { type CallableTool, extractToolCalls, toolCallStream } from "@mcs/core";
import fc from "fast-check";
import { test } from "vitest";
import type { Meant } from "./support/call-writers.ts";
import { CORRUPTIONS, JSON_FAMILIES } from "./support/corruptions.ts";
import { FAMILIES } from "./support/families.ts";

const TOOLS: readonly CallableTool[] = [
  {
    name: "get_weather",
    parameters: {
      type: "object",
      properties: {
        city: { type: "string" },
        days: { type: "integer" },
        metric: { type: "boolean" },
        tags: { type: "array", items: { type: "string" } },
        place: { type: "object" },
        note: { type: "string" },
      },
      required: ["city"],
    },
  },
  {
    name: "math.power",
    parameters: {
      type: "object",
      properties: { base: { type: "number" }, exponent: { type: "number" }, label: { type: "string" } },
    },
  },
  { name: "ping", parameters: { type: "object", properties: {} } },
];

const ANSWERS: Readonly<Record<string, readonly Meant[]>> = {
  "one call": [{ name: "get_weather", arguments: { city: "Paris, France", days: 3, metric: true } }],
  "two calls": [
    {
      name: "get_weather",
      arguments: { city: "New York", tags: ["a", "b, c"], place: { at: 1.5, on: { x: null } } },
    },
    { name: "math.power", arguments: { base: 2, exponent: -0.5, label: "x\ny" } },
  ],
  "no arguments": [{ name: "ping", arguments: {} }],
  "signs of every grammar": [
    {
      name: "get_weather",
      arguments: { city: 'He said "hi" {and} [left]', note: "a < b && c > d; it's 'x' </b> C:\\dir" },
    },
  ],
  "the same call twice": [
    { name: "math.power", arguments: { base: 2 } },
    { name: "math.power", arguments: { base: 2 } },
    { name: "ping", arguments: {} },
  ],
  "deep values": [
    { name: "get_weather", arguments: { city: "x", place: { a: [{ b: [1, 2, { c: "d" }] }] } } },
  ],
};

function callsIn(text: string): readonly Meant[] {
  return extractToolCalls(text, TOOLS).calls.map(({ name, arguments: args }) => ({ name, arguments: args }));
}

function shownOf(chunks: readonly string[]): { shown: string; calls: readonly Meant[]; text: string } {
  const stream = toolCallStream(TOOLS);
  let shown = "";
  for (const chunk of chunks) shown += stream.push(chunk);
  const { calls, rest, text } = stream.end();
  return {
    shown: shown + rest,
    text,
    calls: calls.map(({ name, arguments: args }) => ({ name, arguments: args })),
  };
}

for (const [family, write] of Object.entries(FAMILIES)) {
  test(`${family}: calls are read as they were meant`, () => {
    for (const [what, calls] of Object.entries(ANSWERS)) assert.deepEqual(callsIn(write(calls)), calls, what);
  });
}

test("text before and after stays, and the calls between are read", () => {
  for (const [family, write] of Object.entries(FAMILIES)) {
    if (/think|ernie|apriel|recipient|>>>|functionary|inkling|kimi k3|magistral|command r7b/.test(family))
      continue;
    const calls = ANSWERS["two calls"] as readonly Meant[];
    const { text } = extractToolCalls(`Let me see.\n${write(calls)}\nThat should do.`, TOOLS);
    assert.deepEqual(callsIn(`Let me see.\n${write(calls)}\nThat should do.`), calls, family);
    assert.match(text, /^Let me see\.[\s\S]*That should do\.$/, family);
  }
});

for (const [corruption, spoil] of Object.entries(CORRUPTIONS)) {
  test(`${corruption}: healed in every family that writes JSON`, () => {
    for (const family of JSON_FAMILIES) {
      for (const what of ["one call", "two calls", "deep values"]) {
        const calls = ANSWERS[what] as readonly Meant[];
        // Tags have quotes of their own.
        if (corruption === "typographic quotes" && family === "deepseek v3.2, json") continue;
        const text = spoil(FAMILIES[family]?.(calls) ?? "");
        if (text !== undefined) assert.deepEqual(callsIn(text), calls, `${family}, ${what}: ${text}`);
      }
    }
  });
}

test("two corruptions at once are healed", () => {
  const calls = ANSWERS["one call"] as readonly Meant[];
  const failed: string[] = [];
  let all = 0;
  for (const family of JSON_FAMILIES) {
    if (family === "deepseek v3.2, json") continue;
    for (const [first, spoil] of Object.entries(CORRUPTIONS)) {
      for (const [second, spoilMore] of Object.entries(CORRUPTIONS)) {
        const once = first === second ? undefined : spoil(FAMILIES[family]?.(calls) ?? "");
        const text = once === undefined ? undefined : spoilMore(once);
        if (text === undefined) continue;
        // A text that ends in a comma may have been cut off: more was to come.
        if (/,\s*$/.test(text)) continue;
        all++;
        if (JSON.stringify(callsIn(text)) !== JSON.stringify(calls))
          failed.push(`${family}: ${first} + ${second}`);
      }
    }
  }
  assert.ok(failed.length / all < 0.005, failed.join("\n"));
});

test("how a text is cut never changes what is read, nor what is shown of it", () => {
  const texts = Object.values(FAMILIES).flatMap((write) =>
    Object.values(ANSWERS).map((calls) => `Hello *you* & \`code\`.\n${write(calls)}\nBye [x](y) {z}.`),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...texts),
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
      (text, sizes) => {
        const chunks: string[] = [];
        for (let at = 0, n = 0; at < text.length; n++) {
          const size = sizes[n % sizes.length] as number;
          chunks.push(text.slice(at, at + size));
          at += size;
        }
        const cut = shownOf(chunks);
        const uncut = shownOf([text]);
        assert.deepEqual(cut, uncut);
        assert.deepEqual(cut.calls, callsIn(text));
      },
    ),
    { numRuns: 400 },
  );
});

test("no text throws or changes with its chunks, however it is spoilt", () => {
  const pieces = [
    ...[
      "<tool_call>",
      "</tool_call>",
      "<function=ping>",
      "<parameter=city>",
      "</parameter>",
      "[TOOL_CALLS]",
      "[ARGS]",
    ],
    ...[
      "<think>",
      "</think>",
      "```json\n",
      "```",
      "`",
      '{"name": "ping", ',
      '"arguments": {',
      "}",
      "{",
      "[",
      "]",
      '"',
      "'",
    ],
    ...[
      "ping(",
      ")",
      "[ping(",
      "call:ping{",
      '<|"|>',
      "<|channel|>",
      "<|message|>",
      "to=functions.ping",
      ">>>ping\n",
    ],
    ...[
      "Action: ping\n",
      "Action Input: ",
      "Observation: ",
      "\n",
      " ",
      ",",
      ";",
      "\\",
      "<",
      "<ping>",
      "</ping>",
      "<arg_key>",
      "</arg_key>",
    ],
    ...["<｜tool▁sep｜>", '<|open|>call tool="ping"<|sep|>', "\u0000", "\ud800", "é", "word "],
  ];
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 4 })), { maxLength: 30 }),
      fc.integer({ min: 1, max: 7 }),
      (parts, size) => {
        const text = parts.join("");
        const chunks: string[] = [];
        for (let at = 0; at < text.length; at += size) chunks.push(text.slice(at, at + size));
        const whole = extractToolCalls(text, TOOLS);
        const cut = shownOf(chunks);
        assert.deepEqual(
          cut.calls,
          whole.calls.map(({ name, arguments: args }) => ({ name, arguments: args })),
        );
        assert.equal(cut.text, whole.text);
      },
    ),
    { numRuns: 3000 },
  );
});

import { strict as assert } from "node:assert";
import { extractToolCalls, hybrid } from "@mcs/core";
import fc from "fast-check";
import { test } from "vitest";
import { CallSignal } from "../src/calls/signal.ts";
import { sumsDriver } from "./support/drivers.ts";
import { FAMILIES } from "./support/families.ts";

const CALL = '{"name": "add", "arguments": {"a": 1, "b": [2, {"c": "}"}]}}';
const ANSWERS = [
  `Let me add these. <tool_call>\n${CALL}\n</tool_call> Done.`,
  `<think>Add them.</think>\n\n${CALL}\nThat is it.`,
  "See [1], {2} and <b>3</b>: `add` adds, and a < b.",
  `[add(a=1, b=${JSON.stringify("x".repeat(9000))})]`,
];

test("a driver that is asked as the text grows says what it says of each text alone", () => {
  const driver = hybrid(sumsDriver());
  for (const answer of ANSWERS) {
    const step = Math.ceil(answer.length / 200);
    for (let end = step; end < answer.length + step; end += step) {
      const text = answer.slice(0, end);
      const alone = hybrid(sumsDriver());
      assert.equal(driver.isCompleteToolCall(text), alone.isCompleteToolCall(text), text);
      assert.equal(driver.mightBeToolCall(text), hybrid(sumsDriver()).mightBeToolCall(text), text);
    }
  }
});

test("a text that does not go on with the last one is looked at from its beginning", () => {
  const driver = hybrid(sumsDriver());
  assert.equal(driver.isCompleteToolCall(CALL), true);
  assert.equal(driver.isCompleteToolCall("It is three."), false);
  assert.equal(driver.mightBeToolCall("It is three."), false);
  assert.equal(driver.isCompleteToolCall(CALL.slice(0, 20)), false);
  assert.equal(driver.isCompleteToolCall(CALL), true);
});

const MEANT = [{ name: "get_weather", arguments: { city: "Paris", days: 3 } }];
const TOOLS = [
  {
    name: "get_weather",
    parameters: { type: "object", properties: { city: { type: "string" }, days: { type: "integer" } } },
  },
] as const;
/** Reasoning that never ends may still end, and the call in it be a draft: only the whole answer tells. */
const SAMPLES = Object.entries(FAMILIES)
  .filter(([family]) => family !== "kimi k2, thinking")
  .map(([family, write]) => ({ family, text: write(MEANT) }));

test("a call is complete at its last character, whatever its family", () => {
  const texts = ['<tool_call>{"name": "f", "arguments": {"x": 1}}</tool_call>', '[TOOL_CALLS]f{"x":1}'];
  for (const text of [...texts, ...SAMPLES.map((sample) => sample.text)])
    assert.equal(new CallSignal().isCompleteToolCall(text), true, text);
});

test("no call is complete before all its arguments are there", () => {
  for (const { family, text } of SAMPLES) {
    const signal = new CallSignal();
    let end = 1;
    while (!signal.isCompleteToolCall(text.slice(0, end))) end++;
    const { calls } = extractToolCalls(text.slice(0, end), TOOLS);
    assert.deepEqual(
      calls.map(({ name, arguments: args }) => ({ name, arguments: args })),
      MEANT,
      `${family}: ${text.slice(0, end)}`,
    );
  }
});

test("however an answer is cut, the signals are those of a fresh look at it", () => {
  const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(fc.constantFrom(...SAMPLES), cuts, fc.boolean(), ({ text }, steps, asksBoth) => {
      const signal = new CallSignal();
      let end = 0;
      for (let n = 0; end < text.length; n++) {
        end += steps[n % steps.length] ?? 1;
        const part = text.slice(0, end);
        if (asksBoth)
          assert.equal(signal.mightBeToolCall(part), new CallSignal().mightBeToolCall(part), part);
        assert.equal(signal.isCompleteToolCall(part), new CallSignal().isCompleteToolCall(part), part);
      }
    }),
    { numRuns: 300 },
  );
});

test("a stream costs a bounded number of looks at each character, whatever is in it", () => {
  const length = 50_000;
  for (const opening of [
    '<tool_call>{"name":"f","arguments":{"x":"',
    "<tool_call>",
    "[f(",
    "<function=f><parameter=x>",
  ]) {
    for (const piece of ["}", "{}", "a) ", "</tool_call>", "<tool_call>", "</x>", '"}', "`", "]"]) {
      for (const step of [8, 1000]) {
        const text = opening + piece.repeat(length / piece.length);
        const signal = new CallSignal();
        for (let end = step; end <= text.length; end += step) {
          signal.mightBeToolCall(text.slice(0, end));
          signal.isCompleteToolCall(text.slice(0, end));
        }
        assert.ok(signal.scanned < 32 * length, `${opening}${piece}: ${signal.scanned} at steps of ${step}`);
      }
    }
  }
});

test("a long value full of brackets does not keep the end of its call from being seen", () => {
  const code = "if (a) { b(); }\n</div>".repeat(5000);
  const calls = [
    `<tool_call>\n<function=write>\n<parameter=text>\n${code}\n</parameter>\n</function>\n</tool_call>`,
    `<tool_call>{"name": "write", "arguments": {"text": ${JSON.stringify(code)}}}</tool_call>`,
    `[TOOL_CALLS]write{"text": ${JSON.stringify(code)}}`,
  ];
  for (const text of calls) {
    const signal = new CallSignal();
    for (let end = 7; end < text.length - 40; end += 7)
      assert.equal(signal.isCompleteToolCall(text.slice(0, end)), false);
    for (let end = text.length - 40; end < text.length; end++) signal.isCompleteToolCall(text.slice(0, end));
    assert.equal(signal.isCompleteToolCall(text), true, text.slice(0, 40));
  }
});

import { strict as assert } from "node:assert";
import { hybrid } from "@mcs/core";
import { test } from "vitest";
import { sumsDriver } from "./support/drivers.ts";

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

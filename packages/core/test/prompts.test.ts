import { strict as assert } from "node:assert";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineTool, extractToolCalls, hybrid } from "@mcs/core";
import { loadProfiles } from "@mcs/core/node";
import { parseProfile, promptStrategy } from "@mcs/core/prompts";
import fc from "fast-check";
import { parse } from "smol-toml";
import { test } from "vitest";
import { sumsDriver } from "./support/drivers.ts";

/** A model for every bundled codec, and what its calls look like. */
const CODECS: Readonly<Record<string, RegExp>> = {
  "gpt-5": /^\{"tool": "/,
  "Qwen2.5-7B-Instruct": /^<tool_call>\n\{"name": "/,
  "qwen3-coder-30b": /^<tool_call>\n<function=/,
  "llama-4-scout": /^\[\w+\(/,
  "devstral-small": /^\[TOOL_CALLS\]\w+\[ARGS\]\{/,
};

const value: fc.Arbitrary<unknown> = fc.oneof(
  fc.string(),
  fc.string({ unit: "grapheme" }),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.string(), { maxLength: 3 }),
  fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), fc.oneof(fc.string(), fc.integer()), {
    maxKeys: 3,
  }),
);
const echo = {
  name: "echo",
  parameters: {
    type: "object",
    properties: {
      text: { type: "string" },
      number: { type: "number" },
      flag: { type: "boolean" },
      list: { type: "array" },
      object: { type: "object" },
    },
  },
} as const;
const typed = fc.record(
  {
    number: fc.integer(),
    flag: fc.boolean(),
    list: fc.array(value, { maxLength: 3 }),
    object: fc.dictionary(fc.string({ maxLength: 8 }), value, { maxKeys: 3 }),
    text: fc.string(),
  },
  { requiredKeys: [] },
);

for (const [model, shape] of Object.entries(CODECS)) {
  test(`${model}: every call that its codec writes is read back`, () => {
    const codec = promptStrategy([], model);
    const write = (calls: ReadonlyArray<{ name: string; arguments: Record<string, unknown> }>): string =>
      codec.renderCalls?.(calls) ?? "";
    assert.match(write([{ name: "echo", arguments: { flag: true } }]), shape);
    fc.assert(
      fc.property(fc.array(typed, { minLength: 1, maxLength: 3 }), (all) => {
        // Between tags a text cannot hold the end tag, nor tell its own line breaks at the ends from the format's.
        fc.pre(!model.includes("coder") || all.every(({ text = "" }) => !/[<>\r]|^\s|\s$/.test(text)));
        const calls = all.map((args) => ({ name: "echo", arguments: structuredClone({ ...args }) }));
        const read = extractToolCalls(write(calls), [echo]);
        assert.deepEqual(
          read.calls.map(({ name, arguments: args }) => ({ name, arguments: args })),
          calls,
        );
      }),
      { numRuns: 300 },
    );
  });

  test(`${model}: the example in its prompt is a call that is read`, async () => {
    const system = await hybrid(sumsDriver()).getDriverSystemMessage(model);
    const tools = [{ name: "name_of_the_tool", parameters: { type: "object", properties: {} } }];
    const [call] = extractToolCalls(system, tools).calls;
    assert.deepEqual(call, { name: "name_of_the_tool", arguments: { name_of_the_argument: "value" } });
  });
}

test("layers: what a layer says replaces what is below it, and no more", () => {
  const codec = promptStrategy([
    { results: { executed: "first: {result}" }, call_example: { example: "EXAMPLE" } },
    { results: { executed: "{tool_name} gave {result}" } },
    { meta: { models: ["gpt-*"] }, results: { executed: "for another model" } },
  ]);
  assert.equal(codec.result("f", "1"), "f gave 1");
  assert.match(codec.systemMessage([]), /EXAMPLE/);
  const gpt = promptStrategy(
    [{ meta: { models: ["GPT-*", "o?"] }, results: { executed: "mine" } }],
    "gpt-5-mini",
  );
  assert.equal(gpt.result("f", "1"), "mine");
});

test("an answer is read and answered in the words for its model, named or known from its prompt", async () => {
  const mine = {
    meta: { models: ["mine-*"] },
    healing: [{ pattern: "^ADD$", replacement: '{"tool": "add", "arguments": {"a": 1, "b": 2}}' }],
  };
  const prompts = [mine, { meta: { models: ["other"] } }];
  const driver = hybrid(sumsDriver(), { prompts });
  assert.equal((await driver.processLlmResponse("ADD")).callExecuted, false);
  assert.equal((await driver.processLlmResponse("ADD", { modelName: "mine-7b" })).toolCallResult, 3);
  await driver.getDriverSystemMessage("mine-7b");
  assert.equal((await driver.processLlmResponse("ADD")).toolCallResult, 3);
  await driver.getDriverSystemMessage("other");
  assert.equal((await driver.processLlmResponse("ADD")).callExecuted, false, "which of the two is not known");
});

test("the model's name selects the bundled codec, in any case and with any prefix", () => {
  assert.match(promptStrategy([], "Qwen/Qwen3-Coder-480B").systemMessage([]), /<function=/);
  assert.match(promptStrategy([], "Qwen/Qwen3-8B").systemMessage([]), /<tool_call>\s*\{/);
  assert.match(promptStrategy([], "some-new-model").systemMessage([]), /\{"tool": /);
});

test("a signature leaves out nothing that a call needs, however deep it stands", () => {
  const countries = Array.from({ length: 200 }, (_, index) => `c${index}`);
  const text = promptStrategy().formatTools([
    {
      name: "order",
      description: "Orders.",
      parameters: [
        {
          name: "body",
          description: "What to order.",
          required: true,
          schema: {
            type: "object",
            properties: {
              price: { type: "number", exclusiveMinimum: 0, description: "In cents." },
              lines: { type: "array", minItems: 1, items: { $ref: "#/$defs/line" } },
              labels: { type: "object", additionalProperties: { type: "string" } },
            },
            required: ["price"],
            $defs: {
              line: {
                type: "object",
                description: "One kind of thing.",
                properties: { sku: { type: "string", pattern: "^[A-Z]+$" }, next: { $ref: "#/$defs/line" } },
              },
            },
          },
        },
        { name: "country", description: "", schema: { enum: countries } },
      ],
    },
  ]);
  for (const part of [
    "body: What to order.",
    "body.price: In cents.; exclusiveMinimum 0",
    "body.lines: minItems 1",
    "body.lines[]: One kind of thing.",
    "body.lines[].sku: pattern ^[A-Z]+$",
    "labels?: { [key]: string }",
    '"c199"',
  ]) {
    assert.ok(text.includes(part), `${part}\n${text}`);
  }
});

test("tools can be shown as JSON Schema", () => {
  const tool = defineTool({ name: "f", description: "Does.", execute: () => 1 });
  const text = promptStrategy({ tools: { format: "json_schema" } }).formatTools([tool]);
  assert.equal(JSON.parse(text).function.name, "f");
});

test("a profile in the Python SDK's format loads as it is", async () => {
  const folder = await mkdtemp(join(tmpdir(), "profiles-"));
  try {
    await mkdir(join(folder, "sub"));
    await writeFile(
      join(folder, "sister.toml"),
      `[meta]\nname = "json-mine"\nversion = "2.0.0"\n[system_message]\ntemplate = """\nTools:\n{tools}\nForm:\n{call_example}\n"""
[call_example]\nexample = '{"tool": "x", "arguments": {}}'\n[parsing]\ntool_field_aliases = ["tool", "utility"]
unknown_tool_behavior = "retry"\n[retry_prompts]\nno_tool_field = "Name a tool."\nunknown_tool = "No '{tool_name}'. There are: {available}."
execution_failed = "'{tool_name}' failed: {error}."\n[[healing]]\npattern = '⟦|⟧'\nreplacement = '"'\ncomment = "Brackets for quotes."\n`,
    );
    await writeFile(join(folder, "notes.txt"), "no profile");
    const driver = hybrid(sumsDriver(), { prompts: await loadProfiles(folder) });
    assert.match(await driver.getDriverSystemMessage(), /^Tools:\nadd\(/);
    const byAlias = await driver.processLlmResponse('{"utility": "add", "arguments": {"a": 1, "b": 2}}');
    assert.equal(byAlias.toolCallResult, 3);
    const healed = await driver.processLlmResponse("{⟦tool⟧: ⟦add⟧, ⟦arguments⟧: {⟦a⟧: 1, ⟦b⟧: 2}}");
    assert.equal(healed.toolCallResult, 3);
    const unknown = await driver.processLlmResponse(
      '<tool_call>{"name": "subtract", "arguments": {}}</tool_call>',
    );
    assert.equal(unknown.retryPrompt, "No 'subtract'. There are: add, fail.");
    const failed = await driver.processLlmResponse('{"tool": "fail", "arguments": {}}');
    assert.equal(failed.retryPrompt, "'fail' failed: The disk is full..");
  } finally {
    await rm(folder, { recursive: true });
  }
});

test("a file of the Python SDK holds every section that it may, and its regular expressions work", async () => {
  const file = parse(await readFile(join(import.meta.dirname, "support/sister-profile.toml"), "utf8"));
  const codec = promptStrategy(parseProfile(file, "sister-profile.toml"));
  const message = codec.systemMessage([defineTool({ name: "f", description: "Does.", execute: () => 1 })]);
  assert.match(
    message,
    /^You have these tools:\n\nf\(\)\n {2}Does\.\n[\s\S]*"argument-name": "value"\n {4}\}\n\}$/,
  );
  assert.deepEqual(codec.nameKeys, ["tool", "name"]);
  assert.equal(codec.answersUnknownTools, false);
  assert.equal(codec.retry("unreadable", { tool_name: "f" }), "Put the name under 'tool'.");
  assert.equal(codec.retry("unknown_tool", { tool_name: "g", available: "f" }), "No 'g' among: f.");
  assert.equal(codec.retry("execution_failed", { tool_name: "f", error: "x" }), "'f' failed: x. Try again.");
  assert.equal(codec.heal?.("```json\n{}\n```"), "{}\n");
  assert.equal(codec.heal?.("CALL: f WITH {}"), '{"tool": "f", "arguments": {}}');
  assert.equal(codec.heal?.("nothing to mend"), undefined);
});

test("a profile that is wrong says where, and one that is missing says so", async () => {
  const wrong: ReadonlyArray<readonly [Record<string, unknown>, RegExp]> = [
    [{ system: {} }, /system is not known/],
    [{ results: { executed: 1 } }, /results\.executed should be a text/],
    [{ results: { done: "x" } }, /results\.done is not known/],
    [{ rendering: { arguments: "yaml" } }, /rendering\.arguments should be one of json, python, parameters/],
    [{ parsing: { tool_field_aliases: "tool" } }, /should be a list of texts/],
    [{ healing: [{ pattern: "(", replacement: "" }] }, /healing\[0\]\.pattern is no regular expression/],
    [{ meta: "json" }, /meta should be a table/],
  ];
  for (const [file, message] of wrong) {
    assert.throws(() => parseProfile(file, "mine.toml"), { code: "invalid_configuration", message });
    assert.throws(() => parseProfile(file, "mine.toml"), /mine\.toml/);
  }
  await assert.rejects(loadProfiles(join(tmpdir(), "no-such-profiles")), { code: "invalid_configuration" });
});

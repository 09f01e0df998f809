import { strict as assert } from "node:assert";
import { type CallableTool, extractToolCalls, toolCallStream } from "@mcs/core";
import { test } from "vitest";

const TOOLS: readonly CallableTool[] = [
  {
    name: "search",
    parameters: { type: "object", properties: { query: { type: "string" }, limit: { type: "integer" } } },
  },
  {
    name: "get_weather",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  },
];

/** Answers that speak of tools and calls, or look like them, and call nothing. */
const ANSWERS: Readonly<Record<string, string>> = {
  prose: "I could search for that, but Paris is usually mild in May. get_weather would tell more.",
  "a call in inline code":
    'I would write `{"name": "search", "arguments": {"query": "cats"}}` here, but need not.',
  "a marked call in inline code":
    'Calls look like `<tool_call>{"name": "search", "arguments": {}}</tool_call>`.',
  "an example of an unknown tool":
    'Reply so:\n```json\n{"tool": "tool-name", "arguments": {"x": "y"}}\n```\nThat is all.',
  "a marked example of an unknown tool":
    '```\n<tool_call>\n{"name": "f", "arguments": {"x": 1}}\n</tool_call>\n```',
  "a tool's description":
    '{"name": "search", "description": "Finds.", "parameters": {"type": "object", "properties": {}}}',
  "a tool's schema":
    '{"name": "search", "parameters": {"type": "object", "properties": {"query": {"type": "string"}}}}',
  "a wrapped description":
    '{"type": "function", "function": {"name": "search", "parameters": {"type": "object", "properties": {}}}}',
  "a log of calls": '{"calls": [{"name": "search", "arguments": {"query": "x"}, "result": "y"}]}',
  "a list of records": '{"results": [{"name": "search", "arguments": {"query": "x"}}], "total": 1}',
  "code that calls": "```python\nresult = get_weather(city='Paris')\nprint(result)\n```",
  "code with a call alone": "```python\nget_weather(city='Paris')\n```",
  "code with a payload":
    '```js\nconst call = {"name": "search", "arguments": {"query": "x"}};\nsend(call);\n```',
  "a shell command": '```bash\ncurl -d \'{"query": "cats"}\' https://example.org/search\n```',
  "a page": "<html><body><h1>search</h1><p>Type a query.</p></body></html>",
  "a tag of a tool's name": "<search>cats</search>",
  "a tag of a tool's name with other tags": "<search><title>cats</title></search>",
  markers: "Mistral writes [TOOL_CALLS] and then an array; DeepSeek <｜tool▁calls▁begin｜> and so on.",
  "a marker and prose": "<tool_call>\nThis only looks like one.",
  "steps without an action": "Thought: nothing to do.\nFinal Answer: Hello!",
  "an action that is none": "Action: none\nAction Input: none\nFinal Answer: 4.",
  "a quoted form": "> Thought: what to do\n> Action: search\n> Action Input: the input",
  "a draft in thoughts":
    '<think>Maybe <tool_call>{"name": "search", "arguments": {}}</tool_call>? No.</think>\nHello!',
  "a draft in thoughts that the prompt opened":
    'Maybe {"name": "search", "arguments": {"query": "x"}}.</think>Hello!',
  "an analysis":
    '<|channel|>analysis<|message|>{"name": "search", "arguments": {}}<|end|><|start|>assistant<|channel|>final<|message|>Hello!',
  "data with a name": '{"name": "Ada Lovelace", "born": 1815}',
  "data with a tool": '{"tool": "hammer", "arguments": "He argues."}',
  "a link": "See [search(query)](https://example.org) for more.",
  "a list of words": "[search, get_weather]",
  "arguments alone": '{"query": "cats", "limit": 3}',
  "arguments alone in a fence": '```json\n{"query": "cats"}\n```',
  "an unfinished fence": '```json\n{"a": 1',
  nothing: "",
  "a bare value": "null",
};

for (const [what, answer] of Object.entries(ANSWERS)) {
  test(`${what}: no call, and the text stays`, () => {
    const { calls, failures, text } = extractToolCalls(answer, TOOLS);
    assert.deepEqual(calls, []);
    assert.deepEqual(failures, []);
    if (!/thoughts|analysis/.test(what)) assert.equal(text, answer);
    else assert.equal(text.trim(), "Hello!");
  });
}

test("text that is no call is shown with the piece that brings it", () => {
  const stream = toolCallStream(TOOLS);
  for (const piece of ["Hello, ", "this is *prose* with `code`, ", "[a link](x), {braces} and 1 < 2. "]) {
    assert.equal(stream.push(piece), piece);
  }
  assert.equal(stream.push('{"name": "Ada", '), '{"name": "Ada", ');
  assert.equal(stream.push('"born": 1815}'), '"born": 1815}');
  assert.deepEqual(stream.end(), {
    calls: [],
    failures: [],
    rest: "",
    text: 'Hello, this is *prose* with `code`, [a link](x), {braces} and 1 < 2. {"name": "Ada", "born": 1815}',
  });
});

test("a call waits until it is decided, and is never shown", () => {
  const stream = toolCallStream(TOOLS);
  assert.equal(stream.push("Let me see. <tool_"), "Let me see. ");
  assert.equal(stream.push('call>{"name": "search", "argu'), "");
  assert.equal(stream.push('ments": {"query": "x"}}</tool_call>'), "");
  assert.equal(stream.push("Done."), "Done.");
  const { calls, rest } = stream.end();
  assert.deepEqual(calls, [{ name: "search", arguments: { query: "x" } }]);
  assert.equal(rest, "");
});

test("what waited and was no call is shown after all", () => {
  const stream = toolCallStream(TOOLS);
  assert.equal(stream.push("a <tool_call"), "a ");
  assert.equal(stream.push("s of mine"), "<tool_calls of mine");
  assert.equal(stream.push(" [TOOL"), " ");
  assert.equal(stream.end().rest, "[TOOL");
});

test("broken calls are failures that name the tool and quote the place", () => {
  for (const broken of [
    '{"tool": "search", "arguments": {"query": "cut off in the mid',
    '<tool_call>{"name": "search", "arguments": {"query": }: "x"</tool_call>',
    '[TOOL_CALLS]search[ARGS]{"query" "x"',
    "<function=search><parameter=query>cut off",
  ]) {
    const { calls, failures } = extractToolCalls(broken, TOOLS);
    assert.deepEqual(calls, [], broken);
    assert.equal(failures.length, 1, broken);
    assert.equal(failures[0]?.name, "search", broken);
    // The end of what was read stands in the reason, in quotes.
    const quoted = / broken at (".*"): /.exec(failures[0].reason)?.[1] ?? '"nothing"';
    assert.ok(broken.includes(JSON.parse(quoted)), failures[0].reason);
    assert.ok(
      failures[0].reason.length > 10 && broken.includes(failures[0].raw.slice(0, 10)),
      failures[0].reason,
    );
  }
});

test("a marked call of an unknown tool is a failure; an unmarked one is text", () => {
  const marked = extractToolCalls('<tool_call>{"name": "other", "arguments": {}}</tool_call>', TOOLS);
  assert.deepEqual(
    marked.failures.map(({ name, reason }) => [name, reason]),
    [["other", 'there is no tool named "other"']],
  );
  const bare = '{"name": "other", "arguments": {}}';
  assert.deepEqual(extractToolCalls(bare, TOOLS), { calls: [], failures: [], text: bare });
});

test("what a model makes up about the result of its action is neither shown nor executed", () => {
  const step = 'Thought: look.\nAction: search\nAction Input: {"query": "x"}\n';
  const answer = `${step}Observation: found.\n${step}Observation: found.\nFinal Answer: y`;
  const whole = extractToolCalls(answer, TOOLS);
  assert.deepEqual(whole.calls, [{ name: "search", arguments: { query: "x" } }]);
  assert.equal(whole.text, "Thought: look.");
});

test("keys of prototypes are keys, and nothing else", () => {
  for (const key of ["__proto__", "constructor", "prototype", "toString"]) {
    const { calls } = extractToolCalls(
      `{"name": "search", "arguments": {"${key}": {"polluted": true}}}`,
      TOOLS,
    );
    assert.deepEqual(Object.keys(calls[0]?.arguments ?? {}), [key]);
    assert.equal(Object.getPrototypeOf(calls[0]?.arguments), Object.prototype);
    assert.equal(({} as { polluted?: unknown }).polluted, undefined);
    assert.deepEqual(extractToolCalls(`{"name": "${key}", "arguments": {}}`, TOOLS).calls, []);
  }
});

test("numbers are read as JSON.parse reads them; a text parameter keeps every digit", () => {
  const { calls } = extractToolCalls(
    '{"name": "search", "arguments": {"limit": 12345678901234567890}}',
    TOOLS,
  );
  assert.equal(calls[0]?.arguments.limit, JSON.parse("12345678901234567890"));
  const text = "<function=search><parameter=query>12345678901234567890</parameter></function>";
  assert.equal(extractToolCalls(text, TOOLS).calls[0]?.arguments.query, "12345678901234567890");
});

test("JSON that is deeper than anything sensible is a failure, not a crash", () => {
  const deep = `{"name": "search", "arguments": {"query": ${"[".repeat(100_000)}${"]".repeat(100_000)}}}`;
  const { calls, failures } = extractToolCalls(deep, TOOLS);
  assert.deepEqual(calls, []);
  assert.match(failures[0]?.reason ?? "", /nested deeper than/);
});

test("lone surrogates, NUL and other controls come through", () => {
  const query = "a\u0000b\ud800c\u2028\u001b";
  for (const text of [
    JSON.stringify({ name: "search", arguments: { query } }),
    `<function=search><parameter=query>${query}</parameter></function>`,
    `<|tool_call>call:search{query:<|"|>${query}<|"|>}<tool_call|>`,
  ]) {
    assert.equal(extractToolCalls(text, TOOLS).calls[0]?.arguments.query, query);
  }
});

test("a value without a type is what the schema says: text, number, truth or list", () => {
  const tools: readonly CallableTool[] = [
    {
      name: "f",
      parameters: {
        type: "object",
        properties: {
          text: { type: "string" },
          number: { type: ["integer", "null"] },
          truth: { type: "boolean" },
          list: { type: "array" },
          any: {},
          choice: { anyOf: [{ type: "number" }, { type: "string" }] },
          code: { enum: ["1", "2"] },
          linked: { $ref: "#/$defs/size" },
        },
        $defs: { size: { type: "integer" } },
      },
    },
  ];
  const value = (key: string, text: string): unknown =>
    extractToolCalls(`<function=f><parameter=${key}>\n${text}\n</parameter></function>`, tools).calls[0]
      ?.arguments[key];
  assert.equal(value("text", "42"), "42");
  assert.equal(value("text", '"quoted"'), '"quoted"');
  assert.equal(value("text", "null"), "null");
  assert.equal(value("number", "42"), 42);
  assert.equal(value("number", "None"), null);
  assert.equal(value("number", "many"), "many");
  assert.equal(value("truth", "True"), true);
  assert.deepEqual(value("list", "['a', True]"), ["a", true]);
  assert.equal(value("any", "42"), 42);
  assert.equal(value("any", "words"), "words");
  assert.equal(value("choice", "42"), 42);
  assert.equal(value("choice", "forty"), "forty");
  assert.equal(value("code", "1"), "1");
  assert.equal(value("linked", "7"), 7);
});

test("a text parameter named in another language's word takes text, a number one numbers", () => {
  const parameters = {
    type: "object",
    properties: { n: { type: "float" }, s: { type: "str" }, l: { type: "list" } },
  };
  const text =
    "<function=f><parameter=n>3.5</parameter><parameter=s>42</parameter><parameter=l>[1]</parameter></function>";
  const { calls } = extractToolCalls(text, [{ name: "f", parameters }]);
  assert.deepEqual(calls, [{ name: "f", arguments: { n: 3.5, s: "42", l: [1] } }]);
});

test("a string that never ends is no argument, whatever closes the call", () => {
  const text = '<tool_call>{"name": "search", "arguments": {"query": "cats</tool_call>';
  const { calls, failures } = extractToolCalls(text, [{ name: "search" }]);
  assert.deepEqual(calls, []);
  assert.equal(failures.length, 1);
});

test("a lone text is an argument only of a tool whose one parameter takes text", () => {
  const tool = (type: string) => [{ name: "f", parameters: { type: "object", properties: { x: { type } } } }];
  const text = '<tool_call>{"name": "f", "arguments": "cats and dogs"}</tool_call>';
  assert.deepEqual(extractToolCalls(text, tool("string")).calls, [
    { name: "f", arguments: { x: "cats and dogs" } },
  ]);
  assert.deepEqual(extractToolCalls(text, tool("integer")).calls, []);
});

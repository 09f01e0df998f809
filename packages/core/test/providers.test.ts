import { strict as assert } from "node:assert";
import { extractToolCalls, type JsonSchema, type Tool } from "@mcs/core";
import * as anthropic from "@mcs/core/anthropic";
import * as bedrock from "@mcs/core/bedrock";
import * as cohere from "@mcs/core/cohere";
import * as google from "@mcs/core/google";
import * as mistral from "@mcs/core/mistral";
import * as ollama from "@mcs/core/ollama";
import * as openai from "@mcs/core/openai";
import { test } from "vitest";

function tool(
  name: string,
  parameters: Readonly<Record<string, JsonSchema>>,
  required: readonly string[] = [],
): Tool {
  return {
    name,
    description: `Does ${name}.`,
    parameters: Object.entries(parameters).map(([key, schema]) => ({
      name: key,
      description: "",
      required: required.includes(key),
      schema,
    })),
  };
}

const plain = tool("find", { text: { type: "string" }, limit: { type: "integer", minimum: 1 } }, ["text"]);
const SCHEMA = {
  type: "object",
  properties: { text: { type: "string" }, limit: { type: "integer", minimum: 1 } },
  required: ["text"],
  additionalProperties: false,
};
/** A list whose entries hold lists of their own kind. */
const recursive = tool("tree", {
  node: {
    $ref: "#/$defs/node",
    $defs: {
      node: {
        type: "object",
        properties: {
          name: { type: "string" },
          children: { type: "array", items: { $ref: "#/$defs/node" } },
        },
      },
    },
  },
});
const ALL = { openai, anthropic, google, ollama, bedrock, mistral, cohere };

test("every provider gets the tool in its own shape, and nothing is reported where nothing was changed", () => {
  const described = { name: "find", description: "Does find." };
  const fn = { type: "function", function: { ...described, parameters: SCHEMA } };
  const shapes: Readonly<Record<string, object>> = {
    openai: fn,
    anthropic: { ...described, input_schema: SCHEMA },
    google: {
      functionDeclarations: [{ ...described, parametersJsonSchema: SCHEMA }],
    },
    ollama: fn,
    bedrock: { toolSpec: { ...described, inputSchema: { json: SCHEMA } } },
    mistral: fn,
    cohere: fn,
  };
  for (const [name, { toolDefinitions }] of Object.entries(ALL)) {
    assert.deepEqual(toolDefinitions([plain]), { tools: [shapes[name]], report: [] }, name);
  }
  const { tools } = openai.responsesToolDefinitions([plain]);
  assert.deepEqual(tools, [{ type: "function", ...described, parameters: SCHEMA, strict: false }]);
});

test("names that a provider refuses are changed, told apart, reported, and read as the tool's own", () => {
  const long = `get_${"very_".repeat(15)}long`;
  const names = ["pets/list", "3d.model", long, `${long}er`, "pets.list"];
  for (const [provider, { toolDefinitions }] of Object.entries(ALL)) {
    const { tools, report } = toolDefinitions(names.map((name) => tool(name, {})));
    const sent = [...JSON.stringify(tools).matchAll(/"name":"([^"]*)"/g)].map(([, name = ""]) => name);
    assert.equal(new Set(sent).size, names.length, provider);
    for (const name of sent) assert.match(name, /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/);
    assert.deepEqual(
      report.map(({ kind, tool: renamed }) => [kind, renamed]),
      names.map((name) => ["renamed", name]),
    );
  }
  const listed = ["3d.model", long].map((name) => tool(name, {}));
  for (const [index, { function: fn }] of openai.toolDefinitions(listed).tools.entries() as Iterable<
    [number, { function: { name: string } }]
  >) {
    const payload = { tool_calls: [{ id: "c", function: { name: fn.name, arguments: "{}" } }] };
    assert.equal(extractToolCalls(payload, listed).calls[0]?.name, listed[index]?.name);
  }
});

test("OpenAI strict: closed objects, all required, optional ones may be null; what it refuses is sent without", () => {
  const { tools, report } = openai.toolDefinitions(
    [
      plain,
      tool("open", { any: { type: "object" } }),
      tool("bounded", { text: { type: "string", maxLength: 3 } }, ["text"]),
    ],
    { strict: true },
  );
  const [find, open, bounded] = tools.map(
    ({ function: fn }) => fn as { strict?: boolean; parameters: unknown },
  );
  assert.deepEqual(find, {
    name: "find",
    description: "Does find.",
    strict: true,
    parameters: {
      type: "object",
      properties: { text: { type: "string" }, limit: { type: ["integer", "null"], minimum: 1 } },
      required: ["text", "limit"],
      additionalProperties: false,
    },
  });
  assert.equal(open?.strict, undefined);
  assert.equal(bounded?.strict, true);
  assert.ok(!JSON.stringify(bounded).includes("maxLength"));
  assert.deepEqual(
    report.map(({ tool: name, kind, path }) => [name, kind, path]),
    [
      ["open", "changed", undefined],
      ["bounded", "dropped", "/properties/text/maxLength"],
    ],
  );
});

test("Anthropic strict: bounds are left out, and each is reported", () => {
  const { tools, report } = anthropic.toolDefinitions([plain], { strict: true });
  assert.equal(tools[0]?.strict, true);
  assert.deepEqual(report, [
    { tool: "find", kind: "dropped", path: "/properties/limit/minimum", message: "minimum is not taken" },
  ]);
});

test("Gemini: its part of JSON Schema, with what can be said otherwise said otherwise", () => {
  const { tools, report } = google.toolDefinitions([
    tool("f", {
      "filter[name]": { type: "string", pattern: "^a" },
      kind: { const: "x" },
      both: {
        allOf: [
          { type: "object", properties: { a: { type: "string" } } },
          { properties: { b: { type: "string" } } },
        ],
      },
      either: { oneOf: [{ type: "string" }, { type: "null" }] },
    }),
  ]);
  const [{ parametersJsonSchema: schema } = {}] = (
    tools[0] as { functionDeclarations: Array<{ parametersJsonSchema?: unknown }> }
  ).functionDeclarations;
  assert.deepEqual((schema as { properties: unknown }).properties, {
    filter_name_: { type: "string" },
    kind: { enum: ["x"] },
    both: { type: "object", properties: { a: { type: "string" }, b: { type: "string" } } },
    either: { anyOf: [{ type: "string" }, { type: "null" }] },
  });
  assert.deepEqual(
    report.map(({ kind }) => kind),
    ["renamed", "dropped", "changed", "changed"],
  );
});

test("an argument under the name that a provider's rules gave it is read as the parameter's own", () => {
  const f = tool("f", { "filter[name]": { type: "string" }, "X-Id": { type: "integer" } });
  const payload = { parts: [{ functionCall: { name: "f", args: { filter_name_: "a", X_Id: 1 } } }] };
  assert.deepEqual(extractToolCalls(payload, [f]).calls[0]?.arguments, { "filter[name]": "a", "X-Id": 1 });
});

test("recursion: kept where references are followed, cut and reported where they are not", () => {
  assert.match(JSON.stringify(openai.toolDefinitions([recursive]).tools), /"\$ref":"#\/\$defs\/node"/);
  for (const { toolDefinitions } of [google, ollama]) {
    const { tools, report } = toolDefinitions([recursive]);
    assert.ok(!JSON.stringify(tools).includes("$ref"));
    assert.match(JSON.stringify(tools), /"children":\{"type":"array","items":\{"type":"object"/);
    assert.deepEqual(
      report.map(({ kind }) => kind),
      ["dropped"],
    );
  }
});

test("a schema that grows without end when written out is bounded", () => {
  const $defs: Record<string, JsonSchema> = { level0: { type: "string" } };
  for (let level = 1; level <= 24; level++) {
    const $ref = `#/$defs/level${level - 1}`;
    $defs[`level${level}`] = { type: "object", properties: { a: { $ref }, b: { $ref } } };
  }
  const { tools, report } = ollama.toolDefinitions([tool("bomb", { x: { $ref: "#/$defs/level24", $defs } })]);
  assert.ok(JSON.stringify(tools).length < 1_000_000);
  assert.ok(report.some(({ kind }) => kind === "dropped"));
});

test("more than 128 tools are sent, with a warning", () => {
  const many = Array.from({ length: 129 }, (_, index) => tool(`t${index}`, {}));
  for (const { toolDefinitions } of Object.values(ALL)) {
    assert.deepEqual(
      toolDefinitions(many).report.map(({ kind }) => kind),
      ["warning"],
    );
    assert.deepEqual(toolDefinitions(many.slice(1)).report, []);
  }
});

test("a failed call is marked as one where the provider has a mark for it", () => {
  const failed = [{ id: "i", name: "f", ok: false, content: "No." }];
  assert.match(JSON.stringify(anthropic.resultMessages(failed)), /"is_error":true/);
  assert.match(JSON.stringify(google.resultMessages(failed)), /"response":\{"error":"No\."\}/);
  assert.match(JSON.stringify(bedrock.resultMessages(failed)), /"status":"error"/);
});

/**
 * What the tools cost in every conversation: tokens of the system message by codec, beside the tools as JSON
 * Schema and as an MCP server lists them.
 */
import type { Tool, ToolParameter } from "@mcs/core";
import { toolDefinitions } from "@mcs/core/openai";
import { promptStrategy } from "@mcs/core/prompts";
import { encode } from "gpt-tokenizer";
import { atMost, type Figure, shown } from "./src/figure.ts";
import { report } from "./src/report.ts";

const CODECS = {
  json: "gpt-5",
  hermes: "qwen2.5",
  xml: "qwen3-coder",
  pythonic: "llama-4",
  mistral: "devstral",
};
const NOUNS = [
  "pet",
  "order",
  "invoice",
  "customer",
  "shipment",
  "ticket",
  "project",
  "device",
  "contract",
  "article",
];
const VERBS = [
  "list",
  "get",
  "create",
  "update",
  "delete",
  "search",
  "archive",
  "restore",
  "export",
  "assign",
];

/** Parameters as documents of services have them. */
const PARAMETERS: readonly ToolParameter[] = [
  { name: "id", description: "The identifier.", required: true, schema: { type: "string", format: "uuid" } },
  {
    name: "limit",
    description: "How many to return.",
    schema: { type: "integer", minimum: 1, maximum: 100, default: 20 },
  },
  {
    name: "status",
    description: "Only those in this state.",
    schema: { type: "string", enum: ["open", "closed", "pending"] },
  },
  { name: "tags", description: "", schema: { type: "array", items: { type: "string" } } },
  {
    name: "body",
    description: "What to store.",
    schema: {
      type: "object",
      properties: {
        name: { type: "string" },
        price: { type: "number", minimum: 0 },
        address: {
          type: "object",
          properties: { street: { type: "string" }, city: { type: "string" } },
          required: ["city"],
        },
      },
      required: ["name"],
    },
  },
];

function toolAt(index: number): Tool {
  const verb = VERBS[index % VERBS.length] ?? "";
  const noun = NOUNS[Math.floor(index / VERBS.length) % NOUNS.length] ?? "";
  const version = Math.floor(index / (VERBS.length * NOUNS.length));
  return {
    name: `${verb}_${noun}${version === 0 ? "" : `_v${version + 1}`}`,
    description: `Does what is needed to ${verb} a ${noun}. Returns the ${noun} as it is stored afterwards.`,
    parameters: PARAMETERS.filter((_, place) => (index + place) % 2 === 0),
  };
}

const figures: Figure[] = [];
for (const count of [10, 50, 200]) {
  const tools = Array.from({ length: count }, (_, index) => toolAt(index));
  const definitions = toolDefinitions(tools).tools;
  const peers = {
    "JSON Schema": JSON.stringify(definitions),
    "MCP's tool list": JSON.stringify({
      tools: definitions.map(({ function: fn }) => {
        const { name, description, parameters } = fn as {
          name: string;
          description: string;
          parameters: unknown;
        };
        return { name, description, inputSchema: parameters };
      }),
    }),
  };
  for (const [codec, model] of Object.entries(CODECS)) {
    const ours = encode(promptStrategy([], model).systemMessage(tools)).length;
    for (const [peer, text] of Object.entries(peers)) {
      const pair = {
        name: `${count} tools, ${codec} beside ${peer}`,
        unit: "tokens",
        ours,
        peer: encode(text).length,
      };
      figures.push(codec === "json" ? atMost(1, pair) : shown(pair));
    }
  }
}
report(figures);

import { strict as assert } from "node:assert";
import { createOpenAI } from "@ai-sdk/openai";
import Anthropic from "@anthropic-ai/sdk";
import { LLMock } from "@copilotkit/aimock";
import { GoogleGenAI } from "@google/genai";
import { defineTool, defineToolDriver, hybrid, toolCallStream } from "@mcs/core";
import { toolDefinitions as anthropicTools } from "@mcs/core/anthropic";
import { toolDefinitions as googleTools } from "@mcs/core/google";
import { toolDefinitions as ollamaTools } from "@mcs/core/ollama";
import { toolDefinitions as openAiTools, responsesToolDefinitions } from "@mcs/core/openai";
import { dynamicTool, generateText, jsonSchema, stepCountIs } from "ai";
import { Ollama } from "ollama";
import OpenAI from "openai";
import { afterAll, beforeAll, test } from "vitest";

const QUESTION = "How much is it?";
const ANSWER = "It is 3 and 7.";
const number = { required: true, description: "", schema: { type: "number" } } as const;
const toolDriver = defineToolDriver({
  id: "a9c5f3ce-54f0-4c27-a6fb-5cb8d6b51c2e",
  name: "Sums",
  version: "1.0.0",
  bindings: [{ capability: "sums", adapter: "memory", specFormat: "Custom" }],
  tools: [
    defineTool({
      name: "add",
      description: "Adds two numbers.",
      parameters: [
        { ...number, name: "a" },
        { ...number, name: "b" },
      ],
      execute: ({ a, b }) => String(Number(a) + Number(b)),
    }),
  ],
});
const driver = hybrid(toolDriver);
const tools = await toolDriver.listTools();
const mock = new LLMock({ port: 0, strict: true, logLevel: "silent" });

beforeAll(async () => {
  // Two calls at once; then, only for a history that holds both results, the answer.
  mock.on(
    { userMessage: QUESTION, hasToolResult: false },
    {
      toolCalls: [
        { id: "call_a", name: "add", arguments: '{"a":1,"b":2}' },
        { id: "call_b", name: "add", arguments: '{"a":3,"b":4}' },
      ],
    },
  );
  mock.on(
    {
      predicate: ({ messages }) => {
        const results = messages
          .filter(({ role }) => role === "tool")
          .map(({ content }) => JSON.stringify(content));
        return results.length === 2 && /3/.test(results[0] ?? "") && /7/.test(results[1] ?? "");
      },
    },
    { content: ANSWER },
  );
  await mock.start();
});
afterAll(() => mock.stop());

/** What comes back for a model's turn, ready to be appended. */
async function answered<Entry>(payload: object): Promise<Entry[]> {
  const response = await driver.processLlmResponse(payload);
  assert.deepEqual(response.toolCallResult, ["3", "7"]);
  return [...(response.messages ?? [])] as Entry[];
}

test("openai, Chat Completions, whole and streamed", async () => {
  const client = new OpenAI({ apiKey: "none", baseURL: `${mock.url}/v1` });
  type Entry = OpenAI.ChatCompletionMessageParam;
  const messages: Entry[] = [{ role: "user", content: QUESTION }];
  const request = {
    model: "gpt-5",
    tools: openAiTools(tools).tools as unknown as OpenAI.ChatCompletionTool[],
  };
  const first = await client.chat.completions.create({ ...request, messages });
  const second = await client.chat.completions.create({
    ...request,
    messages: [...messages, ...(await answered<Entry>(first))],
  });
  assert.equal(second.choices[0]?.message.content, ANSWER);

  const stream = toolCallStream(tools);
  const events: object[] = [];
  for await (const event of await client.chat.completions.create({ ...request, messages, stream: true })) {
    stream.push(event);
    events.push(event);
  }
  assert.equal(stream.end().calls.length, 2);
  const third = await client.chat.completions.create({
    ...request,
    messages: [...messages, ...(await answered<Entry>(events))],
  });
  assert.equal(third.choices[0]?.message.content, ANSWER);
});

test("openai, Responses, whole and streamed", async () => {
  const client = new OpenAI({ apiKey: "none", baseURL: `${mock.url}/v1` });
  type Entry = OpenAI.Responses.ResponseInputItem;
  const input: Entry[] = [{ role: "user", content: QUESTION }];
  const request = {
    model: "gpt-5",
    tools: responsesToolDefinitions(tools).tools as unknown as OpenAI.Responses.Tool[],
  };
  const first = await client.responses.create({ ...request, input });
  const second = await client.responses.create({
    ...request,
    input: [...input, ...(await answered<Entry>(first))],
  });
  assert.equal(second.output_text, ANSWER);

  const events: object[] = [];
  for await (const event of await client.responses.create({ ...request, input, stream: true }))
    events.push(event);
  const third = await client.responses.create({
    ...request,
    input: [...input, ...(await answered<Entry>(events))],
  });
  assert.equal(third.output_text, ANSWER);
});

test("@anthropic-ai/sdk, whole and streamed", async () => {
  const client = new Anthropic({ apiKey: "none", baseURL: mock.url });
  type Entry = Anthropic.MessageParam;
  const messages: Entry[] = [{ role: "user", content: QUESTION }];
  const request = {
    model: "claude-opus-5",
    max_tokens: 100,
    tools: anthropicTools(tools).tools as unknown as Anthropic.Tool[],
  };
  const textOf = ({ content }: Anthropic.Message): string =>
    content.map((block) => (block.type === "text" ? block.text : "")).join("");
  const first = await client.messages.create({ ...request, messages });
  const second = await client.messages.create({
    ...request,
    messages: [...messages, ...(await answered<Entry>(first))],
  });
  assert.equal(textOf(second), ANSWER);

  const events: object[] = [];
  for await (const event of await client.messages.create({ ...request, messages, stream: true }))
    events.push(event);
  const third = await client.messages.create({
    ...request,
    messages: [...messages, ...(await answered<Entry>(events))],
  });
  assert.equal(textOf(third), ANSWER);
});

test("@google/genai, whole and streamed", async () => {
  const client = new GoogleGenAI({
    apiKey: "none",
    httpOptions: { baseUrl: mock.url, apiVersion: "v1beta" },
  });
  type Entry = { role: string; parts: Array<{ text: string }> };
  const contents: Entry[] = [{ role: "user", parts: [{ text: QUESTION }] }];
  const request = { model: "gemini-3-pro", config: { tools: [...googleTools(tools).tools] } };
  const first = await client.models.generateContent({ ...request, contents });
  const second = await client.models.generateContent({
    ...request,
    contents: [...contents, ...(await answered<Entry>(first))],
  });
  assert.equal(second.text, ANSWER);

  const events: object[] = [];
  for await (const event of await client.models.generateContentStream({ ...request, contents }))
    events.push(event);
  const third = await client.models.generateContent({
    ...request,
    contents: [...contents, ...(await answered<Entry>(events))],
  });
  assert.equal(third.text, ANSWER);
});

test("ollama, whole and streamed", async () => {
  const client = new Ollama({ host: mock.url });
  type Entry = { role: string; content: string };
  const messages: Entry[] = [{ role: "user", content: QUESTION }];
  const request = { model: "llama3.2", tools: ollamaTools(tools).tools as unknown as [] };
  const first = await client.chat({ ...request, messages });
  const second = await client.chat({
    ...request,
    messages: [...messages, ...(await answered<Entry>(first))],
  });
  assert.equal(second.message.content, ANSWER);

  const events: object[] = [];
  for await (const event of await client.chat({ ...request, messages, stream: true })) events.push(event);
  const third = await client.chat({
    ...request,
    messages: [...messages, ...(await answered<Entry>(events))],
  });
  assert.equal(third.message.content, ANSWER);
});

test("ai: its own loop over our tools", async () => {
  const openai = createOpenAI({ apiKey: "none", baseURL: `${mock.url}/v1` });
  const entries = openAiTools(tools).tools.map((definition) => {
    const { name, description, parameters } = definition.function as {
      name: string;
      description: string;
      parameters: object;
    };
    const execute = (args: unknown): Promise<unknown> =>
      driver.executeTool(name, args as Record<string, unknown>);
    return [name, dynamicTool({ description, inputSchema: jsonSchema(parameters), execute })] as const;
  });
  const { text } = await generateText({
    model: openai.chat("gpt-5"),
    prompt: QUESTION,
    tools: Object.fromEntries(entries),
    stopWhen: stepCountIs(3),
  });
  assert.equal(text, ANSWER);
});

/**
 * The model's side: an endpoint that speaks OpenAI's chat completions. Either the scripted one, started here
 * on loopback, or a real one that the environment names.
 */
import { LLMock } from "@copilotkit/aimock";
import type { Message } from "@mcs/core";
import type { Complete } from "./conversation.ts";
import { type Line, nextLine } from "./script.ts";

export interface Model {
  readonly name: string;
  readonly url: string;
  readonly scripted: boolean;
  readonly complete: Complete;
  /** Every request to the endpoint so far, as text: all that the model can have seen. */
  seen(): readonly string[];
  close(): Promise<void>;
}

/** The real endpoint when both `OPENAI_BASE_URL` and `OPENAI_API_KEY` are set, else the scripted one. */
export async function startModel(environment: NodeJS.ProcessEnv): Promise<Model> {
  const { OPENAI_BASE_URL: url, OPENAI_API_KEY: key, OPENAI_MODEL: name = "gpt-5" } = environment;
  return url && key ? realModel(url.replace(/\/+$/, ""), key, name) : scriptedModel();
}

function realModel(url: string, key: string, name: string): Model {
  const sent: string[] = [];
  const complete = completions(url, key, name, (body) => sent.push(body));
  return { name, url, scripted: false, complete, seen: () => sent, close: async () => {} };
}

/** Strict: what the script does not foresee is refused with 503, and so ends the demo. */
async function scriptedModel(): Promise<Model> {
  const mock = new LLMock({ host: "127.0.0.1", port: 0, strict: true });
  mock.on(
    { endpoint: "chat", predicate: ({ messages }) => nextLine(asMessages(messages)) !== undefined },
    ({ messages, tools }) => spoken(nextLine(asMessages(messages)) ?? {}, tools !== undefined),
  );
  await mock.start();
  const url = `${mock.url}/v1`;
  return {
    name: "scripted",
    url,
    scripted: true,
    complete: completions(url, "none", "scripted", () => {}),
    seen: () => mock.getRequests().map(({ path, headers, body }) => JSON.stringify({ path, headers, body })),
    close: () => mock.stop(),
  };
}

function asMessages(messages: readonly object[]): readonly Message[] {
  return messages.map((message) => ({ ...message }));
}

/** A line as the model utters it: native calls when it was given tools, else JSON in its text. */
function spoken({ text, calls = [] }: Line, native: boolean) {
  if (calls.length === 0) return { content: text ?? "" };
  if (native) {
    const toolCalls = calls.map(({ name, arguments: args }) => ({ name, arguments: JSON.stringify(args) }));
    return text === undefined ? { toolCalls } : { content: text, toolCalls };
  }
  const written = calls.map(({ name, arguments: args }) => JSON.stringify({ tool: name, arguments: args }));
  return { content: [text ?? [], written].flat().join("\n") };
}

function completions(url: string, key: string, model: string, onSend: (body: string) => void): Complete {
  return async (messages, tools) => {
    const body = JSON.stringify({ model, messages, ...(tools === undefined ? {} : { tools }) });
    onSend(body);
    const answer = await fetch(`${url}/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body,
    });
    if (!answer.ok) throw new Error(`The model endpoint answered ${answer.status}: ${await answer.text()}`);
    const { choices } = (await answer.json()) as { choices?: ReadonlyArray<{ message?: Message }> };
    const message = choices?.[0]?.message;
    if (message === undefined) throw new Error("The model endpoint answered without a message.");
    return message;
  };
}

import type { ExtractionStrategy, Reading, StreamAssembler } from "../reading.ts";
import { readJsonCall } from "./json-arguments.ts";
import { chatText } from "./openai.ts";
import { asArray, asRecord, asString, type JsonRecord } from "./shape.ts";

/** Cohere's chat, version 2: a whole response, its message, or its events. */
export const cohere: ExtractionStrategy = {
  read(payload): Reading | undefined {
    const record = asRecord(payload);
    const message = asRecord(record?.message) ?? record;
    // The client of its own language writes the keys in camel case.
    const calls = asArray(message?.tool_calls) ?? asArray(message?.toolCalls);
    const plan = message?.tool_plan ?? message?.toolPlan;
    const reason = asString(record?.finish_reason) ?? asString(record?.finishReason);
    const own = plan !== undefined || (record?.message !== undefined && /^[A-Z_]+$/.test(reason ?? ""));
    if (message === undefined || calls === undefined || calls.length === 0 || !own) return undefined;
    const items = calls.map((entry) => {
      const call = asRecord(entry);
      const fn = asRecord(call?.function);
      return readJsonCall(asString(call?.id), fn?.name, fn?.arguments);
    });
    const turn = { ...message, role: "assistant" };
    const camelCase = message.toolCalls !== undefined;
    return { items, text: chatText(message.content), format: "cohere", camelCase, turn: [turn] };
  },

  assemble(event): StreamAssembler | undefined {
    const type = asString(asRecord(event)?.type) ?? "";
    return /^(?:message-(?:start|end)|content-(?:start|delta|end)|tool-plan-delta|tool-call-(?:start|delta|end))$/.test(
      type,
    )
      ? new ChatAssembler()
      : undefined;
  },
};

class ChatAssembler implements StreamAssembler {
  #plan = "";
  #content = "";
  readonly #calls: Array<{ id: string | undefined; name: string; arguments: string }> = [];

  push(event: JsonRecord): string {
    const message = asRecord(asRecord(event.delta)?.message);
    const part = asRecord(message?.tool_calls) ?? asRecord(message?.toolCalls);
    const fn = asRecord(part?.function);
    switch (event.type) {
      case "tool-plan-delta":
        this.#plan += asString(message?.tool_plan) ?? asString(message?.toolPlan) ?? "";
        break;
      case "tool-call-start":
        this.#calls.push({
          id: asString(part?.id),
          name: asString(fn?.name) ?? "",
          arguments: asString(fn?.arguments) ?? "",
        });
        break;
      case "tool-call-delta": {
        const call = this.#calls.at(-1);
        if (call !== undefined) call.arguments += asString(fn?.arguments) ?? "";
        break;
      }
      case "content-start":
      case "content-delta": {
        const text = asString(asRecord(message?.content)?.text) ?? "";
        this.#content += text;
        return text;
      }
    }
    return "";
  }

  payload(): object {
    const calls = this.#calls.map(({ id, name, arguments: args }) => ({
      id,
      type: "function",
      function: { name, arguments: args },
    }));
    const message = {
      role: "assistant",
      tool_plan: this.#plan,
      ...(calls.length === 0 ? {} : { tool_calls: calls }),
      ...(this.#content === "" ? {} : { content: [{ type: "text", text: this.#content }] }),
    };
    return { message };
  }
}

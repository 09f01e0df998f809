import type { ExtractionStrategy, Reading, StreamAssembler } from "../reading.ts";
import { readJsonCall } from "./json-arguments.ts";
import { asArray, asRecord, asString, type JsonRecord } from "./shape.ts";

/** Ollama's chat: a whole response, its message, or the responses of a stream. Calls have no id. */
export const ollama: ExtractionStrategy = {
  read(payload): Reading | undefined {
    const record = asRecord(payload);
    const message = asRecord(record?.message) ?? record;
    const calls = asArray(message?.tool_calls)?.map((entry) => asRecord(asRecord(entry)?.function));
    // Elsewhere arguments are JSON text.
    const own =
      typeof record?.done === "boolean" || calls?.some((fn) => asRecord(fn?.arguments) !== undefined);
    if (message === undefined || calls === undefined || calls.length === 0 || !own) return undefined;
    const items = calls.map((fn) => readJsonCall(undefined, fn?.name, fn?.arguments ?? {}));
    const turn = { ...message, role: "assistant", content: message.content ?? "" };
    return { items, text: asString(message.content) ?? "", format: "ollama", turn: [turn] };
  },

  assemble(event): StreamAssembler | undefined {
    const record = asRecord(event);
    return typeof record?.done === "boolean" && asRecord(record.message)
      ? new ResponseAssembler()
      : undefined;
  },
};

class ResponseAssembler implements StreamAssembler {
  #content = "";
  #thinking = "";
  readonly #calls: unknown[] = [];

  push(event: JsonRecord): string {
    const message = asRecord(event.message);
    for (const call of asArray(message?.tool_calls) ?? []) this.#calls.push(call);
    const text = asString(message?.content) ?? "";
    this.#content += text;
    this.#thinking += asString(message?.thinking) ?? "";
    return text;
  }

  payload(): object {
    const message = {
      role: "assistant",
      content: this.#content,
      ...(this.#thinking === "" ? {} : { thinking: this.#thinking }),
      ...(this.#calls.length === 0 ? {} : { tool_calls: this.#calls }),
    };
    return { message, done: true };
  }
}

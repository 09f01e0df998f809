import type { Message } from "../../contract/index.ts";
import type { ExtractionStrategy, Reading, StreamAssembler } from "../reading.ts";
import { readJsonCall } from "./json-arguments.ts";
import { asArray, asRecord, asString, type JsonRecord } from "./shape.ts";

/** Chat Completions: a whole response, its message, or its chunks. Mistral's have the same shape. */
export const openAiChat: ExtractionStrategy = {
  read(payload): Reading | undefined {
    const record = asRecord(payload);
    const choice = asRecord(asArray(record?.choices)?.[0]);
    const message = asRecord(choice?.message) ?? record;
    const calls = asArray(message?.tool_calls) ?? asArray(message?.toolCalls);
    if (message === undefined || calls === undefined || calls.length === 0) return undefined;
    const items = calls.map((entry) => {
      const call = asRecord(entry);
      const fn = asRecord(call?.function);
      // A call of another type was not offered by us; it is answered all the same.
      const custom = asRecord(call?.custom);
      return readJsonCall(asString(call?.id), fn?.name ?? custom?.name, fn?.arguments ?? custom?.input);
    });
    const turn: Message = { ...message, role: "assistant", content: message.content ?? null };
    const format = isMistral(record, message) ? "mistral" : "openai";
    const camelCase = message.toolCalls !== undefined;
    return { items, text: chatText(message.content), format, camelCase, turn: [turn] };
  },

  assemble(event): StreamAssembler | undefined {
    const choices = asArray(asRecord(event)?.choices) ?? asArray(asRecord(asRecord(event)?.data)?.choices);
    if (choices === undefined) return undefined;
    if (choices.length > 0 && asRecord(asRecord(choices[0])?.delta) === undefined) return undefined;
    return new ChatAssembler();
  },
};

/** Mistral's client writes its keys in camel case; its models have telling names. */
function isMistral(payload: JsonRecord | undefined, message: JsonRecord): boolean {
  if (message.toolCalls !== undefined) return true;
  return /mistral|ministral|magistral|codestral|devstral|pixtral/i.test(asString(payload?.model) ?? "");
}

/** The text of a message's content, be it a string or a list of parts. */
export function chatText(content: unknown): string {
  if (typeof content === "string") return content;
  return (asArray(content) ?? []).map((part) => asString(asRecord(part)?.text) ?? "").join("");
}

interface CallInProgress {
  id?: string;
  name: string;
  arguments: string;
}

class ChatAssembler implements StreamAssembler {
  #model: string | undefined;
  #content = "";
  #camelCase = false;
  readonly #calls: CallInProgress[] = [];
  readonly #byIndex = new Map<unknown, CallInProgress>();

  push(event: JsonRecord): string {
    const chunk = asRecord(event.data) ?? event;
    this.#model ??= asString(chunk.model);
    const delta = asRecord(asRecord(asArray(chunk.choices)?.[0])?.delta);
    if (delta === undefined) return "";
    this.#camelCase ||= delta.toolCalls !== undefined;
    for (const part of asArray(delta.tool_calls) ?? asArray(delta.toolCalls) ?? [])
      this.#call(asRecord(part));
    const text = chatText(delta.content);
    this.#content += text;
    return text;
  }

  /** A part of a call: by its index; without one, an id or a name begins a new call. */
  #call(part: JsonRecord | undefined): void {
    const fn = asRecord(part?.function);
    const id = asString(part?.id);
    const index = part?.index;
    let call = index === undefined ? this.#calls.at(-1) : this.#byIndex.get(index);
    const another = id !== undefined && id !== "" && call?.id !== undefined && call.id !== id;
    if (call === undefined || another || (index === undefined && asString(fn?.name))) {
      call = { name: "", arguments: "" };
      this.#calls.push(call);
      this.#byIndex.set(index, call);
    }
    if (id) call.id = id;
    const name = asString(fn?.name);
    // Some servers repeat the whole name with every chunk.
    if (name !== undefined && call.name !== name) call.name += name;
    const args = fn?.arguments;
    if (args !== undefined && args !== null)
      call.arguments += typeof args === "string" ? args : JSON.stringify(args);
  }

  payload(): object {
    const calls = this.#calls.map(({ id, name, arguments: args }) => ({
      ...(id === undefined ? {} : { id }),
      type: "function",
      function: { name, arguments: args },
    }));
    const message = {
      role: "assistant",
      content: this.#content === "" ? null : this.#content,
      ...(calls.length === 0 ? {} : { [this.#camelCase ? "toolCalls" : "tool_calls"]: calls }),
    };
    return { ...(this.#model === undefined ? {} : { model: this.#model }), choices: [{ message }] };
  }
}

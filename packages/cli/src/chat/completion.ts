import type { Message } from "@mcs/core";

/** A model's turn, put together. */
export interface Reply {
  readonly text: string;
  /** As it came, ready for the history: `tool_calls` where there are any. */
  readonly message: Message;
  /** Why the model stopped, such as `"stop"` or `"length"`; undefined where the stream broke off. */
  readonly finishReason: string | undefined;
}

interface NativeCall {
  id: string;
  name: string;
  arguments: string;
}

/** Puts the chunks of a streamed chat completion together; they come from outside, so nothing is assumed. */
export class Completion {
  #text = "";
  #finishReason: string | undefined;
  readonly #calls = new Map<number, NativeCall>();

  /** Takes a chunk, or a whole completion that was not streamed, and returns the text that it adds. */
  add(chunk: unknown): string {
    const choice = record(list(record(chunk)?.choices)?.[0]);
    const delta = record(choice?.delta) ?? record(choice?.message);
    this.#finishReason = string(choice?.finish_reason) ?? this.#finishReason;
    for (const call of list(delta?.tool_calls) ?? []) this.#addCall(record(call) ?? {});
    const text = string(delta?.content) ?? "";
    this.#text += text;
    return text;
  }

  /** Some servers leave the index out: then an id opens a new call. */
  #addCall(call: Record<string, unknown>): void {
    const { index, id } = call;
    const opens =
      typeof id === "string" && id !== "" && ![...this.#calls.values()].some((one) => one.id === id);
    const last = Math.max(-1, ...this.#calls.keys());
    const key = typeof index === "number" ? index : opens ? last + 1 : Math.max(last, 0);
    const known = this.#calls.get(key) ?? { id: "", name: "", arguments: "" };
    const fn = record(call.function);
    this.#calls.set(key, {
      id: known.id || (string(id) ?? ""),
      name: known.name + (string(fn?.name) ?? ""),
      arguments: known.arguments + argumentText(fn?.arguments),
    });
  }

  reply(): Reply {
    const calls = [...this.#calls.entries()].sort(([a], [b]) => a - b);
    const tool_calls = calls.map(([index, { id, name, arguments: args }]) => ({
      id: id || `call_${index}`,
      type: "function",
      function: { name, arguments: args },
    }));
    const message: Message =
      tool_calls.length === 0
        ? { role: "assistant", content: this.#text }
        : { role: "assistant", content: this.#text === "" ? null : this.#text, tool_calls };
    return { text: this.#text, message, finishReason: this.#finishReason };
  }
}

/** Text by the protocol; an object from servers that take it more lightly. */
function argumentText(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function record(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

function list(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

function string(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

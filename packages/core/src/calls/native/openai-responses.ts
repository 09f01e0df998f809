import type { ExtractionStrategy, Reading, StreamAssembler } from "../reading.ts";
import { readJsonCall } from "./json-arguments.ts";
import { asArray, asRecord, asString, type JsonRecord } from "./shape.ts";

/**
 * Responses: a whole response, its list of output items, or its events. What the provider executes itself,
 * such as `web_search_call` or `mcp_call`, is no call of ours.
 */
export const openAiResponses: ExtractionStrategy = {
  read(payload): Reading | undefined {
    const output = (asArray(payload) ?? asArray(asRecord(payload)?.output))?.map(asRecord);
    if (output === undefined || !output.some((item) => item?.type === "function_call")) return undefined;
    const calls = output.filter((item) => item?.type === "function_call");
    const items = calls.map((item) => readJsonCall(asString(item?.call_id), item?.name, item?.arguments));
    const turn = output.filter((item) => item !== undefined);
    return { items, text: outputText(output), format: "openai-responses", turn };
  },

  assemble(event): StreamAssembler | undefined {
    return /^response\./.test(asString(asRecord(event)?.type) ?? "") ? new ResponsesAssembler() : undefined;
  },
};

/** What the messages among the output items say. */
export function outputText(output: ReadonlyArray<JsonRecord | undefined>): string {
  return output
    .flatMap((item) => (item?.type === "message" ? (asArray(item.content) ?? []) : []))
    .map((part) => asString(asRecord(part)?.text) ?? "")
    .join("");
}

class ResponsesAssembler implements StreamAssembler {
  /** The items of all responses in the stream, in order; those under way by their place or id. */
  readonly #items: JsonRecord[] = [];
  readonly #open = new Map<unknown, number>();
  #finished = 0;

  push(event: JsonRecord): string {
    const type = asString(event.type);
    const item = asRecord(event.item);
    const key = event.output_index ?? event.item_id;
    switch (type) {
      case "response.created":
        this.#open.clear();
        this.#finished = this.#items.length;
        break;
      case "response.output_item.added":
        if (item !== undefined) this.#open.set(key, this.#items.push({ ...item }) - 1);
        break;
      case "response.output_item.done":
        if (item !== undefined) {
          const at = this.#open.get(key);
          if (at === undefined) this.#items.push(item);
          else this.#items[at] = item;
        }
        break;
      case "response.function_call_arguments.delta":
        this.#change(key, (open) => ({
          ...open,
          arguments: (asString(open.arguments) ?? "") + (asString(event.delta) ?? ""),
        }));
        break;
      case "response.function_call_arguments.done":
        this.#change(key, (open) => ({ ...open, arguments: event.arguments }));
        break;
      case "response.output_text.delta":
        this.#change(key, (open) => addText(open, asString(event.delta) ?? ""));
        return asString(event.delta) ?? "";
      case "response.completed": {
        const output = asArray(asRecord(event.response)?.output);
        // A proxy may leave out all but the end.
        if (output !== undefined && this.#items.length === this.#finished) {
          for (const whole of output) this.#items.push(asRecord(whole) ?? {});
        }
        break;
      }
    }
    return "";
  }

  #change(key: unknown, change: (item: JsonRecord) => JsonRecord): void {
    const at = this.#open.get(key);
    const item = at === undefined ? undefined : this.#items[at];
    if (at !== undefined && item !== undefined) this.#items[at] = change(item);
  }

  payload(): object {
    return { output: this.#items };
  }
}

function addText(item: JsonRecord, text: string): JsonRecord {
  if (item.type !== "message") return item;
  const [first] = asArray(item.content) ?? [];
  const before = asString(asRecord(first)?.text) ?? "";
  return { ...item, content: [{ type: "output_text", text: before + text }] };
}

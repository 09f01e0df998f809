import type { ExtractionStrategy, Reading, StreamAssembler } from "../reading.ts";
import { readJsonCall } from "./json-arguments.ts";
import { asArray, asRecord, asString, type JsonRecord } from "./shape.ts";

/** Messages: a whole message, its list of content blocks, or its events. `server_tool_use` is no call of ours. */
export const anthropic: ExtractionStrategy = {
  read(payload): Reading | undefined {
    const content = asArray(payload) ?? asArray(asRecord(payload)?.content);
    const blocks = content?.map(asRecord);
    if (blocks === undefined || !blocks.some((block) => block?.type === "tool_use")) return undefined;
    const items = blocks
      .filter((block) => block?.type === "tool_use")
      .map((block) => readJsonCall(asString(block?.id), block?.name, block?.input ?? {}));
    const text = blocks.map((block) => (block?.type === "text" ? asString(block.text) : "") ?? "").join("");
    // The provider takes no input but an object, also where the model wrote something else.
    const turn = blocks.map((block) =>
      block?.type === "tool_use" && asRecord(block.input) === undefined ? { ...block, input: {} } : block,
    );
    return { items, text, format: "anthropic", turn: [{ role: "assistant", content: turn }] };
  },

  assemble(event): StreamAssembler | undefined {
    const type = asString(asRecord(event)?.type) ?? "";
    return /^(?:message_(?:start|delta|stop)|content_block_\w+|ping)$/.test(type)
      ? new MessageAssembler()
      : undefined;
  },
};

class MessageAssembler implements StreamAssembler {
  readonly #blocks: Array<{ block: JsonRecord; json: string }> = [];
  readonly #open = new Map<unknown, { block: JsonRecord; json: string }>();

  push(event: JsonRecord): string {
    switch (event.type) {
      case "message_start":
        this.#open.clear();
        break;
      case "content_block_start": {
        const entry = { block: { ...asRecord(event.content_block) }, json: "" };
        this.#blocks.push(entry);
        this.#open.set(event.index, entry);
        return entry.block.type === "text" ? (asString(entry.block.text) ?? "") : "";
      }
      case "content_block_delta": {
        const entry = this.#open.get(event.index);
        const delta = asRecord(event.delta);
        if (entry !== undefined && delta !== undefined) return apply(entry, delta);
      }
    }
    return "";
  }

  payload(): object {
    const content = this.#blocks.map(({ block, json }) =>
      json === "" ? block : { ...block, input: parsed(json) },
    );
    return { role: "assistant", content };
  }
}

/** Deltas name the field that they add to. */
function apply(entry: { block: JsonRecord; json: string }, delta: JsonRecord): string {
  if (delta.type === "input_json_delta") entry.json += asString(delta.partial_json) ?? "";
  if (delta.type === "citations_delta") {
    entry.block.citations = [...(asArray(entry.block.citations) ?? []), delta.citation];
  }
  for (const field of ["text", "thinking", "signature", "content", "encrypted_content"] as const) {
    const more = asString(delta[field]);
    if (more !== undefined) entry.block[field] = (asString(entry.block[field]) ?? "") + more;
  }
  return delta.type === "text_delta" ? (asString(delta.text) ?? "") : "";
}

/** The input that the pieces make, or their text where they make none. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

import type { ExtractionStrategy, Reading, StreamAssembler } from "../reading.ts";
import { readJsonCall } from "./json-arguments.ts";
import { asArray, asRecord, asString, type JsonRecord } from "./shape.ts";

/** `metadata` is none of these: other providers have a key of that name, and it never comes first. */
const EVENTS = ["messageStart", "contentBlockStart", "contentBlockDelta", "contentBlockStop", "messageStop"];

/** Converse: a whole response, its message, or its events. */
export const bedrock: ExtractionStrategy = {
  read(payload): Reading | undefined {
    const message = asRecord(asRecord(asRecord(payload)?.output)?.message) ?? asRecord(payload);
    const content = (asArray(payload) ?? asArray(message?.content))?.map(asRecord);
    // A tool that the service runs itself has a type of its own.
    const uses = content
      ?.map((block) => asRecord(block?.toolUse))
      .filter((use) => use !== undefined && use.type !== "server_tool_use");
    if (content === undefined || uses === undefined || uses.length === 0) return undefined;
    const items = uses.map((use) => readJsonCall(asString(use?.toolUseId), use?.name, use?.input ?? {}));
    const text = content.map((block) => asString(block?.text) ?? "").join("");
    const turn = content.map((block) => {
      const use = asRecord(block?.toolUse);
      return use === undefined || asRecord(use.input) !== undefined
        ? block
        : { ...block, toolUse: { ...use, input: {} } };
    });
    return { items, text, format: "bedrock", turn: [{ role: "assistant", content: turn }] };
  },

  assemble(event): StreamAssembler | undefined {
    const record = asRecord(event);
    return record !== undefined && EVENTS.some((name) => asRecord(record[name]))
      ? new ConverseAssembler()
      : undefined;
  },
};

class ConverseAssembler implements StreamAssembler {
  readonly #blocks = new Map<
    unknown,
    { toolUse?: JsonRecord; input: string; text: string; reasoning?: JsonRecord }
  >();

  push(event: JsonRecord): string {
    const start = asRecord(event.contentBlockStart);
    const toolUse = asRecord(asRecord(start?.start)?.toolUse);
    if (start !== undefined && toolUse !== undefined) {
      this.#blocks.set(start.contentBlockIndex, { toolUse, input: "", text: "" });
    }
    const change = asRecord(event.contentBlockDelta);
    const delta = asRecord(change?.delta);
    if (change === undefined || delta === undefined) return "";
    let block = this.#blocks.get(change.contentBlockIndex);
    if (block === undefined) {
      block = { input: "", text: "" };
      this.#blocks.set(change.contentBlockIndex, block);
    }
    block.input += asString(asRecord(delta.toolUse)?.input) ?? "";
    const text = asString(delta.text) ?? "";
    block.text += text;
    const reasoning = asRecord(delta.reasoningContent);
    if (reasoning !== undefined) block.reasoning = joined(block.reasoning, reasoning);
    return text;
  }

  payload(): object {
    const content = [...this.#blocks.values()].map(({ toolUse, input, text, reasoning }) => {
      if (toolUse !== undefined) return { toolUse: { ...toolUse, input: parsed(input) } };
      if (reasoning === undefined) return { text };
      if (reasoning.redactedContent !== undefined) return { reasoningContent: reasoning };
      return { reasoningContent: { reasoningText: reasoning } };
    });
    return { output: { message: { role: "assistant", content } } };
  }
}

function joined(before: JsonRecord | undefined, more: JsonRecord): JsonRecord {
  const result: JsonRecord = { ...before };
  for (const [key, value] of Object.entries(more)) {
    // What was redacted comes as bytes, in one piece.
    result[key] = typeof value === "string" ? (asString(result[key]) ?? "") + value : value;
  }
  return result;
}

function parsed(input: string): unknown {
  if (input === "") return {};
  try {
    return JSON.parse(input);
  } catch {
    return input;
  }
}

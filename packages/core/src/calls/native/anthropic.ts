import type { ExtractionStrategy, Reading } from "../reading.ts";
import { readJsonCall } from "./json-arguments.ts";
import { asArray, asRecord, asString } from "./shape.ts";

/** Messages: a whole message, or its list of content blocks. */
export const anthropic: ExtractionStrategy = {
  read(payload): Reading | undefined {
    const content = asArray(payload) ?? asArray(asRecord(payload)?.content);
    const blocks = content?.map(asRecord);
    if (blocks === undefined || !blocks.some((block) => block?.type === "tool_use")) return undefined;
    const items = blocks
      .filter((block) => block?.type === "tool_use")
      .map((block) => readJsonCall(asString(block?.id), block?.name, block?.input ?? {}));
    const text = blocks.map((block) => (block?.type === "text" ? asString(block.text) : "") ?? "").join("");
    return { items, text, format: "anthropic", turn: [{ role: "assistant", content }] };
  },
};

import type { Message } from "../../contract/index.ts";
import type { ExtractionStrategy, Reading } from "../reading.ts";
import { readJsonCall } from "./json-arguments.ts";
import { asArray, asRecord, asString } from "./shape.ts";

/** Chat Completions: a whole response, or its message. */
export const openAiChat: ExtractionStrategy = {
  read(payload): Reading | undefined {
    const choice = asRecord(asArray(asRecord(payload)?.choices)?.[0]);
    const message = asRecord(choice?.message) ?? asRecord(payload);
    const calls = asArray(message?.tool_calls);
    if (message === undefined || calls === undefined) return undefined;
    const items = calls.map((entry) => {
      const call = asRecord(entry);
      const fn = asRecord(call?.function);
      return readJsonCall(asString(call?.id), fn?.name, fn?.arguments);
    });
    const turn: Message = { ...message, role: "assistant", content: message.content ?? null };
    return { items, text: asString(message.content) ?? "", format: "openai", turn: [turn] };
  },
};

/** Responses: a whole response, or its list of output items. */
export const openAiResponses: ExtractionStrategy = {
  read(payload): Reading | undefined {
    const output = (asArray(payload) ?? asArray(asRecord(payload)?.output))?.map(asRecord);
    if (output === undefined || !output.some((item) => item?.type === "function_call")) return undefined;
    const calls = output.filter((item) => item?.type === "function_call");
    const items = calls.map((item) => readJsonCall(asString(item?.call_id), item?.name, item?.arguments));
    const text = output
      .flatMap((item) => (item?.type === "message" ? (asArray(item.content) ?? []) : []))
      .map((part) => asString(asRecord(part)?.text) ?? "")
      .join("");
    return { items, text, format: "openai-responses", turn: output.filter((item) => item !== undefined) };
  },
};

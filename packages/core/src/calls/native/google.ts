import type { ExtractionStrategy, ReadItem, Reading, StreamAssembler } from "../reading.ts";
import { isPartial, withPiece } from "./google-partial.ts";
import { readJsonCall } from "./json-arguments.ts";
import { asArray, asRecord, asString, type JsonRecord } from "./shape.ts";

/** Gemini: a whole response, its content, its parts, or the responses of a stream. */
export const google: ExtractionStrategy = {
  read(payload): Reading | undefined {
    const candidate = asRecord(asArray(asRecord(payload)?.candidates)?.[0]);
    const content = asRecord(candidate?.content) ?? asRecord(payload);
    const parts = (asArray(payload) ?? asArray(content?.parts) ?? []).map(asRecord);
    const items: ReadItem[] = [];
    for (const part of parts) {
      const call = asRecord(part?.functionCall);
      if (call !== undefined) items.push(readJsonCall(asString(call.id), call.name, call.args ?? {}));
    }
    const broken =
      candidate?.finishReason === "MALFORMED_FUNCTION_CALL" ? candidate.finishMessage : undefined;
    if (items.length === 0 && broken !== undefined) items.push(malformed(asString(broken) ?? ""));
    if (items.length === 0) return undefined;
    return { items, text: partsText(parts), format: "google", turn: [{ role: "model", parts }] };
  },

  assemble(event): StreamAssembler | undefined {
    return asArray(asRecord(event)?.candidates) === undefined ? undefined : new ContentAssembler();
  },
};

/** What the parts say; thoughts are not said. */
export function partsText(parts: ReadonlyArray<JsonRecord | undefined>): string {
  return parts.map((part) => (part?.thought === true ? "" : (asString(part?.text) ?? ""))).join("");
}

/** The service itself could not read the call, and says what the model wrote. */
function malformed(message: string): ReadItem {
  const name = /([A-Za-z_][\w-]*)\(/.exec(message.replace(/print\(/g, ""))?.[1];
  const reason = "the provider could not read the call";
  return { ok: false, failure: { ...(name === undefined ? {} : { name }), reason, raw: message } };
}

class ContentAssembler implements StreamAssembler {
  readonly #parts: JsonRecord[] = [];
  #end: JsonRecord = {};
  /** The last part is a call of which more is to come. */
  #goesOn = false;

  push(event: JsonRecord): string {
    const candidate = asRecord(asArray(event.candidates)?.[0]);
    const { finishReason, finishMessage } = candidate ?? {};
    this.#end = { ...this.#end, ...(finishReason === undefined ? {} : { finishReason, finishMessage }) };
    const parts = (asArray(asRecord(candidate?.content)?.parts) ?? []).map((part) => asRecord(part) ?? {});
    for (const part of parts) this.#add(part);
    return partsText(parts);
  }

  /** Neighbouring texts of one kind are one part; a signature ends it. So are the pieces of a call. */
  #add(part: JsonRecord): void {
    const last = this.#parts.at(-1);
    const call = asRecord(part.functionCall);
    if (call !== undefined && (this.#goesOn || isPartial(call))) {
      const open = this.#goesOn ? asRecord(last?.functionCall) : undefined;
      this.#goesOn = call.willContinue === true;
      const { functionCall: _, ...rest } = part;
      if (last === undefined || open === undefined)
        this.#parts.push({ ...rest, functionCall: withPiece({}, call) });
      else this.#parts[this.#parts.length - 1] = { ...last, ...rest, functionCall: withPiece(open, call) };
      return;
    }
    const isText = (some: JsonRecord | undefined): boolean =>
      typeof some?.text === "string" && some.thoughtSignature === undefined;
    if (last !== undefined && isText(last) && isText(part) && last.thought === part.thought) {
      last.text = `${String(last.text)}${String(part.text)}`;
    } else this.#parts.push({ ...part });
  }

  payload(): object {
    return { candidates: [{ content: { role: "model", parts: this.#parts }, ...this.#end }] };
  }
}

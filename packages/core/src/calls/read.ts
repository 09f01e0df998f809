import type { LlmResponse, ToolArguments } from "../contract/index.ts";
import { partsText } from "./native/google.ts";
import { assemblerFor, READERS } from "./native/index.ts";
import { chatText } from "./native/openai.ts";
import { outputText } from "./native/openai-responses.ts";
import { asArray, asRecord, asString } from "./native/shape.ts";
import type { CallFailure, Extraction, ReadItem, Reading, ToolCall } from "./reading.ts";
import { callsIn, unwrapParallel } from "./text/envelope.ts";
import { readText } from "./text/read-text.ts";
import { Source } from "./text/source.ts";
import { type CallableTool, ToolIndex } from "./tool-index.ts";

/**
 * The calls in what a model said, whatever it is: text in any model family's format, or any provider's
 * response, message, list of content blocks or list of stream events (also as `{ events }`).
 *
 * ```ts
 * const { calls, failures, text } = extractToolCalls(answer, await driver.listTools());
 * ```
 *
 * @param tools what can be called. They settle what text alone leaves open: whether it is a call at all, of
 * what type a value is, which tool a loosely written name means.
 */
export function extractToolCalls(payload: LlmResponse, tools: readonly CallableTool[]): Extraction {
  return extractionOf(readResponse(payload, tools));
}

/** The parts of a reading that clients see. */
export function extractionOf({ items, text }: { items: readonly ReadItem[]; text: string }): Extraction {
  const calls: ToolCall[] = [];
  const failures: CallFailure[] = [];
  for (const item of items) {
    if (item.ok) calls.push(item.call);
    else failures.push(item.failure);
  }
  return { calls, failures, text };
}

/**
 * As {@link extractToolCalls}, with the order kept and all that is needed to answer.
 *
 * @param options.unfinished the text is still streaming in: what its end leaves open is not decided yet
 * @param options.nameKeys keys under which a tool's name may stand besides the usual ones
 */
export function readResponse(
  payload: LlmResponse,
  tools: readonly CallableTool[],
  { unfinished = false, nameKeys }: { unfinished?: boolean; nameKeys?: readonly string[] | undefined } = {},
): Reading {
  const index = new ToolIndex(tools, nameKeys);
  if (typeof payload === "string") return textReading(payload, index, unfinished);
  const whole = assembled(payload) ?? payload;
  return readNative(whole, index) ?? textReading(textOf(whole), index, unfinished);
}

/** The native calls in a payload, undefined where it has none. */
export function readNative(payload: object, tools: ToolIndex): Reading | undefined {
  for (const reader of READERS) {
    const reading = reader.read(payload);
    if (reading !== undefined)
      return { ...reading, items: reading.items.flatMap((item) => settle(item, tools)) };
  }
  return undefined;
}

/** A text's calls; also those of a payload without native ones, as from a model that was given no tools. */
function textReading(text: string, tools: ToolIndex, unfinished: boolean): Reading {
  return {
    ...readText(text, tools, unfinished),
    format: "text",
    turn: [{ role: "assistant", content: text }],
  };
}

/** Gives a call the name that its tool has with us, and unwraps calls that were made as one. */
function settle(item: ReadItem, tools: ToolIndex): readonly ReadItem[] {
  if (!item.ok) return [item];
  const { id, name, arguments: args } = item.call;
  const inner = unwrapParallel(name, args, tools);
  if (inner !== undefined) {
    const context = { source: new Source(""), tools, marked: true, escaped: false };
    const calls = callsIn(inner, context, JSON.stringify(args));
    if (calls !== undefined) return calls.map((call) => withId(call, id));
  }
  const resolved = tools.resolveLoosely(name);
  if (resolved === undefined) return [item];
  const named = renamed(args, resolved, tools);
  if (resolved === name && named === args) return [item];
  return [{ ok: true, call: { ...item.call, name: resolved, arguments: named } }];
}

/** Arguments under the names of the tool's parameters, where a provider's rules changed those. */
function renamed(args: ToolArguments, tool: string, tools: ToolIndex): ToolArguments {
  const parameters = tools.parameters(tool);
  const strange = Object.keys(args).filter((key) => !parameters.some(({ name }) => name === key));
  let result: Record<string, unknown> | undefined;
  for (const key of strange) {
    const meant = tools.similarParameter(tool, key)?.name;
    if (meant === undefined || Object.hasOwn(args, meant)) continue;
    result ??= { ...args };
    result[meant] = result[key];
    delete result[key];
  }
  return result ?? args;
}

function withId(item: ReadItem, id: string | undefined): ReadItem {
  if (id === undefined) return item;
  return item.ok ? { ok: true, call: { id, ...item.call } } : { ok: false, failure: { id, ...item.failure } };
}

/** The payload that a list of stream events amounts to, undefined where it is no such list. */
function assembled(payload: object): object | undefined {
  const events = asArray(payload) ?? asArray(asRecord(payload)?.events);
  if (events === undefined) return undefined;
  let assembler: ReturnType<typeof assemblerFor>;
  for (const entry of events) {
    const event = asRecord(entry);
    if (event === undefined) continue;
    assembler ??= assemblerFor(event);
    assembler?.push(event);
  }
  return assembler?.payload();
}

/** What a payload without native calls says. */
export function textOf(payload: object): string {
  const record = asRecord(payload);
  const choice = asRecord(asRecord(asArray(record?.choices)?.[0])?.message);
  const inOutput = asRecord(asRecord(record?.output)?.message);
  const candidate = asRecord(asRecord(asArray(record?.candidates)?.[0])?.content);
  const parts = asArray((candidate ?? record)?.parts);
  if (parts !== undefined) return partsText(parts.map(asRecord));
  const output = asArray(record?.output) ?? asArray(payload);
  if (output?.some((item) => asRecord(item)?.type === "message")) return outputText(output.map(asRecord));
  const message = choice ?? inOutput ?? asRecord(record?.message) ?? record;
  return asString(message?.content) ?? chatText(asArray(message?.content) ?? asArray(payload));
}

import { isRecord } from "../../record.ts";
import type { CallFailure, ReadItem } from "../reading.ts";
import type { ToolIndex } from "../tool-index.ts";
import { Source } from "./source.ts";
import { NOTHING, ValueReader } from "./values.ts";

/** What a grammar has to go by. */
export interface Context {
  readonly source: Source;
  readonly tools: ToolIndex;
  /** A marker says that calls stand here: names may be spelt loosely, and what is broken was meant. */
  readonly marked: boolean;
  /** Values are escaped as in XML. */
  readonly escaped: boolean;
}

/** What a grammar read: calls or failures, and where it ends. */
export interface Found {
  readonly items: readonly ReadItem[];
  readonly end: number;
}

export function resolveName(context: Context, written: string): string | undefined {
  return context.marked ? context.tools.resolveLoosely(written) : context.tools.resolve(written);
}

export function call(name: string, args: Record<string, unknown>): ReadItem {
  return { ok: true, call: { name, arguments: args } };
}

export function failure(name: string | undefined, reason: string, raw: string): ReadItem {
  const failed: CallFailure = { ...(name === undefined ? {} : { name }), reason, raw: shorten(raw) };
  return { ok: false, failure: failed };
}

/** What is wrong, with the place quoted at which reading stopped. */
export function brokenAt(what: string, raw: string, problem = "the text ends too soon"): string {
  return `${what} broken at ${JSON.stringify(raw.slice(-24))}: ${problem}`;
}

export function unknownTool(name: string, raw: string): ReadItem {
  return failure(name, `there is no tool named ${JSON.stringify(name)}`, raw);
}

/**
 * Arguments as a value: an object, or JSON text of one, however often it was encoded. A lone value belongs
 * to the tool's only parameter.
 */
export function argumentsOf(value: unknown): Record<string, unknown> | undefined {
  let current = value;
  for (let depth = 0; depth < 4 && typeof current === "string"; depth++) {
    if (current.trim() === "") return {};
    const decoded = ValueReader.whole(new Source(current));
    if (decoded === NOTHING || decoded === current) return undefined;
    current = decoded;
  }
  if (current === null || current === undefined) return {};
  return isRecord(current) ? current : undefined;
}

/** Adds to a list, however many there are to add. */
export function append(items: ReadItem[], more: readonly ReadItem[]): void {
  for (const item of more) items.push(item);
}

function shorten(raw: string): string {
  return raw.length <= 2000 ? raw : `${raw.slice(0, 1999)}…`;
}

import type { Tool, ToolArguments } from "../contract/index.ts";
import { findJsonObjects, type JsonSpan } from "./json-objects.ts";
import { asRecord, asString } from "./native/shape.ts";
import type { ReadItem } from "./reading.ts";

/** What a text holds: calls in order, and the text around them. */
export interface TextReading {
  readonly items: readonly ReadItem[];
  readonly text: string;
}

/**
 * Reads `{"tool": name, "arguments": {…}}` objects out of a model's text, bare or in a code fence. An
 * object is a call only when it names one of the tools: other JSON is part of the answer.
 */
export function readText(text: string, tools: readonly Tool[]): TextReading {
  const names = new Set(tools.map((tool) => tool.name));
  const items: ReadItem[] = [];
  let rest = "";
  let position = 0;
  for (const span of findJsonObjects(text)) {
    const item = readSpan(text.slice(span.start, span.end), span, names);
    if (item === undefined) continue;
    items.push(item);
    rest += text.slice(position, span.start);
    position = span.end;
  }
  rest += text.slice(position);
  return { items, text: items.length === 0 ? text : withoutEmptyFences(rest).trim() };
}

function readSpan(source: string, span: JsonSpan, names: ReadonlySet<string>): ReadItem | undefined {
  const named = namedTool(source);
  const meant = named !== undefined && names.has(named) ? named : undefined;
  let value: unknown;
  try {
    value = span.closed ? JSON.parse(source) : undefined;
  } catch (error) {
    return meant === undefined
      ? undefined
      : failure(meant, `the JSON is broken: ${(error as Error).message}`, source);
  }
  if (value === undefined) {
    return meant === undefined ? undefined : failure(meant, "the JSON ends before its last brace", source);
  }
  const object = asRecord(value);
  const name = asString(object?.tool) ?? asString(object?.name);
  if (object === undefined || name === undefined || !names.has(name) || !Object.hasOwn(object, "arguments")) {
    return undefined;
  }
  const args = asRecord(object.arguments);
  if (args === undefined) return failure(name, `"arguments" should be a JSON object`, source);
  return { ok: true, call: { name, arguments: args satisfies ToolArguments } };
}

/** The tool that broken JSON names, provided that it also speaks of arguments. */
function namedTool(source: string): string | undefined {
  if (!source.includes('"arguments"')) return undefined;
  return /"(?:tool|name)"\s*:\s*"([A-Za-z0-9_-]{1,64})"/.exec(source)?.[1];
}

function failure(name: string, reason: string, raw: string): ReadItem {
  return { ok: false, failure: { name, reason, raw } };
}

function withoutEmptyFences(text: string): string {
  return text.replace(/```\w*\s*```/g, "");
}

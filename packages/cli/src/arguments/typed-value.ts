import type { JsonSchema, ToolParameter } from "@mcs/core";
import { UsageError } from "../errors.ts";
import { itemsOf, type Kind, kindOf, kindsOf } from "./schema-kinds.ts";

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * What was typed for one argument, as a value of the kind that its schema asks for. A text that fits
 * nothing stays text: the validation says then what it should have been.
 *
 * @throws UsageError for JSON that is broken, a number that would lose digits, or a repeated argument
 * that is no list.
 */
export function typedValue({ name, schema = true }: ToolParameter, texts: readonly string[]): unknown {
  const [first = ""] = texts;
  if (texts.length === 1) return convert(first, schema, schema, name);
  const kinds = kindsOf(schema, schema);
  if (kinds !== undefined && !kinds.has("array")) {
    throw new UsageError(`The argument ${name} is given ${texts.length} times, and is no list.`);
  }
  return texts.map((text) => convert(text, itemsOf(schema, schema), schema, name));
}

function convert(text: string, schema: JsonSchema, root: JsonSchema, name: string): unknown {
  const kinds = kindsOf(schema, root);
  const accepts = (kind: Kind): boolean => kinds?.has(kind) ?? true;
  const structured = structuredValue(text, accepts, name);
  if (structured !== undefined) return structured;
  if (kinds === undefined || kinds.has("string")) return text;
  if (kinds.has("array")) return [convert(text, itemsOf(schema, root), root, name)];
  if ((kinds.has("integer") || kinds.has("number")) && NUMBER.test(text)) return exactNumber(text, name);
  if (kinds.has("boolean") && (text === "true" || text === "false")) return text === "true";
  if (kinds.has("null") && text === "null") return null;
  return text;
}

/** JSON objects and lists where the schema has room for them. */
function structuredValue(text: string, accepts: (kind: Kind) => boolean, name: string): unknown {
  if (!/^\s*[{[]/.test(text) || !(accepts("object") || accepts("array"))) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return accepts(kindOf(value)) ? value : undefined;
  } catch (error) {
    // Where text is fine too, `[draft] hello` is text.
    if (accepts("string")) return undefined;
    throw new UsageError(`The value of ${name} is broken JSON: ${(error as Error).message}.`);
  }
}

function exactNumber(text: string, name: string): number {
  const value = Number(text);
  if (/^[+-]?\d+$/.test(text) && !Number.isSafeInteger(value)) {
    throw new UsageError(`The value of ${name} is too large to be sent as a number without losing digits.`);
  }
  return value;
}

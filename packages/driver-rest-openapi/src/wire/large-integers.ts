import type { JsonSchema, Tool, ToolArguments } from "@mcs/core";
import { setOwn } from "../document/json.ts";

/*
 * An integer beyond 2^53 comes back as the text of its digits, because a number would round it. So it may be passed
 * on as such a text, where the tool takes an integer, and is sent with all of its digits.
 */

/** Whether one of the arguments is the text of such an integer, whatever its tool takes there. */
export function holdLargeIntegers(args: unknown): args is ToolArguments {
  if (typeof args !== "object" || args === null) return false;
  for (const name in args) if (isLargeInteger((args as ToolArguments)[name])) return true;
  return false;
}

function isLargeInteger(value: unknown): value is string {
  if (typeof value !== "string" || value.length < 16 || !/^-?[1-9]\d{15,}$/.test(value)) return false;
  return !Number.isSafeInteger(Number(value));
}

/** The arguments as a schema reads them, rounded to numbers, and as they are sent. */
export interface LargeArguments {
  readonly checked: ToolArguments;
  readonly sent: ToolArguments;
}

/** The texts of large integers as integers, where the tool takes no text. */
export function readLargeIntegers({ parameters }: Tool, args: ToolArguments): LargeArguments {
  const checked: Record<string, unknown> = { ...args };
  const sent: Record<string, unknown> = { ...args };
  for (const { name, schema } of parameters) {
    const value = Object.hasOwn(args, name) ? args[name] : undefined;
    if (!isLargeInteger(value) || !takesIntegers(schema)) continue;
    setOwn(checked, name, Number(value));
    setOwn(sent, name, BigInt(value));
  }
  return { checked, sent };
}

function takesIntegers(schema: JsonSchema | undefined): boolean {
  const types: unknown = typeof schema === "object" ? schema.type : undefined;
  return Array.isArray(types) ? types.includes("integer") && !types.includes("string") : types === "integer";
}

import { Media } from "@mcs/core";
import { type Channel, printable } from "../terminal.ts";

/** JSON for people and programs; integers beyond the range of numbers are written as text. */
export function toJson(value: unknown, indent = 2): string {
  const replace = (_: string, item: unknown): unknown => (typeof item === "bigint" ? String(item) : item);
  return JSON.stringify(value ?? null, replace, indent);
}

/**
 * A call's result: text as it is, bytes as they are unless a terminal would get them, the rest as JSON.
 */
export async function writeResult(result: unknown, json: boolean, out: Channel): Promise<void> {
  if (!json && Media.is(result) && result.bytes !== undefined && !out.isTerminal) {
    await out.write(result.bytes);
  } else if (!json && Media.is(result)) {
    const { type, size, name } = result;
    const facts = [type, name, size === undefined ? undefined : `${size} bytes`];
    const shown = facts.filter((fact) => fact !== undefined).join(", ");
    await out.line(`${printable(shown)}: add "> file" to the command to keep it`);
  } else if (!json && typeof result === "string") {
    await writeText(result, out);
  } else {
    const text = toJson(result);
    await out.line(out.isTerminal ? printable(text) : text);
  }
}

/** A terminal gets no control characters, and a line break at the end; a pipe gets what came. */
async function writeText(text: string, out: Channel): Promise<void> {
  if (!out.isTerminal) await out.write(text);
  else await out.line(printable(text).replace(/\n$/, ""));
}

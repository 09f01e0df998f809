import { jsonText } from "./encode.ts";
import { parseJson } from "./exact-json.ts";

/** RFC 7464, JSON text sequences: each record begins with this character. */
const RECORD = "\u001e";

/** Writes an array as a JSON value on each line; anything else is the only line. A text is taken as it is. */
export function writeLines(value: unknown, asSequence: boolean): string {
  if (typeof value === "string") return value;
  const items = Array.isArray(value) ? value : [value];
  return items.map((item) => `${asSequence ? RECORD : ""}${jsonText(item)}\n`).join("");
}

/**
 * Reads JSON values that follow each other on lines or behind record separators.
 *
 * @param cut the text ends where it was cut, so that its last line may be half a value
 * @throws SyntaxError where a line is no JSON.
 */
export function readLines(text: string, cut: boolean): unknown[] {
  // A record may hold line breaks of its own.
  const pieces = text.includes(RECORD) ? text.split(RECORD) : text.split(/[\n\r]+/);
  const lines = pieces.filter((line) => line.trim() !== "");
  const items: unknown[] = [];
  for (const [index, line] of lines.entries()) {
    try {
      items.push(parseJson(line));
    } catch (error) {
      if (cut && index === lines.length - 1) return items;
      throw error;
    }
  }
  return items;
}

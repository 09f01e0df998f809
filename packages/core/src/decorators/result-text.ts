import { isPlain } from "./plain-copy.ts";

/**
 * The result as a model reads it, when that is more than `most` bytes; undefined when it is not. Small results
 * are measured without being written out.
 */
export function resultText(result: unknown, most: number): string | undefined {
  if (typeof result === "string") return isLonger(result, most) ? result : undefined;
  if (!mayBeLonger(result, most)) return undefined;
  const text = jsonOf(result);
  return text !== undefined && isLonger(text, most) ? text : undefined;
}

/** A result that refers to itself, or is nested without end, has no text: it is passed on as it is. */
function jsonOf(result: unknown): string | undefined {
  const plain = (_: string, value: unknown): unknown => (typeof value === "bigint" ? String(value) : value);
  try {
    return JSON.stringify(result, plain);
  } catch {
    return undefined;
  }
}

function isLonger(text: string, most: number): boolean {
  // A UTF-16 unit takes one to three bytes in UTF-8, so most texts need not be encoded.
  if (text.length > most) return true;
  return text.length * 3 > most && new TextEncoder().encode(text).length > most;
}

/** Adds up what values take at most, escapes included, and stops where the limit could be passed. */
function mayBeLonger(result: unknown, most: number): boolean {
  let left = most;
  const pending: unknown[] = [result];
  while (pending.length > 0 && left >= 0) {
    const value = pending.pop();
    if (typeof value === "string") left -= value.length * 6 + 2;
    else if (typeof value !== "object" || value === null) left -= 24;
    else if (Array.isArray(value)) {
      left -= value.length + 2;
      // One by one: a call cannot have as many arguments as a list has entries.
      if (left >= 0) for (const item of value) pending.push(item);
    } else if (isPlain(value)) {
      for (const [key, item] of Object.entries(value)) {
        left -= key.length * 6 + 4;
        pending.push(item);
      }
    } else return true;
  }
  return left < 0;
}

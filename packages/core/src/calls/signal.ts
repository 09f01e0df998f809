import { findJsonObjects } from "./json-objects.ts";

/**
 * Tool-call signalling for the text formats that `readText` reads: pure functions for clients that show
 * text while it streams in. They know no tools, so they err on the side of waiting.
 */
export function mightBeToolCall(text: string): boolean {
  const last = findJsonObjects(text).at(-1);
  if (last !== undefined && (!last.closed || looksLikeCall(text.slice(last.start, last.end)))) return true;
  return /\{\s*$|`{1,3}\w*\s*$/.test(text);
}

export function isCompleteToolCall(text: string): boolean {
  return findJsonObjects(text).some(
    ({ start, end, closed }) => closed && looksLikeCall(text.slice(start, end)),
  );
}

function looksLikeCall(source: string): boolean {
  return /"(?:tool|name)"\s*:\s*"/.test(source) && source.includes('"arguments"');
}

import { BACKSLASH, BACKTICK, CURLY, CURLY_END, NEWLINE, QUOTE, SQUARE, SQUARE_END } from "./characters.ts";
import type { Source } from "./source.ts";

/** What the scanner is in the middle of. */
export type Mode =
  | { readonly kind: "text" }
  /** Inline code: until as many backticks, or the end of the line. */
  | { readonly kind: "inline"; readonly run: number }
  /** A code block that is no call: until its closing fence. */
  | { readonly kind: "fence"; readonly mark: string }
  /** JSON that is no call: until its brackets are closed. */
  | { readonly kind: "json"; depth: number; inString: boolean }
  | { readonly kind: "reasoning"; readonly ends: readonly string[]; searched: number };

export const TEXT: Mode = { kind: "text" };

/** How far something goes that is passed through as it is, and whether it ends there. */
export interface Passage {
  readonly end: number;
  readonly done: boolean;
}

export function passInline(source: Source, start: number, run: number, final: boolean): Passage {
  const { text } = source;
  let at = start;
  while (at < text.length && text.charCodeAt(at) !== NEWLINE) {
    let end = at;
    while (text.charCodeAt(end) === BACKTICK) end++;
    // The run may go on in the next piece.
    if (end > at && end === text.length && !final) return { end: at, done: false };
    if (end - at === run) return { end, done: true };
    at = Math.max(end, at + 1);
  }
  return { end: at, done: text.charCodeAt(at) === NEWLINE };
}

export function passFence(source: Source, start: number, mark: string, final: boolean): Passage {
  const { text } = source;
  const at = source.find(mark, start);
  if (at !== -1) return { end: at + mark.length, done: true };
  return { end: final ? text.length : text.length - partial(text, mark, start), done: false };
}

/** Counts the brackets; a backtick or the like means that it was no JSON. */
export function passJson({ text }: Source, start: number, mode: Mode & { kind: "json" }): Passage {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (mode.inString) {
      if (code === BACKSLASH) {
        // The escaped character may not be there yet.
        if (at + 1 === text.length) return { end: at, done: false };
        at++;
      } else if (code === QUOTE || code === NEWLINE) mode.inString = false;
    } else if (code === QUOTE) mode.inString = true;
    else if (code === CURLY || code === SQUARE) mode.depth++;
    else if (code === BACKTICK) return { end: at, done: true };
    else if ((code === CURLY_END || code === SQUARE_END) && --mode.depth === 0)
      return { end: at + 1, done: true };
  }
  return { end: text.length, done: false };
}

/** How much of the end of a text is the beginning of a literal, short of the whole. */
export function partial(text: string, literal: string, from: number): number {
  for (let length = Math.min(literal.length - 1, text.length - from); length > 0; length--) {
    if (literal.startsWith(text.slice(text.length - length))) return length;
  }
  return 0;
}

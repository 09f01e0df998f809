import {
  BACKSLASH,
  CURLY,
  CURLY_END,
  QUOTE,
  ROUND,
  ROUND_END,
  SQUARE,
  SQUARE_END,
} from "./text/characters.ts";

/**
 * How deep in brackets a text is that comes in pieces, strings left out. It says when another look at a call
 * is likely to find it whole, and decides nothing: quotes that should have been escaped may mislead it.
 */
export class Brackets {
  #depth = 0;
  #inString = false;
  #escaped = false;

  /** Takes more text. Was the last open bracket closed in it? */
  push(text: string): boolean {
    let closed = false;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (code === BACKSLASH) this.#escaped = true;
        else if (code === QUOTE) this.#inString = false;
      } else if (code === QUOTE) this.#inString = this.#depth > 0;
      else if (code === CURLY || code === SQUARE || code === ROUND) this.#depth++;
      else if (this.#depth > 0 && (code === CURLY_END || code === SQUARE_END || code === ROUND_END)) {
        this.#depth--;
        if (this.#depth === 0) closed = true;
      }
    }
    return closed;
  }
}

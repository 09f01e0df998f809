import {
  APOSTROPHE,
  COLON,
  COMMA,
  CURLY,
  CURLY_END,
  EQUALS,
  GREATER,
  LESS,
  QUOTE,
  ROUND,
  ROUND_END,
  SPACE,
  SQUARE,
  SQUARE_END,
} from "./characters.ts";
import { Cursor, endsAll, NOTHING } from "./cursor.ts";
import { setOwn } from "./literals.ts";
import { isEllipsis, readDelimited, readString, readWord } from "./scalars.ts";
import { isDelimiter, isKeyChar, LONGEST_KEY, QUOTES } from "./signs.ts";
import type { Source } from "./source.ts";
import { isKeyAt } from "./string-ends.ts";

export { NOTHING } from "./cursor.ts";

const DEEPEST = 512;
/** b, f, r, u: before a quote they say what kind of string it is in Python. */
const STRING_KINDS: ReadonlySet<number> = new Set([98, 102, 114, 117]);

/**
 * Reads values as models write them: JSON and Python literals, and what comes of both when a model is
 * careless. Single and typographic quotes, bare keys and words, comments, missing and spare commas, missing
 * and mismatched brackets, doubled braces, raw line breaks and unescaped quotes in strings are understood.
 * One pass, no backtracking: each character is looked at a bounded number of times.
 */
export class ValueReader extends Cursor {
  value(): unknown {
    this.skip();
    const { code } = this;
    if (code === CURLY) return this.#object();
    if (code === SQUARE) return this.#list(SQUARE, SQUARE_END);
    if (code === ROUND) return this.#list(ROUND, ROUND_END);
    if (QUOTES.has(code)) return readString(this, code, false);
    if (code === LESS) return readDelimited(this) ?? this.fail("there is no value");
    if (code === -1) return this.cut("the text ends before a value");
    const quoteAt = stringPrefix(this.source, this.position);
    if (quoteAt === undefined) return readWord(this);
    const isRaw = /r/i.test(this.source.text.slice(this.position, quoteAt));
    this.position = quoteAt;
    return readString(this, this.code, false, isRaw);
  }

  /** The value of a text that is a value and nothing else; NOTHING otherwise. */
  static whole(source: Source): unknown {
    const reader = new ValueReader(source, 0);
    const value = reader.value();
    if (value === NOTHING || reader.truncated) return NOTHING;
    return source.skipSpace(reader.position) < source.text.length ? NOTHING : value;
  }

  /** The fields of an object whose opening brace is missing. */
  fields(): unknown {
    return this.#object(false);
  }

  #object(braced = true): unknown {
    const { source, open } = this;
    const object: Record<string, unknown> = {};
    if (open.length >= DEEPEST) return this.fail(`it is nested deeper than ${DEEPEST} levels`);
    open.push(CURLY);
    if (braced) this.position++;
    this.skip();
    // A template's doubled braces.
    const doubled = braced && this.code === CURLY;
    if (doubled) this.position++;
    let empty = true;
    let comma = true;
    let quotedKeys = false;
    for (;;) {
      this.skip();
      const { code } = this;
      if (code === CURLY_END) {
        this.position++;
        if (doubled && source.code(this.position) === CURLY_END) this.position++;
        break;
      }
      if (code === COMMA) {
        this.position++;
        comma = true;
        continue;
      }
      if (code === SQUARE_END || code === ROUND_END) {
        if (open.includes(code === SQUARE_END ? SQUARE : ROUND)) break;
        this.position++;
        continue;
      }
      if (code === CURLY || code === SQUARE) {
        // The brackets before it were never closed; it belongs to the list around them, or to none.
        if (empty) return this.fail("there should be a key");
        if (!open.includes(SQUARE)) this.stopped = true;
        break;
      }
      if (endsAll(code) && (code !== LESS || !isDelimiter(source, this.position))) {
        source.cutAt(this.position);
        if (code === -1 && (empty || this.after(COMMA, CURLY))) this.truncated = true;
        this.stopped = true;
        break;
      }
      const quoted = QUOTES.has(code) || code === LESS;
      if (!comma && !quoted && (quotedKeys || !isKeyAt(source, this.position))) {
        // Other text follows where a comma should: the closing brackets were left out.
        this.stopped = true;
        break;
      }
      const key = this.#key(code);
      if (key === undefined) return NOTHING;
      quotedKeys ||= quoted;
      this.skip();
      if (!this.#colon()) {
        if (!quoted && isEllipsis(key)) return this.elide();
        return this.fail(`there should be a colon after the key ${JSON.stringify(key)}`);
      }
      const value = this.value();
      if (value === NOTHING) return NOTHING;
      setOwn(object, key, value);
      empty = false;
      comma = false;
      if (this.stopped) break;
    }
    open.pop();
    return object;
  }

  #list(opening: number, closing: number): unknown {
    const { source, open } = this;
    const list: unknown[] = [];
    if (open.length >= DEEPEST) return this.fail(`it is nested deeper than ${DEEPEST} levels`);
    open.push(opening);
    this.position++;
    for (;;) {
      this.skip();
      const { code } = this;
      if (code === closing) {
        this.position++;
        break;
      }
      if (code === COMMA) {
        this.position++;
        continue;
      }
      if (code === CURLY_END || code === SQUARE_END || code === ROUND_END) {
        const opener = code === CURLY_END ? CURLY : code === SQUARE_END ? SQUARE : ROUND;
        if (open.includes(opener)) break;
        this.position++;
        continue;
      }
      if (endsAll(code) && (code !== LESS || !isDelimiter(source, this.position))) {
        source.cutAt(this.position);
        if (code === -1 && this.after(COMMA, opening)) this.truncated = true;
        this.stopped = true;
        break;
      }
      const value = this.value();
      if (value === NOTHING) return NOTHING;
      list.push(value);
      if (this.stopped) break;
    }
    open.pop();
    return list;
  }

  #key(code: number): string | undefined {
    if (QUOTES.has(code)) {
      const key = readString(this, code, true);
      return typeof key === "string" ? key : undefined;
    }
    if (code === LESS) return readDelimited(this);
    const start = this.position;
    while (isKeyChar(this.code)) this.position++;
    this.#restOfKey();
    if (this.position > start && this.position - start <= LONGEST_KEY) {
      return this.source.text.slice(start, this.position);
    }
    if (this.source.startsWith("…", start)) this.elide();
    this.fail("there should be a key");
    return undefined;
  }

  /** A bare key of several words, as token formats write it. */
  #restOfKey(): void {
    const { source } = this;
    let i = this.position;
    while (source.code(i) === SPACE && isKeyChar(source.code(i + 1)) && i - this.position < LONGEST_KEY) {
      i++;
      while (isKeyChar(source.code(i))) i++;
    }
    if (i > this.position && source.code(i) === COLON) this.position = i;
  }

  #colon(): boolean {
    const { code } = this;
    if (code === COLON) this.position++;
    else if (code === EQUALS) this.position += this.source.code(this.position + 1) === GREATER ? 2 : 1;
    else {
      if (code === -1) this.truncated = true;
      return false;
    }
    return true;
  }
}

/** Where the quote is that follows Python's letters for a kind of string. */
function stringPrefix(source: Source, at: number): number | undefined {
  for (let i = at; i < at + 3; i++) {
    const code = source.code(i);
    if (code === QUOTE || code === APOSTROPHE) return i === at ? undefined : i;
    if (!STRING_KINDS.has(code | 32)) return undefined;
  }
  return undefined;
}

import { decodeEscapes, setOwn, toNumber } from "./literals.ts";
import {
  BACKSLASH,
  BACKTICK,
  COLON,
  COMMA,
  CURLY,
  CURLY_END,
  EQUALS,
  HASH,
  isDelimiter,
  isKeyChar,
  LESS,
  LONGEST_KEY,
  NEWLINE,
  QUOTE,
  QUOTE_TOKENS,
  QUOTES,
  ROUND,
  ROUND_END,
  SEMICOLON,
  SLASH,
  SQUARE,
  SQUARE_END,
  WORDS,
} from "./signs.ts";
import { isSpace, isWord, type Source } from "./source.ts";
import { endsString, isKeyAt } from "./string-ends.ts";

/** What {@link ValueReader} returns where there is no value. */
export const NOTHING: unique symbol = Symbol("nothing");

const DEEPEST = 512;

/**
 * Reads values as models write them: JSON and Python literals, and what comes of both when a model is
 * careless. Single and typographic quotes, bare keys and words, comments, missing and spare commas, missing
 * and mismatched brackets, doubled braces, raw line breaks and unescaped quotes in strings are understood.
 * One pass, no backtracking: each character is looked at a bounded number of times.
 */
export class ValueReader {
  readonly #source: Source;
  /** Where reading goes on; after a problem, where it is. */
  position: number;
  /** Why there is no value. */
  problem: string | undefined;
  /** The text ends in the middle of something, so what was read may lack its end. */
  truncated = false;
  /** Set when something that belongs to no value ended all brackets at once. */
  #stopped = false;
  /** The brackets that are open. */
  readonly #open: number[] = [];

  constructor(source: Source, position: number) {
    this.#source = source;
    this.position = position;
  }

  value(): unknown {
    this.#skip();
    const code = this.#source.code(this.position);
    if (code === CURLY) return this.#object();
    if (code === SQUARE) return this.#list(SQUARE, SQUARE_END);
    if (code === ROUND) return this.#list(ROUND, ROUND_END);
    if (QUOTES.has(code)) return this.#string(code, false);
    if (code === LESS) return this.#delimited() ?? this.#fail("there is no value");
    if (code === -1) return this.#cut("the text ends before a value");
    return this.#bare();
  }

  /**
   * The arguments of a call in parentheses, from the opening one on: those by name, and those by place.
   */
  callArguments(): { named: Record<string, unknown>; placed: unknown[] } | typeof NOTHING {
    const named: Record<string, unknown> = {};
    const placed: unknown[] = [];
    const source = this.#source;
    this.#open.push(ROUND);
    this.position++;
    for (;;) {
      this.#skip();
      const code = source.code(this.position);
      if (code === ROUND_END) {
        this.position++;
        break;
      }
      if (code === COMMA) {
        this.position++;
        continue;
      }
      if (code === SQUARE_END || this.#endsAll(code)) {
        if (code === -1 && this.#after(COMMA, ROUND)) this.truncated = true;
        break;
      }
      const key = this.#keyword();
      const value = this.value();
      if (value === NOTHING) return NOTHING;
      if (key === undefined) placed.push(value);
      else setOwn(named, key, value);
      if (this.#stopped) break;
      this.#skip();
      const next = source.code(this.position);
      if (next !== COMMA && next !== ROUND_END && next !== SQUARE_END && !this.#endsAll(next)) {
        return this.#fail("a comma or a closing parenthesis is missing");
      }
    }
    this.#open.pop();
    return { named, placed };
  }

  /** The value of a text that is a value and nothing else; NOTHING otherwise. */
  static whole(source: Source): unknown {
    const reader = new ValueReader(source, 0);
    const value = reader.value();
    if (value === NOTHING || reader.truncated) return NOTHING;
    return source.skipSpace(reader.position) < source.text.length ? NOTHING : value;
  }

  #object(): unknown {
    const source = this.#source;
    const object: Record<string, unknown> = {};
    if (this.#open.length >= DEEPEST) return this.#fail(`it is nested deeper than ${DEEPEST} levels`);
    this.#open.push(CURLY);
    this.position++;
    this.#skip();
    // A template's doubled braces.
    const doubled = source.code(this.position) === CURLY;
    if (doubled) this.position++;
    let empty = true;
    let comma = true;
    let quotedKeys = false;
    for (;;) {
      this.#skip();
      const code = source.code(this.position);
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
        if (this.#open.includes(code === SQUARE_END ? SQUARE : ROUND)) break;
        this.position++;
        continue;
      }
      if (code === CURLY || code === SQUARE) {
        // The brackets before it were never closed; it belongs to the list around them, or to none.
        if (empty) return this.#fail("there should be a key");
        if (!this.#open.includes(SQUARE)) this.#stopped = true;
        break;
      }
      if (code !== LESS || !isDelimiter(source, this.position)) {
        if (this.#endsAll(code)) {
          if (code === -1 && (empty || this.#after(COMMA, CURLY))) this.truncated = true;
          this.#stopped = true;
          break;
        }
      }
      const quoted = QUOTES.has(code) || code === LESS;
      if (!comma && !quoted && (quotedKeys || !isKeyAt(source, this.position))) {
        // Other text follows where a comma should: the closing brackets were left out.
        this.#stopped = true;
        break;
      }
      const key = this.#key(code);
      if (key === undefined) return NOTHING;
      quotedKeys ||= quoted;
      this.#skip();
      if (!this.#colon()) return this.#fail(`there should be a colon after the key ${JSON.stringify(key)}`);
      const value = this.value();
      if (value === NOTHING) return NOTHING;
      setOwn(object, key, value);
      empty = false;
      comma = false;
      if (this.#stopped) break;
    }
    this.#open.pop();
    return object;
  }

  #list(open: number, close: number): unknown {
    const source = this.#source;
    const list: unknown[] = [];
    if (this.#open.length >= DEEPEST) return this.#fail(`it is nested deeper than ${DEEPEST} levels`);
    this.#open.push(open);
    this.position++;
    for (;;) {
      this.#skip();
      const code = source.code(this.position);
      if (code === close) {
        this.position++;
        break;
      }
      if (code === COMMA) {
        this.position++;
        continue;
      }
      if (code === CURLY_END || code === SQUARE_END || code === ROUND_END) {
        const opener = code === CURLY_END ? CURLY : code === SQUARE_END ? SQUARE : ROUND;
        if (this.#open.includes(opener)) break;
        this.position++;
        continue;
      }
      if ((code !== LESS || !isDelimiter(source, this.position)) && this.#endsAll(code)) {
        if (code === -1 && this.#after(COMMA, open)) this.truncated = true;
        this.#stopped = true;
        break;
      }
      const value = this.value();
      if (value === NOTHING) return NOTHING;
      list.push(value);
      if (this.#stopped) break;
    }
    this.#open.pop();
    return list;
  }

  #key(code: number): string | undefined {
    if (QUOTES.has(code)) {
      const key = this.#string(code, true);
      return typeof key === "string" ? key : undefined;
    }
    if (code === LESS) {
      const key = this.#delimited();
      return typeof key === "string" ? key : undefined;
    }
    const start = this.position;
    while (isKeyChar(this.#source.code(this.position))) this.position++;
    if (this.position > start && this.position - start <= LONGEST_KEY) {
      return this.#source.text.slice(start, this.position);
    }
    this.#fail("there should be a key");
    return undefined;
  }

  #colon(): boolean {
    const code = this.#source.code(this.position);
    if (code === COLON) this.position++;
    else if (code === EQUALS) this.position += this.#source.code(this.position + 1) === 62 ? 2 : 1;
    else {
      if (code === -1) this.truncated = true;
      return false;
    }
    return true;
  }

  /** `name=` of a Python argument. */
  #keyword(): string | undefined {
    const source = this.#source;
    let i = this.position;
    while (isWord(source.code(i)) && i - this.position < LONGEST_KEY) i++;
    if (i === this.position) return undefined;
    const end = i;
    i = source.skipSpace(i);
    if (source.code(i) !== EQUALS || source.code(i + 1) === EQUALS) return undefined;
    const key = source.text.slice(this.position, end);
    this.position = i + 1;
    return key;
  }

  #string(quote: number, isKey: boolean): unknown {
    const { text } = this.#source;
    const closing = QUOTES.get(quote) ?? [quote];
    const start = this.position + 1;
    if (!isKey && text.charCodeAt(start) === quote && text.charCodeAt(start + 1) === quote) {
      const end = this.#source.find(text.slice(start - 1, start + 2), start + 2);
      if (end !== -1) {
        this.position = end + 3;
        return text.slice(start + 2, end);
      }
    }
    const first = closing[0] as number;
    let escaped = false;
    for (let i = start; ; i++) {
      const code = text.charCodeAt(i);
      if (code === BACKSLASH) {
        escaped = true;
        i++;
      } else if (code === first || closing.includes(code)) {
        if (!endsString(this.#source, this.#open, i + 1, isKey)) continue;
        this.position = i + 1;
        const raw = text.slice(start, i);
        return escaped ? decodeEscapes(raw) : raw;
      } else if (isKey && (code === NEWLINE || i - start > LONGEST_KEY * 4)) {
        this.position = i;
        return this.#fail("a key has no closing quote");
      } else if (i >= text.length) {
        this.position = text.length;
        return this.#cut("the text ends inside a string");
      }
    }
  }

  /** A string between tokens that stand for quotes. */
  #delimited(): string | undefined {
    const token = QUOTE_TOKENS.find((quote) => this.#source.startsWith(quote, this.position));
    if (token === undefined) return undefined;
    const start = this.position + token.length;
    const end = this.#source.find(token, start);
    if (end === -1) {
      this.position = this.#source.text.length;
      this.#cut("the text ends inside a string");
      return undefined;
    }
    this.position = end + token.length;
    return this.#source.text.slice(start, end);
  }

  /** A number, a constant, or a word without quotes. */
  #bare(): unknown {
    const source = this.#source;
    const start = this.position;
    let i = start;
    for (; ; i++) {
      const code = source.code(i);
      if (
        code === COMMA ||
        code === CURLY_END ||
        code === SQUARE_END ||
        code === ROUND_END ||
        code === NEWLINE ||
        code === LESS ||
        code === BACKTICK ||
        code === CURLY ||
        code === SQUARE ||
        code === ROUND ||
        code === QUOTE ||
        code === SEMICOLON ||
        code === -1
      )
        break;
      if (code === SLASH && isSpace(source.code(i - 1)) && source.code(i + 1) === SLASH) break;
    }
    let end = i;
    while (end > start && isSpace(source.text.charCodeAt(end - 1))) end--;
    this.position = end;
    const word = source.text.slice(start, end);
    if (word === "") return this.#fail("there is no value");
    const known = WORDS.get(word);
    if (known !== undefined || WORDS.has(word)) return known;
    const number = toNumber(word);
    if (number !== undefined) return number;
    // Without anything around it a word is prose.
    return this.#open.length === 0 ? this.#fail("there is no value") : word;
  }

  /** White space and comments. */
  #skip(): void {
    const source = this.#source;
    for (;;) {
      this.position = source.skipSpace(this.position);
      const code = source.code(this.position);
      if (code === HASH) this.#skipTo("\n");
      else if (code === SLASH && source.code(this.position + 1) === SLASH) this.#skipTo("\n");
      else if (code === SLASH && source.code(this.position + 1) === 42) this.#skipTo("*/");
      else return;
    }
  }

  #skipTo(end: string): void {
    const at = this.#source.find(end, this.position);
    this.position = at === -1 ? this.#source.text.length : at + end.length;
  }

  /** What no value goes on with: the end of the text, a tag, a fence, a separator of calls. */
  #endsAll(code: number): boolean {
    return code === -1 || code === LESS || code === BACKTICK || code === SEMICOLON;
  }

  /** Is one of the two the last thing before this, white space left out? */
  #after(one: number, other: number): boolean {
    let i = this.position - 1;
    while (i >= 0 && isSpace(this.#source.text.charCodeAt(i))) i--;
    const code = this.#source.text.charCodeAt(i);
    return code === one || code === other;
  }

  #fail(problem: string): typeof NOTHING {
    this.problem ??= problem;
    return NOTHING;
  }

  #cut(problem: string): typeof NOTHING {
    this.truncated = true;
    this.#source.reachedEnd = true;
    return this.#fail(problem);
  }
}

import { BACKTICK, HASH, isSpace, LESS, SEMICOLON, SLASH, STAR } from "./characters.ts";
import type { Source } from "./source.ts";

/** What reading a value returns where there is none. */
export const NOTHING: unique symbol = Symbol("nothing");

/** A place in a text at which a value is read, and what is known about the values around it. */
export class Cursor {
  readonly source: Source;
  /** Where reading goes on; after a problem, where it is. */
  position: number;
  /** Why there is no value. */
  problem: string | undefined;
  /** The text ends in the middle of something, so what was read may lack its end. */
  truncated = false;
  /** Dots stand where something was left out: this shows a form, and states nothing. */
  elided = false;
  /** Set when something that belongs to no value ended all brackets at once. */
  stopped = false;
  /** The brackets that are open. */
  readonly open: number[] = [];

  constructor(source: Source, position: number) {
    this.source = source;
    this.position = position;
  }

  /** The character at the position. */
  get code(): number {
    return this.source.code(this.position);
  }

  /** Passes white space and comments. */
  skip(): void {
    const { source } = this;
    for (;;) {
      this.position = source.skipSpace(this.position);
      const { code } = this;
      if (code === HASH) this.#skipTo("\n");
      else if (code === SLASH && source.code(this.position + 1) === SLASH) this.#skipTo("\n");
      else if (code === SLASH && source.code(this.position + 1) === STAR) this.#skipTo("*/");
      else return;
    }
  }

  #skipTo(end: string): void {
    const at = this.source.find(end, this.position);
    this.position = at === -1 ? this.source.text.length : at + end.length;
  }

  /** Is one of the two the last thing before this, white space left out? */
  after(one: number, other: number): boolean {
    let i = this.position - 1;
    while (i >= 0 && isSpace(this.source.text.charCodeAt(i))) i--;
    const code = this.source.text.charCodeAt(i);
    return code === one || code === other;
  }

  fail(problem: string): typeof NOTHING {
    this.problem ??= problem;
    return NOTHING;
  }

  /** The text ends too soon. */
  cut(problem: string): typeof NOTHING {
    this.truncated = true;
    this.source.reachedEnd = true;
    this.source.cut = true;
    return this.fail(problem);
  }

  /** Something was left out. */
  elide(): typeof NOTHING {
    this.elided = true;
    return this.fail("dots stand where something was left out");
  }
}

/** What no value goes on with: the end of the text, a tag, a fence, a separator of calls. */
export function endsAll(code: number): boolean {
  return code === -1 || code === LESS || code === BACKTICK || code === SEMICOLON;
}
